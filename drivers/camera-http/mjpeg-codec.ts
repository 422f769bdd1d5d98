import { startJpegWalk, walkJpeg } from './picture.ts'

export interface MjpegCounters {
  /** Whole pictures handed out. */
  framesRead: number
  /** Pictures that broke off, were malformed or too large. */
  framesRejected: number
  /** Bytes of rejected pictures. */
  bytesDiscarded: number
  /** Boundaries, part headers and padding between the pictures. */
  bytesBetween: number
}

export interface MjpegDecoder {
  /** Takes the next bytes, cut anywhere, and returns the pictures that became complete, in order. */
  push(chunk: Uint8Array): readonly Uint8Array[]
  counters(): Readonly<MjpegCounters>
}

const SMALLEST_BUFFER = 64 * 1024

/**
 * Reads the pictures out of an MJPEG stream by the structure of the JPEGs alone.
 *
 * Boundaries and Content-Length are not trusted, for what cameras send: a boundary announced with `--` in
 * front and sent without, `application/octet-stream`, boundary bytes within a picture, a length of 0 or none,
 * bare LF. A picture that breaks off is found by the SOI of the next one. Memory is at most
 * `maximumBytes` (one picture) and the chunk at hand.
 */
export function createMjpegDecoder(options: { readonly maximumBytes: number }): MjpegDecoder {
  const counters: MjpegCounters = { framesRead: 0, framesRejected: 0, bytesDiscarded: 0, bytesBetween: 0 }
  let store = new Uint8Array(0)
  let length = 0
  let walk: ReturnType<typeof startJpegWalk> | null = null

  function append(chunk: Uint8Array): void {
    if (length + chunk.length > store.length) {
      const larger = new Uint8Array(Math.max(SMALLEST_BUFFER, (length + chunk.length) * 2))
      larger.set(store.subarray(0, length))
      store = larger
    }
    store.set(chunk, length)
    length += chunk.length
  }

  function dropFront(count: number): void {
    store.copyWithin(0, count, length)
    length -= count
  }

  /** Moves the next SOI to the front of the store; false while there is none. */
  function findStart(): boolean {
    let at = 0
    for (;;) {
      const bytes = store.subarray(0, length)
      at = bytes.indexOf(0xff, at)
      if (at === -1) at = length
      if (at + 2 < length && !(bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff)) {
        at += 1
        continue
      }
      counters.bytesBetween += at
      dropFront(at)
      return length > 2
    }
  }

  function reject(position: number): void {
    counters.framesRejected += 1
    counters.bytesDiscarded += position
    dropFront(position)
    walk = null
  }

  function takeFrames(): Uint8Array[] {
    const frames: Uint8Array[] = []
    for (;;) {
      if (walk === null) {
        if (!findStart()) return frames
        walk = startJpegWalk()
      }
      // No more than one picture's worth is looked at: what is found depends on the bytes, not on the cuts.
      const outcome = walkJpeg(store.subarray(0, Math.min(length, options.maximumBytes)), walk)
      if (outcome === 'complete') {
        frames.push(store.slice(0, walk.position))
        counters.framesRead += 1
        dropFront(walk.position)
        walk = null
      } else if (outcome === 'malformed') {
        reject(walk.position)
      } else if (length >= options.maximumBytes) {
        reject(options.maximumBytes)
      } else {
        return frames
      }
    }
  }

  return {
    push(chunk) {
      const frames: Uint8Array[] = []
      // In pieces, so that one huge chunk does not make the store larger than a picture may be.
      for (let from = 0; from < chunk.length; from += SMALLEST_BUFFER) {
        append(chunk.subarray(from, from + SMALLEST_BUFFER))
        frames.push(...takeFrames())
      }
      return frames
    },
    counters: () => counters,
  }
}
