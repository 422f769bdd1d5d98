import { setTimeout as pause } from 'node:timers/promises'
import type { Camera, DriverContext, FrameCaptured } from '../../edge/ports/devices.ts'
import { inspectPicture } from '../camera-http/picture.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { lookInto, putAway, readSeen } from './folder.ts'
import { createFolderMemory, type FileSeen, type FolderMemory, type WaitingFile } from './folder-memory.ts'
import type { CameraFolderOptions } from './options.ts'

/** Pictures that are put into a folder, each taken once and in order when it is all there. */
export function createFolderCamera(options: CameraFolderOptions, context: DriverContext): Camera {
  const lifecycle = createDeviceLifecycle<FrameCaptured>(context, [
    'framesRead',
    'framesRejected',
    'filesRefused',
    'bytesDiscarded',
    'reconnects',
  ])
  let abort = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function quietPause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: abort.signal }).catch(() => undefined)
  }

  function refuse(name: string, why: string): void {
    lifecycle.count('filesRefused')
    context.log.warn({ device: context.id, file: name }, `file refused: ${why}`)
  }

  /** The picture of a file that is all there; null: wait for more of it, or it was refused and settled. */
  async function readWhole(waiting: WaitingFile, memory: FolderMemory) {
    const { file, stable, unchangedMs } = waiting
    if (file.size > options.maximumBytes) {
      memory.settle(file)
      refuse(file.name, `more than ${options.maximumBytes} bytes`)
      return null
    }
    const bytes = await readSeen(options.folder, file)
    if (bytes === null) return null
    const found = inspectPicture(bytes)
    const whole = found !== null && found.end !== null
    // To its last byte a picture: whoever puts it there is done, by a rename or by an upload.
    if (whole && (stable || found.end === bytes.length)) return { bytes, mediaType: found.mediaType }
    if (!whole && unchangedMs >= options.incompleteMs) {
      memory.settle(file)
      lifecycle.count('framesRejected')
      lifecycle.count('bytesDiscarded', bytes.length)
      refuse(file.name, 'camera.not-a-picture')
    }
    return null
  }

  async function take(waiting: WaitingFile, memory: FolderMemory): Promise<boolean> {
    const picture = await readWhole(waiting, memory)
    if (picture === null || !lifecycle.active()) return false
    const { file } = waiting
    memory.settle(file)
    lifecycle.count('framesRead')
    lifecycle.emit({
      type: 'FrameCaptured',
      picture: picture.bytes,
      mediaType: picture.mediaType,
      at: context.clock.monotonic(),
      source: 'folder',
      name: file.name,
    })
    await finish(file)
    return true
  }

  async function finish(file: FileSeen): Promise<void> {
    try {
      await putAway(options.folder, file, options.after)
      if (lifecycle.state() === 'degraded') lifecycle.to('online', `watching ${options.folder}`)
    } catch (error) {
      lifecycle.to(
        'degraded',
        `a picture that was read cannot be put away (${options.after}): ${reasonOf(error)}`,
      )
    }
  }

  async function watch(): Promise<void> {
    const memory = createFolderMemory()
    const refusedBefore = new Set<string>()
    let first = true
    while (!abort.signal.aborted) {
      try {
        const { files, refused } = await lookInto(options.folder)
        for (const name of refused.filter((name) => !refusedBefore.has(name))) refuse(name, 'no plain file')
        refusedBefore.clear()
        for (const name of refused) refusedBefore.add(name)
        if (first && options.existing === 'ignore') for (const file of files) memory.settle(file)
        first = false
        // Degraded stays until a later picture is put away: the folder is still the same one.
        if (lifecycle.state() === 'connecting') lifecycle.to('online', `watching ${options.folder}`)
        for (const waiting of memory.look(files, context.clock.monotonic())) {
          if (abort.signal.aborted) return
          if ((await take(waiting, memory)) && options.paceMs > 0) await quietPause(options.paceMs)
        }
      } catch (error) {
        if (abort.signal.aborted) return
        if (lifecycle.state() !== 'connecting') lifecycle.count('reconnects')
        lifecycle.to('connecting', `device.connect: ${options.folder}: ${reasonOf(error)}`)
      }
      await quietPause(options.pollMs)
    }
  }

  return {
    id: context.id,
    kind: 'camera-folder',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    async start() {
      lifecycle.begin()
      abort = new AbortController()
      running = watch()
    },
    stop: () =>
      lifecycle.end(async () => {
        abort.abort()
        await running
      }),
    trigger() {},
  }
}

const reasonOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
