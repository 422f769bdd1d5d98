import { existsSync } from 'node:fs'
import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { about, type Finding, messageOf } from './finding.ts'

const mebibyte = 2 ** 20
const leastMebibytes = 512
const fewMebibytes = 4096
/** Types of `statfs` that are memory: tmpfs, ramfs. */
const inMemory: readonly number[] = [0x01021994, 0x858458f6]
/**
 * Even a disk with a battery behind its cache needs a journal commit of the file system and the way to the drive
 * and back; below this, most likely nothing was asked of the drive.
 */
const honestMs = 0.05
const slowMs = 50
const writes = 50

interface DiskState {
  readonly freeMebibytes: number
  readonly inMemory: boolean
  /** Median of the flushes, ms. */
  readonly flushMs: number
}

/** `data`: folder of the journal; where it is not made yet, the nearest folder that it will be made in. */
export async function checkDisk(data: string, look = lookAtDisk): Promise<readonly Finding[]> {
  let folder = data
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder)
  try {
    return judgeDisk(data, await look(folder))
  } catch (error) {
    const todo = 'Run the doctor as root, or look who owns the folder.'
    return [about('disk', data).warning(`cannot be measured: ${messageOf(error)}`, todo)]
  }
}

async function lookAtDisk(folder: string): Promise<DiskState> {
  const { bavail, bsize, type } = await statfs(folder)
  return {
    freeMebibytes: (bavail * bsize) / mebibyte,
    inMemory: inMemory.includes(type),
    flushMs: await measureFlush(folder),
  }
}

/** Small writes, each flushed, as the journal makes them. */
async function measureFlush(folder: string): Promise<number> {
  const own = await mkdtemp(join(folder, '.doctor-'))
  try {
    const file = await open(join(own, 'flush'), 'w')
    const times: number[] = []
    try {
      const block = Buffer.alloc(4096, 1)
      for (let index = 0; index < writes; index += 1) {
        await file.write(block)
        const begun = performance.now()
        await file.sync()
        times.push(performance.now() - begun)
      }
    } finally {
      await file.close()
    }
    return times.toSorted((a, b) => a - b)[writes >> 1] ?? 0
  } finally {
    await rm(own, { recursive: true })
  }
}

function judgeDisk(
  data: string,
  { freeMebibytes, inMemory: memory, flushMs }: DiskState,
): readonly Finding[] {
  const disk = about('disk', data)
  const free = `${Math.floor(freeMebibytes)} MiB free`
  const room = 'Make room: a full disk stops the lane. Evidence and logs are what grows.'
  const findings: Finding[] = [
    freeMebibytes < leastMebibytes
      ? disk.problem(free, room)
      : freeMebibytes < fewMebibytes
        ? disk.warning(free, room)
        : disk.ok(free),
  ]
  const median = `a flush takes ${flushMs.toFixed(3)} ms (median of ${writes})`
  if (memory) {
    findings.push(disk.problem('the folder lies in memory: nothing outlasts a restart', 'Put it on a disk.'))
  } else if (flushMs < honestMs) {
    const todo =
      'A hint only: it is so with a drive that has power-loss protection. Otherwise look for a write cache that ' +
      'lies (hdparm -W, cache mode of a virtual machine, mount option nobarrier): a power cut would lose records.'
    findings.push(disk.warning(`${median}: flushes may not reach the drive`, todo))
  } else if (flushMs > slowMs) {
    findings.push(
      disk.warning(`${median}: each act of an officer waits for one`, 'Use an SSD for this folder.'),
    )
  } else findings.push(disk.ok(median))
  return findings
}
