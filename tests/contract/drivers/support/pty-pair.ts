import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'

/** Two pseudo-terminals with a wire between them, as a serial port and the device at its other end. */
export interface PtyPair {
  readonly ours: string
  readonly theirs: string
  /** The adapter is pulled: both ends vanish. */
  unplug(): Promise<void>
  /** It is put in again, under the same names. */
  plug(): Promise<void>
  dispose(): Promise<void>
}

export async function createPtyPair(): Promise<PtyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'pty-'))
  const ours = join(folder, 'ours')
  const theirs = join(folder, 'theirs')
  const end = (link: string) => `pty,raw,echo=0,link=${link}`
  const start = () => startChild('socat', ['-d', '-d', end(ours), end(theirs)], /starting data transfer loop/)
  let socat: Child | undefined = await start()

  async function unplug(): Promise<void> {
    await socat?.kill()
    socat = undefined
    await Promise.all([rm(ours, { force: true }), rm(theirs, { force: true })])
  }

  return {
    ours,
    theirs,
    unplug,
    async plug() {
      socat ??= await start()
    },
    async dispose() {
      await unplug()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A device at the other end that speaks by itself and hears nothing. */
export async function createSerialLine() {
  const line = await createPtyPair()
  let device: FileHandle = await open(line.theirs, 'r+')
  let sending: Promise<unknown> = Promise.resolve()
  return {
    transport: { type: 'serial', path: line.ours },
    send(bytes: Uint8Array) {
      sending = sending.then(() => device.write(bytes)).catch(() => {})
    },
    async unplug() {
      await sending
      await line.unplug()
      await device.close()
    },
    async plug() {
      await line.plug()
      device = await open(line.theirs, 'r+')
    },
    ready: async () => {},
    async dispose() {
      await device.close()
      await line.dispose()
    },
  }
}
