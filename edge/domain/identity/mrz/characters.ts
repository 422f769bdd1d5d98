import { numberParts } from './check-digits.ts'
import { type FieldContent, type FieldName, type Layout, textAt } from './layouts.ts'

const allowed: Readonly<Record<FieldContent, RegExp>> = {
  letters: /^[A-Z<]$/,
  digits: /^[0-9]$/,
  birth: /^[0-9<]$/,
  sex: /^[MF<]$/,
  mixed: /^[0-9A-Z<]$/,
  check: /^[0-9]$/,
}

/** One sign of the document, 0-based. */
export interface Cell {
  readonly line: number
  readonly column: number
  readonly field: FieldName
  readonly content: FieldContent
}

function cellsOf(layout: Layout, wanted: (field: FieldName) => boolean): readonly Cell[] {
  const cells: Cell[] = []
  for (const [name, place] of Object.entries(layout.fields)) {
    const field = name as FieldName
    if (!wanted(field)) continue
    for (let column = place.start; column < place.end; column++) {
      cells.push({ line: place.line, column, field, content: place.content })
    }
  }
  return cells
}

const unprotected: ReadonlySet<FieldName> = new Set([
  'documentCode',
  'issuingState',
  'names',
  'nationality',
  'sex',
])

/** The cells that a check digit covers, the check digits among them. */
export function protectedCells(layout: Layout): readonly Cell[] {
  const optionalCovered = layout.composite.length > 0
  return cellsOf(
    layout,
    (field) => !unprotected.has(field) && (optionalCovered || !field.startsWith('optionalData')),
  )
}

export function allCells(layout: Layout): readonly Cell[] {
  return cellsOf(layout, () => true)
}

/**
 * Whether the sign may stand in the cell (9303-3, 4.3). Fillers in the place of a check digit are allowed in
 * the two cases of the standard: a long document number, and the digit of an empty personal number.
 */
export function mayStand(lines: readonly string[], layout: Layout, cell: Cell): boolean {
  const sign = lines[cell.line]?.charAt(cell.column) ?? ''
  if (allowed[cell.content].test(sign)) return true
  if (sign !== '<') return false
  if (cell.field === 'documentNumberCheck') return numberParts(lines, layout).long
  if (cell.field === 'optionalDataCheck') {
    const place = layout.fields.optionalData1
    return place !== undefined && /^<*$/.test(textAt(lines, place))
  }
  // No day of expiry is printed on documents that do not expire: fillers throughout, never in part.
  const expiry = layout.fields.expiry
  return cell.field === 'expiry' && expiry !== undefined && /^<{6}$/.test(textAt(lines, expiry))
}
