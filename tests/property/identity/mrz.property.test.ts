import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { protectedCells } from '../../../edge/domain/identity/mrz/characters.ts'
import { signValue } from '../../../edge/domain/identity/mrz/check-digits.ts'
import { layouts } from '../../../edge/domain/identity/mrz/layouts.ts'
import { holdsAsRead, parseMrz } from '../../../edge/domain/identity/mrz/parse.ts'
import { type PrintableFields, printMrz } from '../../../edge/domain/identity/mrz/print.ts'
import type { DocumentFormat } from '../../../edge/domain/identity/mrz/types.ts'

const today = '2026-06-01'
const capitals = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const signs = [...'0123456789', ...capitals]

const text = (from: readonly string[], min: number, max: number) =>
  fc.array(fc.constantFrom(...from), { minLength: min, maxLength: max }).map((parts) => parts.join(''))

const date = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10))

const yymmdd = (iso: string) => iso.slice(2).replaceAll('-', '')

const numberLength: Readonly<Record<DocumentFormat, number>> = {
  TD1: 20,
  TD2: 12,
  TD3: 9,
  'MRV-A': 9,
  'MRV-B': 9,
}

const documents = fc.constantFrom<DocumentFormat>('TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B').chain((format) =>
  fc
    .record({
      documentCode: fc.constantFrom(
        ...[...layouts[format].codeLetters].flatMap((code) => [code, `${code}D`]),
      ),
      issuingState: fc.constantFrom('KAZ', 'KGZ', 'D', 'XXA', 'UZB'),
      documentNumber: text(signs, 1, numberLength[format]),
      nationality: fc.constantFrom('KAZ', 'KGZ', 'D', 'RUS'),
      surname: text(capitals, 1, 12),
      givenNames: text(capitals, 0, 11),
      sex: fc.constantFrom('M' as const, 'F' as const, 'unspecified' as const),
      birthDate: date('1927-01-01', '2026-05-31'),
      expiryDate: date('1980-01-01', '2070-01-01'),
    })
    .map((fields) => ({ format, ...fields })),
)

function printed(
  document: PrintableFields & { birthDate: string; expiryDate: string; format: DocumentFormat },
) {
  return printMrz(document, document.format)
}

const lines = documents.map(({ birthDate, expiryDate, ...rest }) => {
  const fields = { ...rest, birthDate, expiryDate, birth: yymmdd(birthDate), expiry: yymmdd(expiryDate) }
  return { fields, lines: printed(fields) }
})

function changed(original: readonly string[], line: number, column: number, sign: string): readonly string[] {
  return original.map((text, i) =>
    i === line ? text.slice(0, column) + sign + text.slice(column + 1) : text,
  )
}

describe('MRZ', () => {
  it('every document survives printing and parsing', () => {
    fc.assert(
      fc.property(lines, ({ fields, lines }) => {
        const result = parseMrz(lines, { today })
        expect(result).toMatchObject({ ok: true, mrz: { checksPassed: true, corrections: [], lines } })
        if (!result.ok) return
        const { format, ...printedFields } = fields
        expect(result.mrz.format).toBe(format)
        expect(result.mrz.fields).toMatchObject(printedFields)
      }),
      { numRuns: 500 },
    )
  })

  it('a document that was parsed prints as it was, optional data, cut names and unknown dates too', () => {
    const more = documents.chain(({ format, birthDate, expiryDate, ...fields }) =>
      fc.record({
        format: fc.constant(format),
        fields: fc
          .record({
            surname: text(capitals, 1, 40),
            givenNames: text(capitals, 1, 40),
            birth: fc.constantFrom(yymmdd(birthDate), `${yymmdd(birthDate).slice(0, 4)}<<`, '<<<<<<'),
            optionalData1: fields.documentNumber.length > 9 ? fc.constant('') : text(signs, 0, 7),
          })
          .map((rest) => ({ ...fields, ...rest, expiry: yymmdd(expiryDate) })),
      }),
    )
    fc.assert(
      fc.property(more, ({ format, fields }) => {
        const lines = printMrz(fields, format)
        const result = parseMrz(lines, { today })
        expect(result).toMatchObject({ ok: true, mrz: { checksPassed: true, corrections: [] } })
        if (result.ok) expect(printMrz(result.mrz.fields, format)).toEqual(lines)
      }),
      { numRuns: 500 },
    )
  })

  it('every changed sign of a protected field is noticed, unless both count the same modulo 10', () => {
    const cases = lines.chain((document) =>
      fc.record({
        document: fc.constant(document),
        cell: fc.constantFrom(...protectedCells(layouts[document.fields.format])),
        sign: fc.constantFrom(...signs, '<'),
      }),
    )
    fc.assert(
      fc.property(cases, ({ document, cell, sign }) => {
        const original = document.lines[cell.line]?.charAt(cell.column) ?? ''
        fc.pre(signValue(original) % 10 !== signValue(sign) % 10)
        const result = parseMrz(changed(document.lines, cell.line, cell.column, sign), { today })
        expect(result.ok && holdsAsRead(result.mrz)).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  it('a corrected document is never accepted by itself, and its corrections lead back to what was read', () => {
    const cases = lines.chain((document) =>
      fc.record({
        document: fc.constant(document),
        cell: fc.constantFrom(...protectedCells(layouts[document.fields.format])),
        sign: fc.constantFrom(...'0ODI1B8S5Z2G6VYKCE<'),
      }),
    )
    let corrected = 0
    fc.assert(
      fc.property(cases, ({ document, cell, sign }) => {
        const read = changed(document.lines, cell.line, cell.column, sign)
        const result = parseMrz(read, { today })
        if (!result.ok || result.mrz.corrections.length === 0) return
        corrected++
        expect(holdsAsRead(result.mrz)).toBe(false)
        const back = result.mrz.corrections.reduce<readonly string[]>(
          (text, { line, column, read }) => changed(text, line, column, read),
          result.mrz.lines,
        )
        expect(back).toEqual(read)
      }),
      { numRuns: 1000 },
    )
    expect(corrected).toBeGreaterThan(20)
  })

  it('no input makes the parser throw', () => {
    const anything = fc.array(fc.oneof(fc.string({ maxLength: 100 }), text([...signs, '<', '_'], 28, 46)), {
      maxLength: 4,
    })
    fc.assert(fc.property(anything, (input) => typeof parseMrz(input, { today }).ok === 'boolean'))
  })
})
