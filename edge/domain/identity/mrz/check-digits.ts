import { fieldText, type Layout, textAt } from './layouts.ts'

const weights = [7, 3, 1] as const

/** Value of a sign in a check digit: `0`–`9`, A=10 … Z=35, `<`=0; NaN for any other sign. */
export function signValue(sign: string): number {
  if (sign === '<') return 0
  return /^[0-9A-Z]$/.test(sign) ? Number.parseInt(sign, 36) : Number.NaN
}

/** Check digit of 9303-3, 4.9: weights 7-3-1, modulo 10. NaN where a sign has no value. */
export function checkDigit(text: string): number {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum += signValue(text.charAt(i)) * (weights[i % 3] ?? 0)
  return sum % 10
}

export type CheckName = 'documentNumber' | 'birthDate' | 'expiryDate' | 'optionalData' | 'composite'

export interface CheckResult {
  readonly name: CheckName
  readonly holds: boolean
  /** Digit as printed. */
  readonly printed: string
  /** Digit that the covered text asks for; NaN where it has unknown signs. */
  readonly computed: number
}

/**
 * The document number with its parts: in TD1 and TD2 a `<` in place of the check digit says that the
 * number goes on at the left of the optional data, its check digit and a filler after it (9303-5, 4.2.2.2).
 */
export interface NumberParts {
  readonly number: string
  readonly digit: string
  readonly long: boolean
  /** What remains of the first optional data field. */
  readonly optional: string
}

export function numberParts(lines: readonly string[], layout: Layout): NumberParts {
  const number = fieldText(lines, layout, 'documentNumber')
  const digit = fieldText(lines, layout, 'documentNumberCheck')
  const optional = fieldText(lines, layout, 'optionalData1')
  const rest = /^([0-9A-Z]+)([0-9A-Z])(?:<(.*))?$/.exec(optional)
  if (layout.longNumbers && digit === '<' && rest !== null) {
    return {
      number: number + (rest[1] ?? ''),
      digit: rest[2] ?? '',
      long: true,
      optional: rest[3] ?? '',
    }
  }
  return { number, digit, long: false, optional }
}

function holds(printed: string, computed: number): boolean {
  return /^[0-9]$/.test(printed) && Number(printed) === computed
}

/** All check digits of the document, in the order of the document. */
export function evaluateCheckDigits(lines: readonly string[], layout: Layout): readonly CheckResult[] {
  const results: CheckResult[] = []
  const add = (name: CheckName, text: string, printed: string, fillerAllowed = false) => {
    const computed = checkDigit(text)
    const asFiller = fillerAllowed && printed === '<' && /^<*$/.test(text)
    results.push({ name, printed, computed, holds: asFiller || holds(printed, computed) })
  }
  const number = numberParts(lines, layout)
  add('documentNumber', number.number, number.digit)
  add('birthDate', fieldText(lines, layout, 'birth'), fieldText(lines, layout, 'birthCheck'))
  add('expiryDate', fieldText(lines, layout, 'expiry'), fieldText(lines, layout, 'expiryCheck'))
  if (layout.fields.optionalDataCheck !== undefined) {
    // 9303-4, 4.2.2.2: the digit of an empty personal number may be `0` or a filler.
    add(
      'optionalData',
      fieldText(lines, layout, 'optionalData1'),
      fieldText(lines, layout, 'optionalDataCheck'),
      true,
    )
  }
  if (layout.composite.length > 0) {
    const covered = layout.composite.map((part) => textAt(lines, part)).join('')
    add('composite', covered, fieldText(lines, layout, 'composite'))
  }
  return results
}
