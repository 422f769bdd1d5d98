import type { DocumentReader, DocumentScanned, DriverContext } from '../../edge/ports/devices.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createFramedReader, framedReaderCounters } from '../lifecycle/framed-reader.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import { createArming } from './arming.ts'
import { createFrameDecoder } from './codec.ts'
import type { Decoded } from './decoded.ts'
import { type DocumentReaderOptions, framingPresets } from './options.ts'

/** A reader that recognises the MRZ itself and sends its lines. `open` makes the connections. */
export function createDocumentReader(
  options: DocumentReaderOptions,
  context: DriverContext,
  open: OpenByteStream,
): DocumentReader {
  const lifecycle = createDeviceLifecycle<DocumentScanned>(context, framedReaderCounters)
  const framing = options.framing ?? framingPresets[options.preset]
  const arming = createArming(options.preset, options.rearmMs)
  const reader = createFramedReader<DocumentScanned, Decoded>({
    lifecycle,
    context,
    open,
    schedule: options.reconnect,
    idleGapMs: options.idleGapMs,
    mostNoise: options.maxFrameBytes,
    words: {
      reading: 'documents are read',
      wrong: 'what arrives is no document; check framing and baud rate',
    },
    createDecoder: () => createFrameDecoder(framing, options.maxFrameBytes),
    take(result) {
      switch (result.type) {
        case 'armed':
          arming.confirmed()
          return { kind: 'nothing' }
        case 'gap':
        case 'empty':
          return { kind: 'nothing' }
        case 'document':
          reader.reading()
          lifecycle.emit({ type: 'DocumentScanned', lines: result.lines, at: context.clock.monotonic() })
          return { kind: 'read' }
        default:
          return { kind: result.type, bytes: result.bytes }
      }
    },
    taken(results) {
      // Whatever it read, it waits for no further document by itself.
      if (results.some(({ type }) => type === 'document' || type === 'rejected' || type === 'empty'))
        arming.arm()
    },
    attached: arming.attach,
    detached: arming.detach,
    leaving: arming.disarm,
  })

  return {
    id: context.id,
    kind: 'document-reader',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    start: reader.start,
    stop: reader.stop,
  }
}
