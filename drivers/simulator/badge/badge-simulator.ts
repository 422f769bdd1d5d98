import type { BadgeProtocol } from '../../badge-reader/serial-codec.ts'
import { createReaderSimulator } from '../reader/reader-simulator.ts'
import { badgeFrame } from './badge-frames.ts'

/** What goes wrong with a reader: nothing comes, a digit flips on the line, the cable chops frames. */
export type BadgeFault = 'silent' | 'wrong-checksum' | 'cut-frames'

export interface BadgeSimulator {
  readonly port: number
  /** Holds a badge to the reader, which sends its number `times` over, as long as it is held. */
  present(badge: string, times?: number): void
  fail(fault: BadgeFault | null): void
  send(bytes: Uint8Array): boolean
  unplug(): Promise<void>
  plug(): Promise<void>
  whenConnected(): Promise<void>
  close(): Promise<void>
}

/** A badge reader behind a TCP serial server: its bytes, in pieces cut anywhere. */
export async function createBadgeSimulator(
  protocol: BadgeProtocol,
  { port = 0 }: { readonly port?: number } = {},
): Promise<BadgeSimulator> {
  const line = await createReaderSimulator({ port })
  let fault: BadgeFault | null = null

  return {
    ...line,
    present(badge, times = 1) {
      const frame = badgeFrame(protocol, badge)
      if (fault === 'silent') return
      if (fault === 'wrong-checksum') flipBit(frame, 4)
      const sent = fault === 'cut-frames' ? frame.subarray(0, -3) : frame
      for (let i = 0; i < times; i += 1) line.send(sent)
    },
    fail(next) {
      fault = next
    },
  }
}

/** Of a hex digit: it stays one, and the number is another. */
function flipBit(frame: Buffer, at: number): void {
  const digit = Number.parseInt(frame.toString('latin1', at, at + 1), 16) ^ 1
  frame.write(digit.toString(16).toUpperCase(), at, 'latin1')
}
