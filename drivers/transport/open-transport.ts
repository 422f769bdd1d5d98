import type { OpenByteStream } from './byte-stream.ts'
import type { TransportOptions } from './options.ts'
import { tapped } from './tap.ts'
import { openTcp } from './tcp.ts'

/** The factory of the connections that a transport's options describe; `unansweredMs` as in `openTcp`. */
export function openTransport(transport: TransportOptions, unansweredMs?: number): OpenByteStream {
  if (transport.type === 'tcp') return tapped(openTcp(transport, unansweredMs))
  return tapped(async (signal) => {
    // Loaded on first use: a box without serial devices does without the native module.
    const { openSerial } = await import('./serial.ts')
    return openSerial(transport)(signal)
  })
}
