import type {
  BarcodeScanned,
  DocumentReader,
  DocumentScanned,
  DriverContext,
} from '../../edge/ports/devices.ts'
import { documentLines } from '../document-reader/document-lines.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createFramedReader, framedReaderCounters } from '../lifecycle/framed-reader.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import type { ScannerOptions } from './options.ts'
import type { Scanned, SymbolDecoder } from './scanned.ts'

const carriageReturn = 0x0d
const lineFeed = 0x0a

/**
 * A scanner of barcodes. Printed characters that are lines of an MRZ are a document, everything else is a
 * barcode. `open` makes the connections, a decoder is made anew for each.
 */
export function createScanner(
  options: ScannerOptions,
  context: DriverContext,
  open: OpenByteStream,
  protocol: { readonly kind: string; createDecoder(maxMessageBytes: number): SymbolDecoder },
): DocumentReader {
  const lifecycle = createDeviceLifecycle<DocumentScanned | BarcodeScanned>(context, framedReaderCounters)

  function emit({ format, data }: Extract<Scanned, { type: 'symbol' }>): void {
    const at = context.clock.monotonic()
    const lines = format === 'OCR' ? documentLines([...data], [carriageReturn, lineFeed]) : undefined
    if (lines !== undefined) lifecycle.emit({ type: 'DocumentScanned', lines, at })
    else {
      const paper = format === 'OCR' ? 'other' : format
      lifecycle.emit({ type: 'BarcodeScanned', format: paper, text: textOf(data), bytes: data, at })
    }
  }

  const reader = createFramedReader<DocumentScanned | BarcodeScanned, Scanned>({
    lifecycle,
    context,
    open,
    schedule: options.reconnect,
    idleGapMs: options.idleGapMs,
    mostNoise: options.maxMessageBytes,
    words: { reading: 'codes are read', wrong: 'what arrives is no code; check protocol and baud rate' },
    createDecoder: () => protocol.createDecoder(options.maxMessageBytes),
    take(result, stream) {
      if (result.type !== 'noise' && result.reply) stream.write(result.reply)
      switch (result.type) {
        case 'symbol':
          reader.reading()
          emit(result)
          return { kind: 'read' }
        case 'lawful':
          return { kind: 'nothing' }
        default:
          return { kind: result.type, bytes: result.bytes }
      }
    },
  })

  return {
    id: context.id,
    kind: protocol.kind,
    health: lifecycle.health,
    onEvent: (listener) =>
      lifecycle.onEvent((event) => {
        if (event.type === 'DocumentScanned') listener(event)
      }),
    onBarcode: (listener) =>
      lifecycle.onEvent((event) => {
        if (event.type === 'BarcodeScanned') listener(event)
      }),
    onHealth: lifecycle.onHealth,
    start: reader.start,
    stop: reader.stop,
  }
}

function textOf(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data)
  } catch {
    return Buffer.from(data).toString('latin1')
  }
}
