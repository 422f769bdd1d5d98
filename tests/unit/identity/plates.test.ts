import { describe, expect, it } from 'vitest'
import { plateFormats } from '../../../edge/domain/identity/plate/formats.ts'
import { matchesFormat, rankCountries } from '../../../edge/domain/identity/plate/rank.ts'

describe('plate formats', () => {
  it.each([
    ['123ABC01', 'KZ'],
    ['123AB20', 'KZ'],
    ['A123URO', 'KZ'],
    ['H123402', 'KZ'],
    ['01123ABC', 'KG'],
    ['09123AB', 'KG'],
    ['081234A', 'KG'],
    ['B1234A', 'KG'],
    ['A123BC77', 'RU'],
    ['A123BC777', 'RU'],
    ['AB123456', 'RU'],
    ['01A123BC', 'UZ'],
    ['10H123456', 'UZ'],
    ['1234AB01', 'TJ'],
    ['1234AB7', 'BY'],
    ['AA1234BB', 'UA'],
    ['34ABC123', 'TR'],
    ['京A12345', 'CN'],
    ['新AD12345', 'CN'],
    ['۱۲ب۳۴۵۶۷', 'IR'],
  ])('%s is a plate of %s', (text, country) => {
    expect(matchesFormat(text, country)).toBe(true)
    expect(rankCountries(text).map((rank) => rank.country)).toContain(country)
  })

  it.each([
    ['123ABC21', 'KZ'],
    ['123ABC00', 'KZ'],
    ['00123ABC', 'KG'],
    ['10123ABC', 'KG'],
    ['D123BC77', 'RU'],
    ['82ABC123', 'TR'],
    ['京I12345', 'CN'],
  ])('%s is no plate of %s', (text, country) => {
    expect(matchesFormat(text, country)).toBe(false)
  })

  it('the two States stand before others that share a layout', () => {
    expect(rankCountries('01123ABC').map((rank) => rank.country)).toEqual(['KG', 'UZ'])
    expect(rankCountries('A123BC')[0]?.country).toBe('KZ')
  })

  it('a text of no format ranks no country, an unknown country matches nothing', () => {
    expect(rankCountries('XYZ')).toEqual([])
    expect(rankCountries('')).toEqual([])
    expect(matchesFormat('123ABC01', 'unknown')).toBe(false)
  })

  it('every pattern looks at the whole text', () => {
    for (const { pattern } of plateFormats) expect(pattern.source).toMatch(/^\^.*\$$/)
  })
})
