import type {
  BarcodeScanned,
  DocumentReader,
  DocumentScanned,
  DriverContext,
} from '../../edge/ports/devices.ts'
import { documentLines } from '../document-reader/document-lines.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import type { ByteStream, OpenByteStream } from '../transport/byte-stream.ts'
import { type ConnectionKeeper, keepConnected } from '../transport/connection-keeper.ts'
import type { ScannerOptions } from './options.ts'
import type { Scanned, SymbolDecoder } from './scanned.ts'

/** After so many frames in a row that are no symbol the wiring or the settings are likely wrong. */
const rejectedInARow = 3
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
  const lifecycle = createDeviceLifecycle<DocumentScanned | BarcodeScanned>(context, [
    'framesRead',
    'framesRejected',
    'bytesDiscarded',
    'reconnects',
  ])
  let keeper: ConnectionKeeper | undefined
  let decoder: SymbolDecoder | undefined
  let idleTimer: NodeJS.Timeout | undefined
  let rejected = 0
  let noise = 0

  function emit({ format, data }: Extract<Scanned, { type: 'symbol' }>): void {
    const at = context.clock.monotonic()
    const lines = format === 'OCR' ? documentLines([...data], [carriageReturn, lineFeed]) : undefined
    if (lines !== undefined) lifecycle.emit({ type: 'DocumentScanned', lines, at })
    else {
      const paper = format === 'OCR' ? 'other' : format
      lifecycle.emit({ type: 'BarcodeScanned', format: paper, text: textOf(data), bytes: data, at })
    }
  }

  function handle(results: readonly Scanned[], stream: ByteStream): void {
    if (!lifecycle.active()) return
    for (const result of results) {
      if (result.type !== 'noise' && result.reply) stream.write(result.reply)
      if (result.type === 'symbol') {
        rejected = 0
        noise = 0
        lifecycle.count('framesRead')
        lifecycle.to('online', 'codes are read')
        emit(result)
      } else if (result.type !== 'lawful') {
        lifecycle.count('bytesDiscarded', result.bytes)
        if (result.type === 'rejected') {
          lifecycle.count('framesRejected')
          rejected += 1
        } else noise += result.bytes
      }
    }
    if (rejected >= rejectedInARow || noise >= options.maxMessageBytes) {
      lifecycle.to('degraded', 'device.protocol: what arrives is no code; check protocol and baud rate')
    }
  }

  function attach(stream: ByteStream): void {
    const own = protocol.createDecoder(options.maxMessageBytes)
    decoder = own
    rejected = 0
    noise = 0
    lifecycle.to('online', `connected, ${stream.name}`)
    stream.onData((bytes) => {
      keeper?.proven()
      clearTimeout(idleTimer)
      handle(own.push(bytes), stream)
      idleTimer = setTimeout(() => handle(own.idle(), stream), options.idleGapMs)
    })
  }

  /** A code cut off by the loss of the line is none. */
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
    async start() {
      lifecycle.begin()
      keeper = keepConnected({
        open,
        schedule: options.reconnect,
        random: context.random,
        onOpen: attach,
        onLost(reason) {
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
        await keeper?.stop()
        dropPartial()
      }),
  }
}

function textOf(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data)
  } catch {
    return Buffer.from(data).toString('latin1')
  }
}
