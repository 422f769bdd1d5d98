import type { ScaleProtocol } from '../../scale/codec.ts'
import { createReaderSimulator } from '../reader/reader-simulator.ts'
import { type SimulatedIndication, scaleFrame } from './scale-frames.ts'

/** What goes wrong with a scale: nothing comes, checksums are wrong, the number jumps, the cable chops frames. */
export type ScaleFault = 'silent' | 'wrong-checksum' | 'swinging' | 'cut-frames'

export interface ScaleSimulator {
  readonly port: number
  /** What stands on the platform from now on, kilograms. */
  load(kilograms: number): void
  show(indication: SimulatedIndication): void
  fail(fault: ScaleFault | null): void
  unplug(): Promise<void>
  plug(): Promise<void>
  whenConnected(): Promise<void>
  close(): Promise<void>
}

/** A scale behind a TCP serial server that sends its indication without end, in pieces cut anywhere. */
export async function createScaleSimulator(
  protocol: ScaleProtocol,
  { everyMs = 50, port = 0 }: { readonly everyMs?: number; readonly port?: number } = {},
): Promise<ScaleSimulator> {
  const line = await createReaderSimulator({ port })
  let shown: SimulatedIndication = { kilograms: 0 }
  let fault: ScaleFault | null = null
  let sent = 0

  const timer = setInterval(() => {
    sent += 1
    const swing = fault === 'swinging' && sent % 2 === 0 ? 500 : 0
    const frame = scaleFrame(protocol, { ...shown, kilograms: shown.kilograms + swing })
    if (fault === 'silent') return
    if (fault === 'wrong-checksum') frame[6] = (frame[6] ?? 0) ^ 0x40
    line.send(fault === 'cut-frames' ? frame.subarray(0, frame.length - 3) : frame)
  }, everyMs)

  return {
    port: line.port,
    load(kilograms) {
      shown = { kilograms }
    },
    show(indication) {
      shown = indication
    },
    fail(next) {
      fault = next
    },
    unplug: line.unplug,
    plug: line.plug,
    whenConnected: line.whenConnected,
    async close() {
      clearInterval(timer)
      await line.close()
    },
  }
}
