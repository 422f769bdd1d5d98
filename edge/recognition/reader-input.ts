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

/** Mean square step from px to px in shares of the variance that a plate in focus has at the reader's size. */
const crispStep = 0.35

/**
 * How sharp a straightened plate is, 0 to 1: the steps between neighbours along its lines beside its contrast,
 * so that a pale plate in focus is as sharp as a bright one. Of the plane G of the input at `offset`.
 */
export function sharpnessOf(batch: Float32Array, offset: number): number {
  const start = offset + readerWidth * readerHeight
  let sum = 0
  let squares = 0
  let steps = 0
  for (let row = 0; row < readerHeight; row++) {
    const begin = start + row * readerWidth
    let previous = batch[begin] as number
    for (let column = 0; column < readerWidth; column++) {
      const value = batch[begin + column] as number
      sum += value
      squares += value * value
      steps += (value - previous) * (value - previous)
      previous = value
    }
  }
  const count = readerWidth * readerHeight
  const variance = squares / count - (sum / count) ** 2
  return variance < 1e-6 ? 0 : Math.min(1, steps / count / variance / crispStep)
}
