import { allCells, mayStand } from './characters.ts'
import { type CheckResult, evaluateCheckDigits, numberParts } from './check-digits.ts'
import { type DateReading, readBirthDate, readExpiryDate } from './dates.ts'
import { fieldText, type Layout } from './layouts.ts'
import { type NormaliseFailure, normaliseLines } from './normalise.ts'
import { checkIin, checkPin } from './personal-numbers.ts'
import { repair } from './repair.ts'
import { isKnownState, specimenState } from './states.ts'
import type { DocumentFields, MrzCheck, ParsedMrz } from './types.ts'

export type MrzResult = { readonly ok: true; readonly mrz: ParsedMrz } | NormaliseFailure

export interface MrzContext {
  /** YYYY-MM-DD: decides centuries and what has expired. */
  readonly today: string
}

/**
 * Reads the machine-readable zone of a travel document by ICAO Doc 9303: TD1, TD2, TD3, MRV-A, MRV-B.
 *
 * `lines` may carry spaces, small letters, `_` padding, or be one string of all lines. Where they are no
 * MRZ at all the result is `mrz.empty`, `mrz.line-count` or `mrz.line-length`; every other fault is a
 * failed check of the parsed document, so that an officer sees what was read.
 */
export function parseMrz(lines: readonly string[], context: MrzContext): MrzResult {
  const normalised = normaliseLines(lines)
  if (!normalised.ok) return normalised
  const { layout } = normalised
  const repaired = repair(normalised.lines, layout)
  const read = repaired?.lines ?? normalised.lines
  const birth = readBirthDate(fieldText(read, layout, 'birth'), context.today)
  const expiry = readExpiryDate(fieldText(read, layout, 'expiry'), context.today)
  const fields = readFields(read, layout, birth, expiry)
  const digits = evaluateCheckDigits(read, layout)
  const checks = [
    ...digits.map((result) => digitCheck(result, birth, expiry)),
    characterCheck(read, layout),
    ...contentWarnings(fields, context.today),
  ]
  return {
    ok: true,
    mrz: {
      format: layout.format,
      lines: read,
      fields,
      checks,
      corrections: repaired?.corrections ?? [],
      checksPassed: checks.every((check) => check.outcome !== 'failed'),
    },
  }
}

/**
 * Whether a read stands without an officer's look, as far as the document itself can tell: all checks
 * hold as read. A corrected read never does.
 */
export function holdsAsRead(mrz: ParsedMrz): boolean {
  return mrz.checksPassed && mrz.corrections.length === 0
}

function trim(text: string): string {
  return text.replace(/^<+|<+$/g, '')
}

function spaced(text: string): string {
  return trim(text).replace(/<+/g, ' ')
}

function readFields(
  lines: readonly string[],
  layout: Layout,
  birth: DateReading,
  expiry: DateReading,
): DocumentFields {
  const text = (name: Parameters<typeof fieldText>[2]) => fieldText(lines, layout, name)
  const names = text('names')
  const [surname = '', ...given] = trim(names).split('<<')
  const { number, optional } = numberParts(lines, layout)
  const sex = text('sex')
  const issuingState = trim(text('issuingState'))
  const optionalData1 = spaced(optional)
  return {
    documentCode: trim(text('documentCode')),
    issuingState,
    documentNumber: number.replaceAll('<', ''),
    nationality: trim(text('nationality')),
    surname: spaced(surname),
    givenNames: spaced(given.join('<')),
    nameTruncated: /[A-Z]$/.test(names),
    sex: sex === 'M' || sex === 'F' ? sex : 'unspecified',
    birth: text('birth'),
    birthDate: birth.kind === 'day' ? birth.iso : null,
    expiry: text('expiry'),
    expiryDate: expiry.kind === 'day' ? expiry.iso : null,
    optionalData1,
    optionalData2: spaced(text('optionalData2')),
    personalNumber: personalNumber(issuingState, optionalData1),
  }
}

function personalNumber(issuingState: string, optionalData: string): string | null {
  const pattern = { KAZ: /^\d{12}$/, KGZ: /^\d{14}$/ }[issuingState]
  return pattern?.test(optionalData) === true ? optionalData : null
}

function digitCheck(result: CheckResult, birth: DateReading, expiry: DateReading): MrzCheck {
  const { name, holds, printed, computed } = result
  const date = { birthDate: birth, expiryDate: expiry }[name as string]
  if (!holds) {
    const expected = Number.isNaN(computed) ? 'none can be computed' : `${computed} is computed`
    return { name, outcome: 'failed', detail: `${printed} is printed, ${expected}` }
  }
  if (date?.kind === 'impossible') return { name, outcome: 'failed', detail: date.detail }
  if (date?.kind === 'partial') {
    const detail = name === 'birthDate' ? 'parts of the date are unknown' : 'no day of expiry is printed'
    return { name, outcome: name === 'birthDate' ? 'passed' : 'warning', detail }
  }
  return { name, outcome: 'passed', detail: `${printed} holds` }
}

/** Signs that cannot stand where they were read, and a document code that the format does not have. */
function characterCheck(lines: readonly string[], layout: Layout): MrzCheck {
  const faults = allCells(layout)
    .filter((cell) => !mayStand(lines, layout, cell))
    .map((cell) => `${lines[cell.line]?.charAt(cell.column)} in ${cell.field}`)
  const code = lines[0]?.charAt(0) ?? ''
  if (!layout.codeLetters.includes(code)) faults.push(`${layout.format} does not begin with ${code}`)
  const names = fieldText(lines, layout, 'names')
  if (names.startsWith('<')) faults.push('names begin with a filler')
  return faults.length === 0
    ? { name: 'characters', outcome: 'passed', detail: 'every sign may stand where it stands' }
    : { name: 'characters', outcome: 'failed', detail: faults.join('; ') }
}

function contentWarnings(fields: DocumentFields, today: string): readonly MrzCheck[] {
  const warnings: MrzCheck[] = []
  if (fields.expiryDate !== null) {
    const expired = fields.expiryDate < today
    warnings.push({
      name: 'expired',
      outcome: expired ? 'warning' : 'passed',
      detail: `${expired ? 'expired on' : 'valid until'} ${fields.expiryDate}`,
    })
  }
  for (const [part, code] of [
    ['issuing State', fields.issuingState],
    ['nationality', fields.nationality],
  ] as const) {
    if (code === specimenState) {
      warnings.push({ name: 'specimenState', outcome: 'warning', detail: `${part} is UTO: a specimen` })
    } else if (!isKnownState(code)) {
      warnings.push({ name: 'state', outcome: 'warning', detail: `${part} ${code} is no known code` })
    }
  }
  if (fields.personalNumber !== null) {
    const kazakh = fields.issuingState === 'KAZ'
    const { fault } = kazakh
      ? checkIin(fields.personalNumber, fields.birth)
      : checkPin(fields.personalNumber, fields.birthDate, fields.sex)
    warnings.push({
      name: kazakh ? 'iin' : 'pin',
      outcome: fault === null ? 'passed' : 'warning',
      detail: fault ?? 'agrees with the document',
    })
  }
  return warnings
}
