import { type Cell, mayStand, protectedCells } from './characters.ts'
import { type CheckName, evaluateCheckDigits } from './check-digits.ts'
import type { FieldName, Layout } from './layouts.ts'
import type { MrzCorrection } from './types.ts'

/** Signs that readers take for one another: read → what may have been printed. */
const confusions: Readonly<Record<string, string>> = {
  '0': 'OD',
  O: '0',
  D: '0',
  '1': 'I',
  I: '1',
  '8': 'B',
  B: '8',
  '5': 'S',
  S: '5<',
  '2': 'Z',
  Z: '2',
  '6': 'G<',
  G: '6',
  V: 'Y',
  Y: 'V',
  K: '<',
  C: '<',
  E: '<',
}

const fieldsOfCheck: Readonly<Record<Exclude<CheckName, 'composite'>, readonly FieldName[]>> = {
  documentNumber: ['documentNumber', 'documentNumberCheck'],
  birthDate: ['birth', 'birthCheck'],
  expiryDate: ['expiry', 'expiryCheck'],
  optionalData: ['optionalData1', 'optionalDataCheck'],
}

export interface Repair {
  readonly lines: readonly string[]
  readonly corrections: readonly MrzCorrection[]
}

function change(lines: readonly string[], cell: Cell, sign: string): readonly string[] {
  return lines.map((line, i) =>
    i === cell.line ? line.slice(0, cell.column) + sign + line.slice(cell.column + 1) : line,
  )
}

function changes(lines: readonly string[], cells: readonly Cell[]): readonly Repair[] {
  return cells.flatMap((cell) => {
    const read = lines[cell.line]?.charAt(cell.column) ?? ''
    return [...(confusions[read] ?? '')].map((corrected) => ({
      lines: change(lines, cell, corrected),
      corrections: [{ line: cell.line, column: cell.column, read, corrected, field: cell.field }],
    }))
  })
}

function satisfied(lines: readonly string[], layout: Layout, cells: readonly Cell[]): boolean {
  return (
    cells.every((cell) => mayStand(lines, layout, cell)) &&
    evaluateCheckDigits(lines, layout).every((check) => check.holds)
  )
}

/** Single changes within each failing field that satisfy its own check digit, in every combination. */
function combinations(lines: readonly string[], layout: Layout, cells: readonly Cell[]): readonly Repair[] {
  let repairs: readonly Repair[] = [{ lines, corrections: [] }]
  for (const [name, fields] of Object.entries(fieldsOfCheck)) {
    const own = cells.filter((cell) => fields.includes(cell.field))
    const fits = (candidate: readonly string[]) => {
      const check = evaluateCheckDigits(candidate, layout).find((result) => result.name === name)
      return (check?.holds ?? true) && own.every((cell) => mayStand(candidate, layout, cell))
    }
    if (fits(lines)) continue
    repairs = repairs.flatMap((repair) =>
      changes(repair.lines, own)
        .filter((candidate) => fits(candidate.lines))
        .map(({ lines, corrections }) => ({ lines, corrections: [...repair.corrections, ...corrections] })),
    )
  }
  return repairs.filter((repair) => satisfied(repair.lines, layout, cells))
}

/**
 * The one repair that satisfies all check digits, or null where there is none, or more than one. First a
 * single changed sign in the whole document is sought; failing that, one in each field whose own check
 * digit fails. Signs that no check digit covers (names, States, sex) are never changed. A repair proves
 * nothing: check digits hold for one wrong reading in ten.
 */
export function repair(lines: readonly string[], layout: Layout): Repair | null {
  const cells = protectedCells(layout)
  if (satisfied(lines, layout, cells)) return null
  const single = changes(lines, cells).filter((candidate) => satisfied(candidate.lines, layout, cells))
  const found = single.length > 0 ? single : combinations(lines, layout, cells)
  return found.length === 1 ? (found[0] ?? null) : null
}
