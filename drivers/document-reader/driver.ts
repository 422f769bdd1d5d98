import type { DocumentReader, DocumentScanned, DriverContext } from '../../edge/ports/devices.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import type { ByteStream, OpenByteStream } from '../transport/byte-stream.ts'
import { type ConnectionKeeper, keepConnected } from '../transport/connection-keeper.ts'
import { createArming } from './arming.ts'
import { createFrameDecoder } from './codec.ts'
import type { Decoded, FrameDecoder } from './decoded.ts'
import { type DocumentReaderOptions, framingPresets } from './options.ts'

/** After so many frames in a row that are no document the wiring or the framing is likely wrong. */
const rejectedInARow = 3

/** A reader that recognises the MRZ itself and sends its lines. `open` makes the connections. */
export function createDocumentReader(
  options: DocumentReaderOptions,
  context: DriverContext,
  open: OpenByteStream,
): DocumentReader {
  const lifecycle = createDeviceLifecycle<DocumentScanned>(context, [
    'framesRead',
    'framesRejected',
    'bytesDiscarded',
    'reconnects',
  ])
  const framing = options.framing ?? framingPresets[options.preset]
  const arming = createArming(options.preset, options.rearmMs)
  let keeper: ConnectionKeeper | undefined
  let decoder: FrameDecoder | undefined
  let idleTimer: NodeJS.Timeout | undefined
  let rejected = 0
  let noise = 0

  function handle(results: readonly Decoded[]): void {
    if (!lifecycle.active()) return
    for (const result of results) {
      if (result.type === 'armed') {
        arming.confirmed()
        continue
      }
      if (result.type === 'document') {
        rejected = 0
        noise = 0
        lifecycle.count('framesRead')
        lifecycle.to('online', 'documents are read')
        lifecycle.emit({ type: 'DocumentScanned', lines: result.lines, at: context.clock.monotonic() })
        continue
      }
      if (result.type === 'gap' || result.type === 'empty') continue
      lifecycle.count('bytesDiscarded', result.bytes)
      if (result.type === 'rejected') {
        lifecycle.count('framesRejected')
        rejected += 1
      } else {
        noise += result.bytes
      }
    }
    // Whatever it read, it waits for no further document by itself.
    if (results.some(({ type }) => type === 'document' || type === 'rejected' || type === 'empty'))
      arming.arm()
    if (rejected >= rejectedInARow || noise >= options.maxFrameBytes) {
      lifecycle.to('degraded', 'device.protocol: what arrives is no document; check framing and baud rate')
    }
  }

  function attach(stream: ByteStream): void {
    const decoderOfStream = createFrameDecoder(framing, options.maxFrameBytes)
    decoder = decoderOfStream
    lifecycle.to('online', `connected, ${stream.name}`)
    rejected = 0
    noise = 0
    arming.attach(stream)
    const endOfSilence = () => {
      handle(decoderOfStream.idle())
    }
    stream.onData((bytes) => {
      keeper?.proven()
      clearTimeout(idleTimer)
      handle(decoderOfStream.push(bytes))
      // Set also for an empty buffer: silence ends a skipped line as well.
      idleTimer = setTimeout(endOfSilence, options.idleGapMs)
    })
  }

  /** A document cut off by the loss of the line is none, also where a pause would have ended it. */
  function dropPartial(): void {
    clearTimeout(idleTimer)
    const left = decoder?.buffered() ?? 0
    decoder = undefined
    if (left === 0) return
    lifecycle.count('bytesDiscarded', left)
    lifecycle.count('framesRejected')
  }

  return {
    id: context.id,
    kind: 'document-reader',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    async start() {
      lifecycle.begin()
      keeper = keepConnected({
        open,
        schedule: options.reconnect,
        random: context.random,
        onOpen: attach,
        onLost(reason) {
          arming.detach()
          dropPartial()
          lifecycle.count('reconnects')
          lifecycle.to('connecting', `device.connect: ${reason}`)
        },
        onFailed(reason) {
          lifecycle.to('connecting', `device.connect: ${reason}`)
        },
      })
    },
    stop: () =>
      lifecycle.end(async () => {
        arming.disarm()
        await keeper?.stop()
        dropPartial()
      }),
  }
}
