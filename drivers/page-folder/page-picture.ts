import type { PageCaptured } from '../../edge/ports/devices.ts'
import { inspectPicture } from '../camera-http/picture.ts'

export interface InspectedPage {
  readonly mediaType: PageCaptured['mediaType']
  /** All of it is there. */
  readonly whole: boolean
  /** It ends with the last byte, so that nothing more is to come; a TIFF does not tell. */
  readonly ended: boolean
}

const stripOffsets = 273
const stripCounts = 279
const tileOffsets = 324
const tileCounts = 325
const entryBytes = 12
/** More pages or entries than these are rubbish, and would only cost time. */
const mostPages = 64
const mostEntries = 512
const mostStrips = 65_536

/** What the bytes are by their own word, whatever the name of their file says. null: no picture. */
export function inspectPage(bytes: Uint8Array): InspectedPage | null {
  const found = inspectPicture(bytes)
  if (found) {
    return { mediaType: found.mediaType, whole: found.end !== null, ended: found.end === bytes.length }
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8) return null
  const order = view.getUint16(0)
  const little = order === 0x4949
  if ((!little && order !== 0x4d4d) || view.getUint16(2, little) !== 42) return null
  return { mediaType: 'image/tiff', whole: tiffIsWhole(view, little), ended: false }
}

/** Bytes of one value by its type, TIFF 6.0 section 2. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]

/** TIFF 6.0: every directory of the chain, its values, and every strip or tile lie within the file. */
function tiffIsWhole(view: DataView, little: boolean): boolean {
  let at = view.getUint32(4, little)
  for (let page = 0; at !== 0 && page < mostPages; page += 1) {
    if (at + 2 > view.byteLength) return false
    const entries = view.getUint16(at, little)
    const next = at + 2 + entries * entryBytes
    if (entries === 0 || entries > mostEntries || next + 4 > view.byteLength) return false
    const values = new Map<number, readonly number[] | null>()
    for (let i = 0; i < entries; i += 1) {
      const entry = at + 2 + i * entryBytes
      const tag = view.getUint16(entry, little)
      const length = (typeBytes[view.getUint16(entry + 2, little)] ?? 1) * view.getUint32(entry + 4, little)
      if (length > 4 && view.getUint32(entry + 8, little) + length > view.byteLength) return false
      if ([stripOffsets, stripCounts, tileOffsets, tileCounts].includes(tag)) {
        values.set(tag, numbersOf(view, entry, little))
      }
    }
    const offsets = values.get(stripOffsets) ?? values.get(tileOffsets)
    const counts = values.get(stripCounts) ?? values.get(tileCounts)
    if (!offsets || !counts || offsets.length !== counts.length) return false
    if (offsets.some((offset, i) => offset + (counts[i] ?? 0) > view.byteLength)) return false
    at = view.getUint32(next, little)
  }
  return true
}

/** Numbers of an entry, two or four bytes each; null where they lie outside the file. */
function numbersOf(view: DataView, entry: number, little: boolean): readonly number[] | null {
  const size = view.getUint16(entry + 2, little) === 3 ? 2 : 4
  const count = view.getUint32(entry + 4, little)
  const start = count * size <= 4 ? entry + 8 : view.getUint32(entry + 8, little)
  if (count > mostStrips || start + count * size > view.byteLength) return null
  return Array.from({ length: count }, (_, i) =>
    size === 2 ? view.getUint16(start + i * size, little) : view.getUint32(start + i * size, little),
  )
}
