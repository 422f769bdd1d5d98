/** What a personal number says about itself; `fault` is null where nothing speaks against it. */
export interface PersonalNumberCheck {
  readonly fault: string | null
}

function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * (digits[i] ?? 0), 0) % 11
}

/**
 * Kazakh IIN, 12 digits: the last is a check digit, weights 1…11 modulo 11, on 10 once more with weights
 * 3…11, 1, 2. Since 2013 it need not begin with the birth date, so a difference is told, not refused.
 * `birth` is YYMMDD as printed.
 */
export function checkIin(iin: string, birth: string): PersonalNumberCheck {
  const digits = [...iin].map(Number)
  let control = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  if (control === 10) control = weighted(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])
  if (control !== digits[11]) return { fault: 'the control digit of the IIN does not hold' }
  if (iin.slice(0, 6) !== birth) return { fault: 'the IIN does not begin with the birth date' }
  return { fault: null }
}

/**
 * Kyrgyz PIN, 14 digits: sex digit (1 female, 2 male), DDMMYYYY, five digits. Its check digit is not
 * published, so none is computed. `birthDate` is YYYY-MM-DD or null where unknown.
 */
export function checkPin(
  pin: string,
  birthDate: string | null,
  sex: 'M' | 'F' | 'unspecified',
): PersonalNumberCheck {
  const expectedSex = { M: '2', F: '1', unspecified: null }[sex]
  if (!/^[12]/.test(pin)) return { fault: 'the PIN does not begin with 1 or 2' }
  if (expectedSex !== null && pin.charAt(0) !== expectedSex) return { fault: 'the PIN tells another sex' }
  const born = `${pin.slice(5, 9)}-${pin.slice(3, 5)}-${pin.slice(1, 3)}`
  if (birthDate !== null && born !== birthDate) return { fault: 'the PIN tells another birth date' }
  return { fault: null }
}
