import { describe, expect, it } from 'vitest'
import { canonicalText } from '../../../edge/domain/identity/plate/canonical.ts'
import { nameCountry } from '../../../edge/domain/identity/plate/country.ts'
import { type CtcOutput, decodeCtc, probabilityOf, rivalsOf } from '../../../edge/recognition/ctc.ts'
import { type Look, voteReading } from '../../../edge/recognition/vote.ts'

const alphabet = ['A', 'B']

/** Steps given as [blank, A, B]. */
function output(...steps: readonly (readonly number[])[]): CtcOutput {
  return {
    probabilities: Float32Array.from(steps.flat()),
    offset: 0,
    steps: steps.length,
    classes: 3,
    alphabet,
  }
}

function decode(...steps: readonly (readonly number[])[]) {
  const { text, characters } = decodeCtc(output(...steps))
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
    const { text, characters } = decodeCtc({ ...output(a, blank, b), alphabet: ['京', '𐒻'] })
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
    expect(decodeCtc({ ...output(blank, a, b, blank), offset: 6, steps: 2 }).text).toBe('B')
  })
})

describe('what a CTC head also says', () => {
  const steps = [
    [0.1, 0.6, 0.3],
    [0.7, 0.2, 0.1],
    [0.2, 0.3, 0.5],
  ]

  it('a text has the probability of all paths that spell it', () => {
    const paths = new Map<string, number>()
    for (let path = 0; path < 27; path++) {
      const classes = [Math.floor(path / 9), Math.floor(path / 3) % 3, path % 3]
      const text = classes.map((c, i) => (c > 0 && c !== classes[i - 1] ? alphabet[c - 1] : '')).join('')
      const probability = classes.reduce((product, c, i) => product * (steps[i]?.[c] ?? 0), 1)
      paths.set(text, (paths.get(text) ?? 0) + probability)
    }
    for (const [text, probability] of paths)
      expect(probabilityOf(output(...steps), text), text).toBeCloseTo(probability)
    expect(paths.size).toBeGreaterThan(8)
  })

  it('its rivals replace one or two signs by what was seen there, and only that', () => {
    const texts = rivalsOf(output(...steps))
    expect(texts.map(({ text }) => text)).toEqual(['AA', 'BB', 'BA'])
    expect(texts[0]?.characters.map((value) => Number(value.toFixed(3)))).toEqual([0.6, 0.3])
    expect(rivalsOf(output([0.001, 0.998, 0.001]))).toEqual([])
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
      rivals: [],
      probabilityOf: (other) => (other === text ? probability ** text.length : 0),
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

  /** A look at a plate whose second sign is a 0 with some probability, else an O. */
  const doubtful = (zero: number, more: Partial<Look> = {}) =>
    look('1O3ABC01', 1, {
      characters: [1, 1 - zero, 1, 1, 1, 1, 1, 1],
      rivals: [{ text: '103ABC01', characters: [1, zero, 1, 1, 1, 1, 1, 1] }],
      probabilityOf: (text) => (text === '103ABC01' ? zero : text === '1O3ABC01' ? 1 - zero : 0),
      ...more,
    })

  it('of signs that are drawn alike the one is read that makes a format, with its own probability', () => {
    const reading = vote([doubtful(0.2), doubtful(0.2), doubtful(0.2)])
    expect(reading).toMatchObject({ text: '103ABC01', country: 'KZ', accepted: false })
    expect(reading.confidence).toBeCloseTo(0.9 * 0.2)
  })

  it('a format never outweighs what the looks plainly show', () => {
    const country = [1, 0, 0]
    const zero = doubtful(0.0005, { country })
    expect(vote([zero, zero, zero]).text).toBe('1O3ABC01')
    const eight = {
      country,
      text: '1B3ABC01',
      rivals: [{ text: '183ABC01', characters: [1, 0.02, 1, 1, 1, 1, 1, 1] }],
      probabilityOf: (text: string) => (text === '183ABC01' ? 0.02 : text === '1B3ABC01' ? 0.98 : 0),
    }
    expect(vote([doubtful(0, eight), doubtful(0, eight), doubtful(0, eight)]).text).toBe('1B3ABC01')
  })

  it('a sign drawn alike needs no look that names it, and is not accepted then', () => {
    const unnamed = doubtful(0.003, { rivals: [], country: [1, 0, 0] })
    const reading = vote([unnamed, unnamed, unnamed])
    expect(reading).toMatchObject({ text: '103ABC01', accepted: false })
    expect(reading.confidence).toBeCloseTo(0.9 / 1000)
  })

  it('a sign drawn alike in what is but a rival counts too', () => {
    const characters = [0.9, 0.5, 1, 1, 1, 1, 0.9, 1]
    const other = look('OB3ABCO1', 1, {
      characters,
      country: [1, 0, 0],
      rivals: [{ text: 'O83ABCO1', characters }],
      probabilityOf: (text) => (text === '083ABC01' ? 0.1 : text === 'OB3ABCO1' ? 0.4 : 0),
    })
    expect(vote([other, other, other])).toMatchObject({ text: '083ABC01', accepted: false })
  })

  it('a country without formats leaves what was seen', () => {
    const other = { country: [0, 0, 1] }
    expect(vote([doubtful(0.4, other), doubtful(0.4, other), doubtful(0.4, other)]).text).toBe('1O3ABC01')
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
    expect([of(0.9, 0.5), of(0.45, 0.5), of(0.9, 0.44), of(0.9, 0.36)]).toEqual([true, false, false, false])
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
