import type { FrameCaptured } from '../ports/devices.ts'

/** What is done with a frame: read it, read it if something moved since the last one, or leave it. */
export type Admission = 'read' | 'ifMoved' | 'leave'

/** What the lane knows when a frame arrives. */
export interface GateView {
  /** A vehicle stands before the camera, and its plate is not certain yet. */
  readonly searching: boolean
  /** The loop before the camera; undefined where there is none, or nothing is known of it. */
  readonly loopOccupied: boolean | undefined
  /** Monotonic ms. */
  readonly now: number
}

/** While nobody waits to be identified, a stream is looked at so often, for the screen, ms. */
const idleEveryMs = 1000

/**
 * Spares the recognition what tells nothing. What the lane asked for, and single pictures, are always read. Of a
 * stream every frame is read while a plate is looked for; where the loop is free, or the plate certain, one a second,
 * if something moved. Without a loop motion alone opens the gate.
 */
export function createFrameGate(): (frame: FrameCaptured, view: GateView) => Admission {
  let admittedAt = Number.NEGATIVE_INFINITY
  return ({ source }, { searching, loopOccupied, now }) => {
    if (source !== 'stream') return 'read'
    if (searching) return 'read'
    if (loopOccupied === undefined) return 'ifMoved'
    if (now - admittedAt < idleEveryMs) return 'leave'
    admittedAt = now
    return 'ifMoved'
  }
}
