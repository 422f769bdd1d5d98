import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { open, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Disk, DiskLevel, DiskState } from '../ports/disk.ts'
import type { Log } from '../ports/log.ts'

export interface BallastOptions {
  /** Of the journal: the file lies on its disk. */
  readonly directory: string
  /** Size of the reserve; 0: none is kept, and only the alarms remain. */
  readonly bytes: number
  /** Milliseconds between two looks at the disk. */
  readonly checkMs: number
  readonly log: Log
}

export interface Ballast extends Disk {
  /** A write failed for want of room: gives the reserve back to the disk, at once. */
  release(): void
  close(): Promise<void>
}

export const ballastFile = 'ballast'
const mebibyte = 1024 * 1024
/** Room in which work goes on where no ballast is kept. */
const leastRoom = 4 * mebibyte

/**
 * A file that keeps room for what is under way: SQLite can neither commit nor tidy up on a full disk. It is
 * made again when there is room for it twice over, so that making it does not fill the disk anew.
 * Resolves when the disk was looked at; the file is written meanwhile.
 */
export async function keepBallast(options: BallastOptions): Promise<Ballast> {
  const { directory, bytes, log } = options
  const file = join(directory, ballastFile)
  const unfinished = `${file}.new`
  const listeners = new Set<() => void>()
  let state: DiskState = { level: 'ample', usedPercent: null }
  let held = (await stat(file).catch(() => null))?.size === bytes
  let full = false
  /** Grows with every release, so that a ballast in the making is given up. */
  let releases = 0
  let making: Promise<void> | undefined

  function show(usedPercent: number | null): void {
    const before = state.level
    const level: DiskLevel = full ? 'full' : levelOf(usedPercent)
    state = { level, usedPercent }
    if (level === before) return
    const fields = { alarm: 'disk', level, usedPercent }
    if (level === 'full') log.error(fields, 'the disk is full: no new crossing is begun')
    else if (level === 'ample') log.info(fields, 'the disk has room')
    else log.warn(fields, 'the disk fills up')
    for (const listener of listeners) listener()
  }

  async function make(): Promise<void> {
    const began = releases
    try {
      const target = await open(unfinished, 'w')
      try {
        // Not zeros: a file system that compresses would keep no room for them.
        const block = randomBytes(mebibyte)
        for (let at = 0; at < bytes && began === releases; at += mebibyte) {
          await target.writeFile(block.subarray(0, Math.min(mebibyte, bytes - at)))
        }
        await target.sync()
      } finally {
        await target.close()
      }
      if (began !== releases) throw new Error('the disk became full meanwhile')
      await rename(unfinished, file)
      held = true
      full = false
      log.debug({ bytes }, 'ballast made')
    } catch (error) {
      full = true
      log.warn({ error: String(error) }, 'the ballast could not be made')
      await rm(unfinished, { force: true }).catch(() => undefined)
    }
  }

  /** A look at the disk; makes the ballast where it is missing and there is room for it. */
  async function look(): Promise<void> {
    try {
      const { blocks, bfree, bavail, bsize } = await statfs(directory)
      const used = blocks - bfree
      const hasRoom = bavail * bsize >= Math.max(leastRoom, bytes * 2)
      if (bytes === 0 && hasRoom) full = false
      if (bytes > 0 && !held && making === undefined) {
        if (!hasRoom) full = true
        else {
          making = make().finally(() => {
            making = undefined
            show(state.usedPercent)
          })
        }
      }
      show(used + bavail > 0 ? Math.ceil((used / (used + bavail)) * 100) : null)
    } catch (error) {
      log.warn({ error: String(error) }, 'the disk cannot be looked at')
    }
  }

  await look()
  const timer = setInterval(() => void look(), options.checkMs)
  timer.unref()

  return {
    state: () => state,
    onChange: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    release: () => {
      releases += 1
      full = true
      if (held) {
        held = false
        rmSync(file, { force: true })
        log.error({ bytes }, 'the disk is full: the ballast is given away')
      }
      show(state.usedPercent)
    },
    close: async () => {
      clearInterval(timer)
      await making
      listeners.clear()
    },
  }
}

function levelOf(usedPercent: number | null): DiskLevel {
  if (usedPercent === null || usedPercent < 80) return 'ample'
  return usedPercent < 90 ? 'filling' : 'nearlyFull'
}
