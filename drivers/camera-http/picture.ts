/**
 * Where a picture ends, found from its own structure (ISO/IEC 10918-1 annex B, PNG 1.2 section 3).
 * A search for the end marker alone is not enough: a JPEG with a thumbnail carries the markers of a second
 * picture within its first segments.
 */

export type MediaType = 'image/jpeg' | 'image/png'

/** How far a walk through the bytes of one JPEG came; begin with `startJpegWalk`. */
export interface JpegWalk {
  /** Offset of the next byte to look at, from the start of the picture. */
  position: number
  /** Within entropy-coded data, where 0xFF 0x00 is a data byte. */
  inScan: boolean
}

export const startJpegWalk = (): JpegWalk => ({ position: 2, inScan: false })

const MARKER = 0xff
const START_OF_IMAGE = 0xd8
const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda

/** TEM and the restart markers, which stand within a scan (table B.1). */
const hasNoLength = (code: number) => code === 0x01 || (code >= 0xd0 && code <= 0xd7)

/**
 * Walks on as far as the bytes allow. `bytes` starts with the picture's SOI.
 * 'complete': `walk.position` is one past EOI. 'malformed': `walk.position` is where the rules broke, and a
 * search for the next picture goes on there. 'incomplete': call again with the same walk and more bytes.
 */
export function walkJpeg(bytes: Uint8Array, walk: JpegWalk): 'complete' | 'incomplete' | 'malformed' {
  for (;;) {
    if (walk.inScan) {
      const at = bytes.indexOf(MARKER, walk.position)
      if (at === -1) {
        walk.position = Math.max(walk.position, bytes.length)
        return 'incomplete'
      }
      walk.position = at
    }
    const first = bytes[walk.position]
    const code = bytes[walk.position + 1]
    if (first === undefined) return 'incomplete'
    if (first !== MARKER) return 'malformed'
    if (code === undefined) return 'incomplete'
    if (code === MARKER) {
      // A fill byte (B.1.1.2).
      walk.position += 1
    } else if (walk.inScan && code === 0x00) {
      walk.position += 2
    } else if (code === END_OF_IMAGE) {
      walk.position += 2
      return 'complete'
    } else if (code === START_OF_IMAGE || code === 0x00) {
      return 'malformed'
    } else if (hasNoLength(code)) {
      walk.position += 2
    } else {
      const high = bytes[walk.position + 2]
      const low = bytes[walk.position + 3]
      if (high === undefined || low === undefined) return 'incomplete'
      const length = high * 256 + low
      if (length < 2) return 'malformed'
      // The whole segment is awaited, so that a broken length is judged by the marker that should follow
      // and the search can go on at the segment's start.
      const next = bytes[walk.position + 2 + length]
      if (next === undefined) return 'incomplete'
      if (code === START_OF_SCAN) {
        walk.inScan = true
      } else {
        if (next !== MARKER) return 'malformed'
        walk.inScan = false
      }
      walk.position += 2 + length
    }
  }
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const IEND = 0x49454e44

export const beginsAsJpeg = (bytes: Uint8Array): boolean =>
  bytes[0] === MARKER && bytes[1] === START_OF_IMAGE && bytes[2] === MARKER

export const beginsAsPng = (bytes: Uint8Array): boolean =>
  PNG_SIGNATURE.every((byte, index) => bytes[index] === byte)

/**
 * What the bytes are by their own word, whatever a header or a file name says.
 * `end` is one past the last byte of the picture, null while it is not all there; bytes may follow it
 * (cameras pad). null: no picture.
 */
export function inspectPicture(bytes: Uint8Array): { mediaType: MediaType; end: number | null } | null {
  if (beginsAsJpeg(bytes)) {
    const walk = startJpegWalk()
    const outcome = walkJpeg(bytes, walk)
    if (outcome === 'malformed') return null
    return { mediaType: 'image/jpeg', end: outcome === 'complete' ? walk.position : null }
  }
  if (beginsAsPng(bytes)) return { mediaType: 'image/png', end: pngEnd(bytes) }
  return null
}

function pngEnd(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let position = PNG_SIGNATURE.length
  while (position + 12 <= bytes.length) {
    const length = view.getUint32(position)
    const type = view.getUint32(position + 4)
    position += 12 + length
    if (type === IEND) return position <= bytes.length ? position : null
  }
  return null
}
