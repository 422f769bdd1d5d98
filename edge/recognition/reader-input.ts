import type { Corners } from '../domain/crossing/events.ts'
import { type RawPicture, warpQuad } from './warp.ts'

/** Input of the reader, px. */
export const readerWidth = 160
export const readerHeight = 48

/**
 * Straightens one plate into the reader's planes R, G, B of 0 to 1, which begin at `offset` of the batch.
 * A plate of two lines is cut at half its height, its lines set side by side: upper left, lower right.
 */
export function writeReaderInput(
  picture: RawPicture,
  quad: Corners,
  lines: 1 | 2,
  batch: Float32Array,
  offset: number,
): void {
  const plane = readerWidth * readerHeight
  const width = readerWidth / lines
  const height = readerHeight * lines
  warpQuad(picture, quad, width, height, (index, r, g, b) => {
    const row = Math.floor(index / width)
    const lower = row >= readerHeight
    const column = (index % width) + (lower ? width : 0)
    const to = offset + (lower ? row - readerHeight : row) * readerWidth + column
    batch[to] = r / 255
    batch[to + plane] = g / 255
    batch[to + 2 * plane] = b / 255
  })
}
