import { describe, expect, it } from 'vitest'
import { canonicalText } from '../../../edge/domain/identity/plate/canonical.ts'
import { nameCountry } from '../../../edge/domain/identity/plate/country.ts'
import { decodeCtc } from '../../../edge/recognition/ctc.ts'
import { type Look, voteReading } from '../../../edge/recognition/vote.ts'

const alphabet = ['A', 'B']

/** Log-probabilities of steps given as [blank, A, B]. */
function logits(...steps: readonly (readonly number[])[]): Float32Array {
  return Float32Array.from(steps.flat().map(Math.log))
}

function decode(...steps: readonly (readonly number[])[]) {
  const { text, characters } = decodeCtc(logits(...steps), 0, steps.length, 3, alphabet)
  return { text, characters: characters.map((value) => Number(value.toFixed(3))) }
}

describe('CTC', () => {
  const blank = [0.9, 0.05, 0.05]
  const a = [0.1, 0.8, 0.1]
  const surerA = [0.02, 0.95, 0.03]
  const b = [0.2, 0.2, 0.6]

  it('joins repeats and keeps their best probability', () => {
    expect(decode(blank, a, surerA, a, b)).toEqual({ text: 'AB', characters: [0.95, 0.6] })
  })

  it('signs need be neither ASCII nor one UTF-16 unit', () => {
    const { text, characters } = decodeCtc(logits(a, blank, b), 0, 3, 3, ['京', '𐒻'])
    expect(text).toBe('京𐒻')
    expect(characters).toHaveLength(2)
  })

  it('a blank parts two equal signs', () => {
    expect(decode(a, blank, a).text).toBe('AA')
  })

  it('only blanks are no text', () => {
    expect(decode(blank, blank)).toEqual({ text: '', characters: [] })
  })

  it('reads one of a batch by its offset', () => {
    expect(decodeCtc(logits(blank, a, b, blank), 6, 2, 3, alphabet).text).toBe('B')
  })
})

describe('canonical text', () => {
  it('a Kazakh plate of two lines is read 123 / 01 ABC and written 123ABC01', () => {
    expect(canonicalText('12301ABC', 'KZ', 2)).toBe('123ABC01')
    expect(canonicalText('12320AB', 'KZ', 2)).toBe('123AB20')
  })

  it('all else stays as read', () => {
    expect(canonicalText('123ABC01', 'KZ', 1)).toBe('123ABC01')
    expect(canonicalText('12301ABC', 'KZ', 1)).toBe('12301ABC')
    expect(canonicalText('12399ABC', 'KZ', 2)).toBe('12399ABC')
    expect(canonicalText('01123ABC', 'KG', 2)).toBe('01123ABC')
  })
})

describe('country', () => {
  it('is the one that the plate looks like', () => {
    expect(
      nameCountry('XYZ', 1, [
        ['KZ', 0.1],
        ['KG', 0.9],
      ]),
    ).toBe('KG')
  })

  it('a fitting format decides between two that look alike', () => {
    expect(
      nameCountry('123ABC01', 1, [
        ['KZ', 0.4],
        ['KG', 0.6],
      ]),
    ).toBe('KZ')
  })

  it('a fitting format does not outweigh a sure look', () => {
    expect(
      nameCountry('123ABC01', 1, [
        ['KZ', 0.1],
        ['KG', 0.9],
      ]),
    ).toBe('KG')
  })

  it('a guess and any other country are unknown', () => {
    expect(
      nameCountry('XYZ', 1, [
        ['KZ', 0.28],
        ['KG', 0.25],
        ['RU', 0.27],
        ['UZ', 0.2],
      ]),
    ).toBe('unknown')
    expect(
      nameCountry('XYZ', 1, [
        ['KZ', 0.2],
        ['other', 0.8],
      ]),
    ).toBe('unknown')
  })
})

describe('the vote over margins', () => {
  const detection = {
    corners: [
      [0, 0],
      [9, 0],
      [9, 3],
      [0, 3],
    ],
    score: 0.9,
  } as const
  const countries = ['KZ', 'KG', 'other']
  const acceptance = { confidence: 0.35, readable: 0.5 }

  function look(text: string, probability: number, more: Partial<Look> = {}): Look {
    return {
      text,
      characters: [...text].map(() => probability),
      lines: 1,
      readable: 1,
      country: [0.9, 0.05, 0.05],
      sharpness: 0.5,
      ...more,
    }
  }

  const vote = (looks: readonly Look[]) => voteReading(detection, looks, 3, countries, acceptance)

  it('looks that agree give score × least sign × readable', () => {
    const sure = look('123ABC01', 0.9, { characters: [0.9, 0.9, 0.9, 0.8, 0.9, 0.9, 0.9, 0.9] })
    const reading = vote([sure, sure, sure])
    expect(reading).toMatchObject({ text: '123ABC01', country: 'KZ', accepted: true })
    expect(reading.confidence).toBeCloseTo(0.9 * 0.8)
  })

  it('two weaker looks that agree outweigh a single sure one', () => {
    expect(vote([look('AB1', 0.99), look('A81', 0.6), look('A81', 0.6)]).text).toBe('A81')
  })

  it('a text at one margin of three has a third of its worth', () => {
    const reading = vote([look('AB1', 0.9), look('A81', 0.2), look('AA1', 0.2)])
    expect(reading.confidence).toBeCloseTo((0.9 * 0.9) / 9)
    expect(reading.accepted).toBe(false)
    expect(reading.characters[0]).toBeCloseTo(0.3)
  })

  it('a plate that the reader calls unreadable has no text, however sure its signs', () => {
    const reading = vote([1, 2, 3].map(() => look('123ABC01', 1, { readable: 0.45 })))
    expect(reading).toMatchObject({
      text: '',
      country: 'unknown',
      confidence: 0,
      accepted: false,
      characters: [],
    })
    expect(vote([1, 2, 3].map(() => look('123ABC01', 1, { readable: 0.55 }))).text).toBe('123ABC01')
  })

  it("a text of none of its country's formats is not accepted, and stays as read", () => {
    for (const text of ['12ABC01', '123ABC99', '1Z3ABC01', 'O23ABC01']) {
      expect(vote([1, 2, 3].map(() => look(text, 1)))).toMatchObject({ text, country: 'KZ', accepted: false })
    }
  })

  it('a country without formats is accepted only where it is no guess and the reading is surer', () => {
    const of = (probability: number, sign: number) =>
      voteReading(
        { ...detection, score: 1 },
        [1, 2, 3].map(() => look('AB123', sign, { country: [0.05, 0, 0.05, probability] })),
        3,
        ['KZ', 'KG', 'other', 'EU'],
        acceptance,
      ).accepted
    expect([of(0.9, 0.6), of(0.45, 0.6), of(0.9, 0.5), of(0.9, 0.36)]).toEqual([true, false, false, false])
  })

  it('a plate of an unknown country is not accepted, however sure its signs', () => {
    const reading = vote([1, 2, 3].map(() => look('AB1', 1, { country: [0.1, 0.1, 0.8] })))
    expect(reading).toMatchObject({ text: 'AB1', country: 'unknown', accepted: false })
    expect(reading.confidence).toBeGreaterThan(0.35)
  })

  it('two lines are put in canonical order, their probabilities with them', () => {
    const characters = [0.91, 0.92, 0.93, 0.81, 0.82, 0.71, 0.72, 0.73]
    const read = look('12301ABC', 0.9, { lines: 2, characters })
    const reading = vote([read, read, read])
    expect(reading.text).toBe('123ABC01')
    expect(reading.characters.map((value) => Number(value.toFixed(2)))).toEqual([
      0.91, 0.92, 0.93, 0.71, 0.72, 0.73, 0.81, 0.82,
    ])
  })

  it('no text is an unreadable plate', () => {
    expect(vote([look('', 0), look('', 0)])).toMatchObject({
      text: '',
      country: 'unknown',
      confidence: 0,
      accepted: false,
      characters: [],
    })
  })
})
