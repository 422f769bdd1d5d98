import { describe, expect, it } from 'vitest'
import { readerHeight, readerWidth, writeReaderInput } from '../../../edge/recognition/reader-input.ts'

/** 40 × 20 px: four quarters of their own red, green only in the lower half. */
function quarters() {
  const data = new Uint8Array(40 * 20 * 3)
  for (let y = 0; y < 20; y++) {
    for (let x = 0; x < 40; x++) {
      const quarter = (y < 10 ? 0 : 2) + (x < 20 ? 0 : 1)
      data.set([51 * (quarter + 1), y < 10 ? 0 : 255, 0], (y * 40 + x) * 3)
    }
  }
  return { data, width: 40, height: 20 }
}

const whole = [
  [-0.5, -0.5],
  [39.5, -0.5],
  [39.5, 19.5],
  [-0.5, 19.5],
] as const
const plane = readerWidth * readerHeight

function written(lines: 1 | 2) {
  const batch = new Float32Array(2 * 3 * plane)
  writeReaderInput(quarters(), whole, lines, batch, 3 * plane)
  const red = (column: number, row: number) => batch[3 * plane + row * readerWidth + column] ?? Number.NaN
  const green = (column: number, row: number) => batch[4 * plane + row * readerWidth + column] ?? Number.NaN
  return { batch, red, green }
}

describe('the input of the reader', () => {
  it('a plate of one line fills it as it stands', () => {
    const { red, green } = written(1)
    expect([red(10, 5), red(150, 5), red(10, 40), red(150, 40)].map((v) => Number(v.toFixed(2)))).toEqual([
      0.2, 0.4, 0.6, 0.8,
    ])
    expect([green(10, 5), green(10, 40)]).toEqual([0, 1])
  })

  it('of two lines the upper stands left and the lower right', () => {
    const { red, green } = written(2)
    expect([red(5, 24), red(75, 24), red(85, 24), red(155, 24)].map((v) => Number(v.toFixed(2)))).toEqual([
      0.2, 0.4, 0.6, 0.8,
    ])
    expect([green(40, 45), green(120, 3)]).toEqual([0, 1])
  })

  it('leaves the others of the batch alone', () => {
    expect(
      written(2)
        .batch.subarray(0, 3 * plane)
        .every((value) => value === 0),
    ).toBe(true)
  })
})
