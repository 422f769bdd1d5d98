import { checkDigit } from './check-digits.ts'
import { type FieldName, type Layout, layouts, textAt } from './layouts.ts'
import type { DocumentFields, DocumentFormat } from './types.ts'

/** What a document prints; dates are YYMMDD, unknown parts of a birth date `<`. */
export type PrintableFields = Pick<
  DocumentFields,
  | 'documentCode'
  | 'issuingState'
  | 'documentNumber'
  | 'nationality'
  | 'surname'
  | 'givenNames'
  | 'sex'
  | 'birth'
  | 'expiry'
> &
  Partial<Pick<DocumentFields, 'optionalData1' | 'optionalData2'>>

/** Apostrophes fall away, hyphens and spaces become fillers (9303-3, 4.6). */
function asPrinted(text: string): string {
  return text
    .toUpperCase()
    .replace(/['’.,]/g, '')
    .replace(/[^0-9A-Z]+/g, '<')
}

function fill(text: string, width: number, what: string): string {
  if (text.length > width) throw new RangeError(`${what} ${text} has more than ${width} signs`)
  return text.padEnd(width, '<')
}

/**
 * Prints the MRZ of a document with all its check digits: lines that `parseMrz` reads back. Names that do
 * not fit are cut. A number of more than nine signs goes on in the optional data of TD1 and TD2.
 * Throws RangeError where another field does not fit its place.
 */
export function printMrz(fields: PrintableFields, format: DocumentFormat): readonly string[] {
  const layout = layouts[format]
  const lines = Array.from({ length: layout.lineCount }, () => '<'.repeat(layout.width))
  const put = (name: FieldName, text: string) => {
    const place = layout.fields[name]
    if (place === undefined) {
      if (/[^<]/.test(text)) throw new RangeError(`${format} has no ${name}`)
      return
    }
    const line = lines[place.line] ?? ''
    const filled = fill(text, place.end - place.start, name)
    lines[place.line] = line.slice(0, place.start) + filled + line.slice(place.end)
  }
  const number = printedNumber(fields, layout)
  put('documentCode', asPrinted(fields.documentCode))
  put('issuingState', asPrinted(fields.issuingState))
  put('names', printedNames(fields, layout))
  put('documentNumber', number.number)
  put('documentNumberCheck', number.digit)
  put('nationality', asPrinted(fields.nationality))
  put('birth', fields.birth)
  put('birthCheck', String(checkDigit(fields.birth)))
  put('sex', fields.sex === 'unspecified' ? '<' : fields.sex)
  put('expiry', fields.expiry)
  put('expiryCheck', String(checkDigit(fields.expiry)))
  put('optionalData1', number.optional)
  put('optionalData2', asPrinted(fields.optionalData2 ?? ''))
  if (layout.fields.optionalDataCheck !== undefined) {
    put('optionalDataCheck', number.optional === '' ? '<' : String(checkDigit(number.optional)))
  }
  if (layout.composite.length > 0) {
    put('composite', String(checkDigit(layout.composite.map((part) => textAt(lines, part)).join(''))))
  }
  return lines
}

function printedNumber(fields: PrintableFields, layout: Layout) {
  const number = asPrinted(fields.documentNumber)
  const optional = asPrinted(fields.optionalData1 ?? '')
  const digit = String(checkDigit(number))
  if (number.length <= 9 || !layout.longNumbers) return { number, digit, optional }
  return { number: number.slice(0, 9), digit: '<', optional: `${number.slice(9)}${digit}<${optional}` }
}

function printedNames(fields: PrintableFields, layout: Layout): string {
  const place = layout.fields.names
  const width = place === undefined ? 0 : place.end - place.start
  const given = asPrinted(fields.givenNames)
  const whole = given === '' ? asPrinted(fields.surname) : `${asPrinted(fields.surname)}<<${given}`
  return whole.slice(0, width)
}
