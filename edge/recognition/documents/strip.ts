import { valueAt } from './fit.ts'
import type { TextLine } from './text-lines.ts'

/** A decoded picture in grey, 8 bits a pixel. */
export interface GreyPicture {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

export interface StripSize {
  readonly height: number
  /** Px of a capital in the strip. */
  readonly capital: number
  readonly width: number
  /** Px of the picture along the line for one px of the strip. */
  readonly step: number
}

const widest = 1200

/**
 * One size for the strips of all lines of a zone in a common frame, three signs of room on either side; the width
 * is a multiple of 16.
 */
export function stripSize(zone: readonly TextLine[], height: number, capital: number): StripSize {
  const mean = zone.reduce((sum, line) => sum + Math.max(2, valueAt(line.capital, 0)), 0) / zone.length
  const step = mean / capital
  const half = Math.max(...zone.map((line) => line.half))
  const width = Math.min(widest, Math.max(64, Math.ceil((2 * half) / step / 16 + (6 * capital) / 16) * 16))
  return { height, capital, width, step }
}

/** Straightens a line into grey 0 to 1, written from `offset` on. */
export function writeStrip(
  picture: GreyPicture,
  line: TextLine,
  size: StripSize,
  batch: Float32Array,
  offset: number,
): void {
  const { data, width, height } = picture
  const { step } = size
  const samples = Math.min(4, Math.max(1, Math.round(step)))
  for (let column = 0; column < size.width; column++) {
    for (let row = 0; row < size.height; row++) {
      let sum = 0
      for (let i = 0; i < samples; i++) {
        const along = (column + (i + 0.5) / samples - size.width / 2) * step
        const at = Math.min(1.05, Math.max(-1.05, along / line.half))
        const capital = Math.max(2, valueAt(line.capital, at))
        const middle = valueAt(line.bend, at)
        for (let j = 0; j < samples; j++) {
          const down = middle + ((row + (j + 0.5) / samples - size.height / 2) * capital) / size.capital
          const x = Math.min(width - 1, Math.max(0, line.x + along * line.dx - down * line.dy - 0.5))
          const y = Math.min(height - 1, Math.max(0, line.y + along * line.dy + down * line.dx - 0.5))
          const x0 = Math.floor(x)
          const y0 = Math.floor(y)
          const a = y0 * width + x0
          const right = x0 < width - 1 ? 1 : 0
          const below = y0 < height - 1 ? width : 0
          const fx = x - x0
          const fy = y - y0
          const top = (data[a] ?? 0) * (1 - fx) + (data[a + right] ?? 0) * fx
          const foot = (data[a + below] ?? 0) * (1 - fx) + (data[a + below + right] ?? 0) * fx
          sum += top * (1 - fy) + foot * fy
        }
      }
      batch[offset + row * size.width + column] = sum / (samples * samples * 255)
    }
  }
}
