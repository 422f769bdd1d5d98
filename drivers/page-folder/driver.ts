import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery, DeliveryOutcome, DocumentReader, DriverContext } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { lookInto, putAway, readSeen } from '../camera-folder/folder.ts'
import { createFolderMemory, type FileSeen, type WaitingFile } from '../camera-folder/folder-memory.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import type { PageFolderOptions } from './options.ts'
import { type InspectedPage, inspectPage } from './page-picture.ts'
import { readTakenList, writeTakenList } from './taken-list.ts'

const PAGE_NAME = /^[^.].*\.(jpe?g|png|tiff?)$/i
/** Where files go that are no pages, within the folder. */
const REFUSED = 'refused'

/**
 * A folder that a page scanner writes into. A page is taken when it is all there, and put away only when the lane
 * has recorded it: what fails is delivered again, and what was recorded just before a power cut comes twice, which
 * the crossing knows for the same document.
 */
export function createPageFolder(options: PageFolderOptions, context: DriverContext): DocumentReader {
  const { folder } = options
  const lifecycle = createDeviceLifecycle<never>(context, [
    'framesRead',
    'framesRejected',
    'filesRefused',
    'bytesDiscarded',
    'deliveriesFailed',
    'reconnects',
  ])
  let deliver: ((delivery: Delivery) => Promise<DeliveryOutcome>) | undefined
  let abort = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function watch(): Promise<void> {
    const memory = createFolderMemory()
    let remembered: readonly FileSeen[] = []
    let begun = false

    async function settle(file: FileSeen, into: string | undefined): Promise<void> {
      memory.settle(file)
      try {
        if (options.after === 'remember') {
          remembered = [...remembered.filter(({ name }) => name !== file.name), file]
          await writeTakenList(folder, remembered)
        } else await putAway(folder, file, into === undefined ? options.after : 'move', into)
        if (lifecycle.state() === 'degraded') lifecycle.to('online', `watching ${folder}`)
      } catch (error) {
        lifecycle.to('degraded', `a page cannot be put away (${options.after}): ${reasonOf(error)}`)
      }
    }

    async function refuse(file: FileSeen, why: string): Promise<void> {
      lifecycle.count('filesRefused')
      lifecycle.count('framesRejected')
      lifecycle.count('bytesDiscarded', file.size)
      context.log.warn({ device: context.id, file: file.name }, `page refused: ${why}`)
      await settle(file, REFUSED)
    }

    /** The page of a file that is all there; null: wait for more of it, or it was refused and settled. */
    async function readWhole({ file, stable, unchangedMs }: WaitingFile) {
      if (file.size > options.maximumBytes) {
        await refuse(file, `more than ${options.maximumBytes} bytes`)
        return null
      }
      const bytes = await readSeen(folder, file)
      if (bytes === null) return null
      const page: InspectedPage | null = inspectPage(bytes)
      if (page?.whole && (stable || page.ended)) return { bytes, mediaType: page.mediaType }
      if (!page?.whole && unchangedMs >= options.incompleteMs) await refuse(file, 'no whole picture')
      return null
    }

    async function take(waiting: WaitingFile): Promise<void> {
      const { file } = waiting
      if (deliver === undefined) return
      const page = await readWhole(waiting)
      if (page === null || !lifecycle.active()) return
      try {
        // The time of the last change of the file itself: the scanner's own clock stands in `modified`.
        const { ctime } = await lstat(join(folder, file.name))
        await deliver({
          type: 'PageCaptured',
          picture: page.bytes,
          mediaType: page.mediaType,
          writtenAt: ctime.toISOString(),
          name: file.name,
          at: context.clock.monotonic(),
        })
      } catch (error) {
        const code = error instanceof AyaldamaError ? error.code : 'lane.internal'
        if (code === 'recognition.not-a-picture') return refuse(file, code)
        lifecycle.count('deliveriesFailed')
        lifecycle.to('degraded', `${code}: a page was not recorded and is delivered again`)
        return
      }
      lifecycle.count('framesRead')
      await settle(file, undefined)
    }

    while (!abort.signal.aborted) {
      try {
        const { files } = await lookInto(folder, PAGE_NAME)
        if (!begun && options.after === 'remember') {
          remembered = await readTakenList(folder)
          for (const file of remembered) memory.settle(file)
        }
        begun = true
        remembered = remembered.filter(({ name }) => files.some((file) => file.name === name))
        if (lifecycle.state() === 'connecting') lifecycle.to('online', `watching ${folder}`)
        for (const waiting of memory.look(files, context.clock.monotonic())) {
          if (abort.signal.aborted) return
          await take(waiting)
        }
      } catch (error) {
        if (abort.signal.aborted) return
        if (lifecycle.state() !== 'connecting') lifecycle.count('reconnects')
        lifecycle.to('connecting', `device.connect: ${folder}: ${reasonOf(error)}`)
      }
      await pause(options.pollMs, undefined, { signal: abort.signal }).catch(() => undefined)
    }
  }

  return {
    id: context.id,
    kind: 'page-folder',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    onDelivery(listener) {
      deliver = listener
      return () => {
        deliver = undefined
      }
    },
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
  }
}

const reasonOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
