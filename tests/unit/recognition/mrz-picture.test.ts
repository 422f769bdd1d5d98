import { describe, expect, it } from 'vitest'
import { assembleDocument } from '../../../edge/recognition/documents/assemble.ts'
import {
  bestRun,
  filledCells,
  type LineCells,
  type LineOutput,
  layGrids,
} from '../../../edge/recognition/documents/sign-grid.ts'
import { findTextLines, reversed } from '../../../edge/recognition/documents/text-lines.ts'
import { commonFrame } from '../../../edge/recognition/documents/zone-frame.ts'
import { groupLines } from '../../../edge/recognition/documents/zones.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<'
const today = '2026-11-24'
const passport = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
]

/** Cells that say the text with the given probability, and the signs of `doubts` at `line,column` with theirs. */
function cellsOf(lines: readonly string[], sure = 0.99, doubts: Record<string, Record<string, number>> = {}) {
  return lines.map(
    (text, line): LineCells => ({
      filled: [...text].map(() => 1),
      cells: [...text].map((sign, column) => {
        const cell = new Float32Array(alphabet.length)
        for (const [other, value] of Object.entries(doubts[`${line},${column}`] ?? { [sign]: sure })) {
          cell[alphabet.indexOf(other)] = value
        }
        return cell
      }),
    }),
  )
}

describe('documents from a picture', () => {
  it('accepts a document whose signs are all sure and whose checks hold as read', () => {
    const found = assembleDocument(cellsOf(passport), alphabet, 0.9, today)
    expect(found).toMatchObject({ format: 'TD3', lines: passport, accepted: true, corrections: [] })
  })

  it('check digits alone never accept: one unsure sign of a name is enough to ask an officer', () => {
    const found = assembleDocument(cellsOf(passport, 0.99, { '0,6': { R: 0.7 } }), alphabet, 0.9, today)
    expect(found?.accepted).toBe(false)
    expect(found?.confidence).toBeCloseTo(0.7)
  })

  it('ranks a letter in a date behind a digit that is nearly as likely, reports it and does not accept', () => {
    const found = assembleDocument(
      cellsOf(passport, 0.99, { '1,14': { O: 0.5, '4': 0.45 } }),
      alphabet,
      0.3,
      today,
    )
    expect(found?.lines).toEqual(passport)
    expect(found?.corrections).toEqual([{ line: 1, column: 14, read: 'O', corrected: '4', field: 'birth' }])
    expect(found?.accepted).toBe(false)
  })

  it('takes of an unsure sign what the check digits hold with, reports it and does not accept', () => {
    const found = assembleDocument(
      cellsOf(passport, 0.99, { '1,2': { '4': 0.6, '9': 0.35 } }),
      alphabet,
      0.2,
      today,
    )
    expect(found?.lines).toEqual(passport)
    expect(found?.corrections).toMatchObject([{ line: 1, column: 2, read: '4', corrected: '9' }])
    expect(found?.accepted).toBe(false)
  })

  it('leaves what was read where two changes fit the check digits alike', () => {
    const doubts = { '1,2': { '4': 0.6, '9': 0.3 }, '1,5': { '0': 0.6, '5': 0.3 } }
    const found = assembleDocument(cellsOf(passport, 0.99, doubts), alphabet, 0.2, today)
    expect(found?.lines).toEqual(passport.with(1, 'L848902C36UTO7408122F1204159ZE184226B<<<<<10'))
    expect(found?.accepted).toBe(false)
  })

  it('takes of an unsure State the one that exists, of two what was read, and accepts neither', () => {
    const polish = passport.with(0, 'P<POLERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<')
    const oneExists = cellsOf(polish, 0.99, { '0,3': { Q: 0.6, O: 0.3 } })
    expect(assembleDocument(oneExists, alphabet, 0.2, today)).toMatchObject({
      lines: polish,
      accepted: false,
      corrections: [{ line: 0, column: 3, read: 'Q', corrected: 'O', field: 'issuingState' }],
    })
    const twoExist = cellsOf(polish, 0.99, {
      '0,2': { Q: 0.6, P: 0.2 },
      '0,3': { O: 0.5, R: 0.3 },
      '0,4': { L: 0.5, K: 0.4 },
    })
    const found = assembleDocument(twoExist, alphabet, 0.2, today)
    expect(found?.lines[0]?.slice(2, 5)).toBe('QOL')
    expect(found?.accepted).toBe(false)
  })

  it('never overrules a sure sign by the layout', () => {
    const found = assembleDocument(
      cellsOf(passport, 0.99, { '0,6': { '8': 0.99, B: 0.001 } }),
      alphabet,
      0.9,
      today,
    )
    expect(found?.lines[0]?.charAt(6)).toBe('8')
    expect(found?.accepted).toBe(false)
  })

  it('does not accept an unknown State, nor a name with a gap of fillers in it', () => {
    const state = passport.with(0, 'P<QQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<')
    const gap = passport.with(0, 'P<UTOERIKSSON<<ANNA<<<MARIA<<<<<<<<<<<<<<<<<')
    expect(assembleDocument(cellsOf(state), alphabet, 0.9, today)?.accepted).toBe(false)
    expect(assembleDocument(cellsOf(gap), alphabet, 0.9, today)?.accepted).toBe(false)
  })

  it('does not accept a line that shows signs beyond its end', () => {
    const [first, second] = cellsOf(passport)
    const longer = cellsOf([`${passport[0]}K`])
    const lines = first === undefined || second === undefined ? [] : [...longer, second]
    expect(assembleDocument(lines, alphabet, 0.9, today)?.accepted ?? false).toBe(false)
  })

  /** Steps of a line of 44 fillers from step `start` on; those from `from` to `to` see nothing. */
  function steps(start: number, pitch: number, from: number, to: number): LineOutput {
    const steps = 210
    const signs = new Float32Array(steps * 38)
    const phase = new Float32Array(steps * 2)
    for (let s = 0; s < steps; s++) {
      const at = (s - start) / pitch
      const k = Math.round(at)
      const seen = k >= 0 && k < 44 && (s <= from || s >= to)
      signs[s * 38 + (seen ? alphabet.indexOf('<') : 37)] = 1
      if (!seen) continue
      phase[2 * s] = Math.cos(2 * Math.PI * at)
      phase[2 * s + 1] = Math.sin(2 * Math.PI * at)
    }
    return { signs, phase, steps, classes: 38 }
  }

  it('counts a long run of fillers by the grid, with some steps of it unseen', () => {
    const grids = layGrids([steps(9, 4.3, 60, 75)])
    expect(grids[0] && filledCells(grids[0])).toBe(40)
    const [run] = bestRun(grids, 44) ?? []
    expect([run?.filled[0], run?.filled.at(-1)].every((value) => value !== undefined && value > 0.5)).toBe(
      true,
    )
  })

  it('lays one grid over the lines of a zone: what one line hides the other counts', () => {
    const grids = layGrids([steps(9, 4.3, 60, 140), steps(9.8, 4.3, 210, 0)])
    const run = bestRun(grids, 44)
    expect(run?.[1]?.filled.every((value) => value > 0.5)).toBe(true)
    expect(run?.[0]?.filled.findIndex((value) => value < 0.5)).toBe(12)
    expect(run?.[0]?.filled.at(-1)).toBeGreaterThan(0.5)
  })

  it('gives a line of which only a piece was found the length and the bend of the other', () => {
    const bend = [0, 1, 3, 0]
    const whole = { x: 300, y: 100, dx: 1, dy: 0, half: 200, bend, capital: [12, 0], vote: 1 }
    const piece = { ...whole, x: 420, y: 100 + 30 + 1.8, half: 60, bend: [0, 1.2, 0.3, 0], capital: [14, 0] }
    const [first, second] = commonFrame([whole, piece])
    expect(second).toMatchObject({ x: first?.x, y: first?.y, half: first?.half })
    expect(second?.bend.map((value, i) => value - (first?.bend[i] ?? 0))[0]).toBeCloseTo(30, 0)
  })

  it('finds two lines of any orientation in the maps and stacks them in reading order', () => {
    for (const [dx, dy] of [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const) {
      const rows = 96
      const columns = 96
      const data = new Float32Array(5 * rows * columns)
      for (let cell = 0; cell < rows * columns; cell++) {
        const x = ((cell % columns) + 0.5) * 4 - 192
        const y = (Math.floor(cell / columns) + 0.5) * 4 - 192
        const along = x * dx + y * dy
        const down = y * dx - x * dy
        const middle = down < 0 ? -10 : 10
        if (Math.abs(along) > 120 || Math.abs(down - middle) > 4) continue
        const values = [1, dx, dy, (middle - down) / 8, 0]
        for (const [i, value] of values.entries()) data[i * rows * columns + cell] = value
      }
      const lines = findTextLines({ data, rows, columns }, 4, 0.5, 0.5)
      expect(lines).toHaveLength(2)
      const [zone] = groupLines(lines)
      const [first, second] = (zone ?? []).flatMap((i) => lines[i] ?? [])
      expect(first && second && (second.y - first.y) * dx - (second.x - first.x) * dy).toBeCloseTo(40, 0)
      expect(first?.capital[0]).toBeCloseTo(16, 0)
      expect(first && reversed(reversed(first)).bend).toEqual(first?.bend)
    }
  })
})
