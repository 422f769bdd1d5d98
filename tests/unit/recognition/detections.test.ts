import { describe, expect, it } from 'vitest'
import { type Detection, findPeaks, suppress } from '../../../edge/recognition/detections.ts'
import { letterbox, letterboxTensor } from '../../../edge/recognition/letterbox.ts'

function maps(rows: number, columns: number, peaks: Readonly<Record<number, number>>) {
  const cells = rows * columns
  const heat = new Float32Array(cells)
  const corners = new Float32Array(8 * cells)
  const offsets = [-40, -10, 40, -10, 40, 10, -40, 10]
  for (const [cell, score] of Object.entries(peaks)) {
    heat[Number(cell)] = score
    for (const [i, offset] of offsets.entries()) corners[i * cells + Number(cell)] = offset
  }
  return { heat, corners, rows, columns }
}

function detection(x: number, score: number): Detection {
  return {
    corners: [
      [x, 0],
      [x + 40, 0],
      [x + 40, 10],
      [x, 10],
    ],
    score,
  }
}

describe('letterbox', () => {
  it('a wide picture gets bars above and below, a tall one at its sides', () => {
    expect(letterbox({ width: 1280, height: 720 }, [640, 480])).toMatchObject({
      scale: 0.5,
      innerWidth: 640,
      innerHeight: 360,
      left: 0,
      top: 60,
    })
    expect(letterbox({ width: 480, height: 960 }, [640, 480])).toMatchObject({
      scale: 0.5,
      innerWidth: 240,
      innerHeight: 480,
      left: 200,
      top: 0,
    })
  })

  it('a small picture is enlarged', () => {
    expect(letterbox({ width: 320, height: 240 }, [640, 480])).toMatchObject({ scale: 2, left: 0, top: 0 })
  })

  it('the input holds the planes R, G, B of the picture, and the pad level around', () => {
    const box = letterbox({ width: 2, height: 1 }, [2, 3])
    const tensor = letterboxTensor(box, Uint8Array.from([255, 0, 51, 0, 255, 102]), 255 / 2)
    expect([...tensor].map((value) => Number(value.toFixed(2)))).toEqual([
      0.5, 0.5, 1, 0, 0.5, 0.5, 0.5, 0.5, 0, 1, 0.5, 0.5, 0.5, 0.5, 0.2, 0.4, 0.5, 0.5,
    ])
  })
})

describe('peaks', () => {
  it('corners come back in px of the picture, scale and bars taken out', () => {
    const box = letterbox({ width: 1280, height: 720 }, [640, 480])
    const [found, ...rest] = findPeaks(maps(60, 80, { [30 * 80 + 40]: 0.9 }), box, 8, 0.25)
    // Middle of cell 40, 30: 324, 244 in the input, (244 - 60) × 2 = 368 down in the picture.
    expect(found?.corners).toEqual([
      [568, 348],
      [728, 348],
      [728, 388],
      [568, 388],
    ])
    expect(found?.score).toBeCloseTo(0.9)
    expect(rest).toEqual([])
  })

  it('only heat above the threshold counts', () => {
    const box = letterbox({ width: 640, height: 480 }, [640, 480])
    expect(findPeaks(maps(60, 80, { 7: 0.25, 9: 0.26 }), box, 8, 0.25)).toHaveLength(1)
  })

  it('corners that are no numbers are no plate', () => {
    const box = letterbox({ width: 640, height: 480 }, [640, 480])
    const broken = maps(60, 80, { 7: 0.9 })
    broken.corners[7] = Number.NaN
    expect(findPeaks(broken, box, 8, 0.25)).toEqual([])
  })
})

describe('suppression', () => {
  it('keeps the best of those that overlap', () => {
    const kept = suppress([detection(0, 0.5), detection(4, 0.9), detection(100, 0.3)], 0.3, 9)
    expect(kept.map(({ score }) => score)).toEqual([0.9, 0.3])
  })

  it('keeps neighbours that overlap less', () => {
    expect(suppress([detection(0, 0.5), detection(30, 0.9)], 0.3, 9)).toHaveLength(2)
  })

  it('keeps a bounded number', () => {
    expect(suppress([detection(0, 0.5), detection(100, 0.9), detection(200, 0.3)], 0.3, 2)).toHaveLength(2)
  })
})
