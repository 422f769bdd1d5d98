import { describe, expect, it } from 'vitest'
import { checkDigit } from '../../../edge/domain/identity/mrz/check-digits.ts'
import { holdsAsRead, parseMrz } from '../../../edge/domain/identity/mrz/parse.ts'
import { printMrz } from '../../../edge/domain/identity/mrz/print.ts'
import type { MrzCheck, ParsedMrz } from '../../../edge/domain/identity/mrz/types.ts'

const today = '2026-06-01'

function parse(...lines: string[]): ParsedMrz {
  const result = parseMrz(lines, { today })
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`)
  return result.mrz
}

function outcome(mrz: ParsedMrz, name: MrzCheck['name']): string | undefined {
  return mrz.checks.find((check) => check.name === name)?.outcome
}

const passport = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
] as const
const card = [
  'IDKAZ0412365878880412401006<<<',
  '8804123F3104116KAZ<<<<<<<<<<<2',
  'SEIDAKHMETOVA<<MADINA<<<<<<<<<',
] as const
const kyrgyzPassport = [
  'P<KGZASANOV<<BAKYT<<<<<<<<<<<<<<<<<<<<<<<<<<',
  'PE00000007KGZ9905094M30020272090519990000086',
] as const

/** The line with one sign replaced; column is 0-based. */
function withSign(line: string, column: number, sign: string): string {
  return line.slice(0, column) + sign + line.slice(column + 1)
}

describe('the specimens of ICAO 9303', () => {
  it('TD3 of part 4', () => {
    const mrz = parse(...passport)
    expect(mrz.format).toBe('TD3')
    expect(mrz.checksPassed).toBe(true)
    expect(mrz.fields).toMatchObject({
      documentCode: 'P',
      issuingState: 'UTO',
      documentNumber: 'L898902C3',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      nameTruncated: false,
      sex: 'F',
      birthDate: '1974-08-12',
      expiryDate: '2012-04-15',
      optionalData1: 'ZE184226B',
    })
    expect(outcome(mrz, 'specimenState')).toBe('warning')
    expect(outcome(mrz, 'expired')).toBe('warning')
  })

  it('TD1 of part 5', () => {
    const mrz = parse(
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<6',
      'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    )
    expect(mrz).toMatchObject({ format: 'TD1', checksPassed: true, fields: { documentNumber: 'D23145890' } })
  })

  it('TD1 with a number of more than nine signs', () => {
    const mrz = parse(
      'I<UTOD23145890<7349<<<<<<<<<<<',
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    )
    expect(mrz).toMatchObject({
      checksPassed: true,
      fields: { documentNumber: 'D23145890734', optionalData1: '', birthDate: '1934-07-12' },
    })
  })

  it('TD2 of part 6', () => {
    const mrz = parse('I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6')
    expect(mrz).toMatchObject({ format: 'TD2', checksPassed: true })
  })

  it('MRV-A and MRV-B of part 7: no composite, optional data is not protected', () => {
    const a = parse(
      'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
    )
    const b = parse('V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<')
    expect(a).toMatchObject({ format: 'MRV-A', checksPassed: true, fields: { optionalData1: '6ZE184226B' } })
    expect(b).toMatchObject({ format: 'MRV-B', checksPassed: true, fields: { nationality: 'XXX' } })
    expect(outcome(a, 'composite')).toBeUndefined()
    expect(outcome(a, 'state')).toBeUndefined()
  })
})

describe('Kazakh and Kyrgyz documents', () => {
  it('a Kazakh identity card gives its IIN, checked', () => {
    const mrz = parse(...card)
    expect(mrz.checksPassed).toBe(true)
    expect(mrz.fields.personalNumber).toBe('880412401006')
    expect(outcome(mrz, 'iin')).toBe('passed')
  })

  it('an IIN of another birth date or with a wrong control digit warns and does not refuse', () => {
    const fields = {
      documentCode: 'ID',
      issuingState: 'KAZ',
      documentNumber: '041236587',
      nationality: 'KAZ',
      surname: 'Seidakhmetova',
      givenNames: 'Madina',
      sex: 'F' as const,
      birth: '880413',
      expiry: '310411',
    }
    const otherDay = parse(...printMrz({ ...fields, optionalData1: '880412401006' }, 'TD1'))
    const wrongDigit = parse(...printMrz({ ...fields, optionalData1: '880413401007' }, 'TD1'))
    for (const mrz of [otherDay, wrongDigit]) {
      expect(outcome(mrz, 'iin')).toBe('warning')
      expect(mrz.checksPassed).toBe(true)
    }
  })

  it('a Kyrgyz passport gives its PIN', () => {
    const mrz = parse(...kyrgyzPassport)
    expect(mrz.checksPassed).toBe(true)
    expect(mrz.fields.personalNumber).toBe('20905199900000')
    expect(outcome(mrz, 'pin')).toBe('passed')
  })

  it('a PIN of the other sex or another birth date warns', () => {
    const second = kyrgyzPassport[1]
    const fields = parse(...kyrgyzPassport).fields
    const woman = parse(...printMrz({ ...fields, sex: 'F' }, 'TD3'))
    const older = parse(...printMrz({ ...fields, birth: '980509' }, 'TD3'))
    expect(second).toContain('20905199900000')
    for (const mrz of [woman, older]) expect(outcome(mrz, 'pin')).toBe('warning')
  })

  it('a Kyrgyz identity card carries the PIN in the first optional data, code I< or ID', () => {
    for (const documentCode of ['I', 'ID']) {
      const fields = { ...parse(...kyrgyzPassport).fields, documentCode, documentNumber: 'ID1234567' }
      const mrz = parse(...printMrz(fields, 'TD1'))
      expect(mrz).toMatchObject({
        checksPassed: true,
        fields: { personalNumber: '20905199900000', documentCode },
      })
    }
  })
})

describe('what readers send', () => {
  it('spaces, small letters, separators and absent lines make no difference', () => {
    expect(parse('', ` ${passport[0].toLowerCase()}\r`, passport[1]).lines).toEqual(passport)
    expect(parse(`${card.join('\r\n')}\r\n`).lines).toEqual(card)
  })

  it('one string is cut by its length', () => {
    expect(parse(card.join('')).format).toBe('TD1')
    expect(parse(passport.join('')).format).toBe('TD3')
  })

  it('underscores stand for fillers within a line and fall away beyond it', () => {
    expect(parse(...passport.map((line) => line.replaceAll('<', '_'))).lines).toEqual(passport)
    expect(parse(...card.map((line) => line.padEnd(44, '_'))).lines).toEqual(card)
  })

  it.each([
    [[], 'mrz.empty'],
    [['', '\r\n'], 'mrz.empty'],
    [['P<UTO'], 'mrz.line-count'],
    [[...card, card[0]], 'mrz.line-count'],
    [[passport[0], passport[1].slice(1)], 'mrz.line-length'],
    [[card[0], card[1], `${card[2]}<`], 'mrz.line-length'],
  ])('%j is no MRZ: %s', (lines, code) => {
    expect(parseMrz(lines, { today })).toMatchObject({ ok: false, code })
  })
})

describe('dates', () => {
  const withDates = (birth: string, expiry: string) =>
    parse(...printMrz({ ...parse(...passport).fields, birth, expiry }, 'TD3'))

  it('a birth lies in the latest century that is not after today', () => {
    expect(withDates('260601', '300101').fields.birthDate).toBe('2026-06-01')
    expect(withDates('260602', '300101').fields.birthDate).toBe('1926-06-02')
  })

  it('an expiry lies in the century nearest to today', () => {
    expect(withDates('700101', '750101').fields.expiryDate).toBe('2075-01-01')
    expect(withDates('700101', '770101').fields.expiryDate).toBe('1977-01-01')
  })

  it('the day of expiry is the last valid one', () => {
    expect(outcome(withDates('700101', '260601'), 'expired')).toBe('passed')
    expect(outcome(withDates('700101', '260531'), 'expired')).toBe('warning')
  })

  it.each(['740231', '741301', '740100', '740631', '010229'])('birth on %s is impossible', (birth) => {
    const mrz = withDates(birth, '300101')
    expect(outcome(mrz, 'birthDate')).toBe('failed')
    expect(mrz.checksPassed).toBe(false)
    expect(mrz.fields.birthDate).toBeNull()
  })

  it('29 February exists in leap years only', () => {
    expect(withDates('000229', '300101').fields.birthDate).toBe('2000-02-29')
    expect(outcome(withDates('740812', '310229'), 'expiryDate')).toBe('failed')
  })

  it.each(['74<<<<', '<<<<<<', '7408<<'])('unknown parts of a birth date, %s, are no fault', (birth) => {
    const mrz = withDates(birth, '300101')
    expect(outcome(mrz, 'birthDate')).toBe('passed')
    expect(mrz.fields.birthDate).toBeNull()
  })

  it.each(['7413<<', '74<<32', '7<0812'])('unknown parts do not excuse impossible ones: %s', (birth) => {
    expect(outcome(withDates(birth, '300101'), 'birthDate')).toBe('failed')
  })
})

describe('names', () => {
  const named = (surname: string, givenNames: string) =>
    parse(...printMrz({ ...parse(...passport).fields, surname, givenNames }, 'TD3')).fields

  it('a letter in the last position says that the name may be cut', () => {
    const long = named('Nurmuhammedova Abdrakhmanova', 'Zhansayabike')
    expect(long).toMatchObject({ nameTruncated: true, givenNames: 'ZHANSAYAB' })
  })

  it('hyphens and apostrophes are printed as the standard says', () => {
    expect(named("O'Connor-Smith", 'Ann Mary')).toMatchObject({
      surname: 'OCONNOR SMITH',
      givenNames: 'ANN MARY',
      nameTruncated: false,
    })
  })

  it('a person of one name has no given names', () => {
    expect(named('Arystan', '')).toMatchObject({ surname: 'ARYSTAN', givenNames: '' })
  })
})

describe('signs', () => {
  it('a digit in names or States fails: no check digit would notice', () => {
    for (const line of [withSign(passport[0], 5, '3'), withSign(passport[0], 3, '0')]) {
      const mrz = parse(line, passport[1])
      expect(outcome(mrz, 'characters')).toBe('failed')
      expect(mrz.checksPassed).toBe(false)
      expect(mrz.corrections).toEqual([])
    }
  })

  it('a passport begins with P, a card with A, C or I', () => {
    expect(outcome(parse(withSign(passport[0], 0, 'F'), passport[1]), 'characters')).toBe('failed')
    expect(outcome(parse(withSign(card[0], 0, 'P'), card[1], card[2]), 'characters')).toBe('failed')
  })

  it('an unknown State code warns, special codes do not', () => {
    const fields = parse(...kyrgyzPassport).fields
    const of = (nationality: string) => parse(...printMrz({ ...fields, nationality }, 'TD3'))
    expect(outcome(of('QQQ'), 'state')).toBe('warning')
    expect(of('QQQ').checksPassed).toBe(true)
    for (const code of ['D', 'XXA', 'UNO', 'GBN', 'RKS']) expect(outcome(of(code), 'state')).toBeUndefined()
  })

  it('a sign that no MRZ has makes the document fail and is kept as read', () => {
    const mrz = parse(passport[0], withSign(passport[1], 2, '?'))
    expect(mrz.checksPassed).toBe(false)
    expect(mrz.lines[1]).toContain('L8?')
  })

  it('a filler in place of the number digit is allowed before the rest of a long number only', () => {
    const short = 'I<UTOD23145890<<<<<<<<<<<<<<<<'
    const mrz = parse(short, '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<')
    expect(outcome(mrz, 'characters')).toBe('failed')
    expect(outcome(mrz, 'documentNumber')).toBe('failed')
  })

  it('a passport has no long number', () => {
    const line = withSign(passport[1], 9, '<')
    expect(parse(passport[0], line)).toMatchObject({
      checksPassed: false,
      fields: { documentNumber: 'L898902C3', optionalData1: 'ZE184226B' },
    })
  })

  it('the digit of an empty personal number may be 0 or a filler', () => {
    const fields = { ...parse(...kyrgyzPassport).fields, optionalData1: '' }
    const [first = '', second = ''] = printMrz(fields, 'TD3')
    expect(second.charAt(42)).toBe('<')
    expect(parse(first, second).checksPassed).toBe(true)
    expect(parse(first, withSign(second, 42, '0')).checksPassed).toBe(true)
    expect(parse(first, withSign(second, 42, '3')).checksPassed).toBe(false)
  })
})

describe('correction', () => {
  it('the only change that satisfies the check digits is made and told', () => {
    const mrz = parse(kyrgyzPassport[0], withSign(kyrgyzPassport[1], 2, 'O'))
    expect(mrz.lines).toEqual(kyrgyzPassport)
    expect(mrz.corrections).toEqual([
      { line: 1, column: 2, read: 'O', corrected: '0', field: 'documentNumber' },
    ])
    expect(mrz.checksPassed).toBe(true)
    expect(holdsAsRead(mrz)).toBe(false)
  })

  it('a letter in a date that counts like its digit is still corrected', () => {
    expect(checkDigit('74O812')).not.toBe(checkDigit('740812'))
    const mrz = parse(passport[0], withSign(passport[1], 15, 'O'))
    expect(mrz.fields.birthDate).toBe('1974-08-12')
    expect(mrz.corrections).toHaveLength(1)
  })

  it('one misread in each of two fields is corrected, both told', () => {
    const line = withSign(withSign(passport[1], 15, 'O'), 22, 'Z')
    const mrz = parse(passport[0], line)
    expect(mrz.lines).toEqual(passport)
    expect(mrz.corrections.map((correction) => correction.field)).toEqual(['birth', 'expiry'])
  })

  it('two misreads in one field are not corrected', () => {
    const line = withSign(withSign(kyrgyzPassport[1], 14, 'O'), 17, 'O')
    const mrz = parse(kyrgyzPassport[0], line)
    expect(mrz.corrections).toEqual([])
    expect(mrz.checksPassed).toBe(false)
  })

  it('a number with two possible repairs is left as read', () => {
    // O→0 in column 3 answers the same digit as 0→O in column 4.
    const line = withSign(kyrgyzPassport[1], 3, 'O')
    const mrz = parse(kyrgyzPassport[0], line)
    expect(mrz.lines[1]).toBe(line)
    expect(mrz.checksPassed).toBe(false)
  })

  it('a change that only one of several could be is not made', () => {
    // A visa has no composite: 8→B and B→8 in positions of equal weight answer the same digit.
    const fields = {
      ...parse(...kyrgyzPassport).fields,
      documentCode: 'V',
      documentNumber: '8008',
      optionalData1: '',
    }
    const [first = '', second = ''] = printMrz(fields, 'MRV-A')
    const misread = withSign(second, 0, 'B')
    expect(parse(first, second).checksPassed).toBe(true)
    const mrz = parse(first, misread)
    expect(mrz.checksPassed).toBe(false)
    expect(mrz.corrections).toEqual([])
  })

  it('a filler read as a letter in the long number of a card is put back', () => {
    const line = 'I<UTOD23145890<7349<<<<<<<<<<<'
    const mrz = parse(
      withSign(line, 14, 'K'),
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    )
    expect(mrz.lines[0]).toBe(line)
    expect(mrz.corrections).toHaveLength(1)
  })
})

describe('printing', () => {
  it('prints the specimen of part 4 from its fields', () => {
    const fields = parse(...passport).fields
    expect(printMrz(fields, 'TD3')).toEqual(passport)
  })

  it('refuses what does not fit', () => {
    const fields = parse(...passport).fields
    expect(() => printMrz({ ...fields, documentNumber: 'ABCDEFGHIJ' }, 'TD3')).toThrow(RangeError)
    expect(() => printMrz({ ...fields, optionalData2: 'X' }, 'TD3')).toThrow(RangeError)
  })
})
