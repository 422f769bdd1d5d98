import { describe, expect, it } from 'vitest'
import { assembleDocument } from '../../../edge/recognition/documents/assemble.ts'
import {
  bestRun,
  filledCells,
  type LineCells,
  layGrid,
} from '../../../edge/recognition/documents/sign-grid.ts'
import { findTextLines, reversed } from '../../../edge/recognition/documents/text-lines.ts'
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

  it('counts a long run of fillers by the grid, with some steps of it unseen', () => {
    const pitch = 4.3
    const steps = 210
    const signs = new Float32Array(steps * 38)
    const phase = new Float32Array(steps * 2)
    for (let s = 0; s < steps; s++) {
      const at = (s - 9) / pitch
      const k = Math.round(at)
      const seen = k >= 0 && k < 44
      signs[s * 38 + (seen ? alphabet.indexOf('<') : 37)] = 1
      if (!seen || (s > 60 && s < 75)) continue
      phase[2 * s] = Math.cos(2 * Math.PI * at)
      phase[2 * s + 1] = Math.sin(2 * Math.PI * at)
    }
    const line = layGrid({ signs, phase, steps, classes: 38 })
    expect(filledCells(line)).toBe(44)
    expect(bestRun(line, 44)?.filled.every((value) => value > 0.5)).toBe(true)
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
