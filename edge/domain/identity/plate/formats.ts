/** One layout of number plates, on the canonical text: Latin capitals and digits, no spaces. */
export interface PlateFormat {
  /** Distinguishing sign of the State (Vienna Convention on Road Traffic, annex 3). */
  readonly country: string
  readonly name: string
  readonly pattern: RegExp
}

/** Regions of Kazakhstan, 2012 numbering: 01 to 20. */
const kz = '(?:0[1-9]|1\\d|20)'
/** Provinces of the People's Republic of China. */
const cn = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]'

/**
 * Formats of the vehicles met at the border, those of the two States first, then by how often they come.
 * Patterns rank readings and name a country; they never change a text.
 */
export const plateFormats: readonly PlateFormat[] = [
  { country: 'KZ', name: '2012', pattern: new RegExp(`^\\d{3}[A-Z]{2,3}${kz}$`) },
  { country: 'KG', name: '2016', pattern: /^0[1-9]\d{3}[A-Z]{2,3}$/ },
  { country: 'KZ', name: 'foreign', pattern: new RegExp(`^[A-Z]\\d{4}${kz}$`) },
  { country: 'KG', name: 'foreign', pattern: /^0[1-9]\d{4}[A-Z]$/ },
  { country: 'RU', name: 'vehicle', pattern: /^[ABEKMHOPCTYX]\d{3}[ABEKMHOPCTYX]{2}\d{2,3}$/ },
  { country: 'RU', name: 'trailer', pattern: /^[ABEKMHOPCTYX]{2}\d{6,7}$/ },
  {
    country: 'UZ',
    name: '2008',
    pattern: /^\d{2}(?:[A-Z]\d{3}[A-Z]{2}|\d{3}[A-Z]{2,3}|\d{4}[A-Z]{2}|[HM]\d{6})$/,
  },
  { country: 'TJ', name: 'vehicle', pattern: /^\d{4}[A-Z]{2}\d{2}$/ },
  { country: 'KG', name: '1994', pattern: /^[ABCDEINOSTZ]\d{4}[A-Z]{1,2}$/ },
  { country: 'KZ', name: '1993', pattern: /^[A-Z]\d{3}[A-Z]{2,3}$/ },
  {
    country: 'BY',
    name: 'vehicle',
    pattern:
      /^(?:\d{4}[ABCEHIKMOPTX]{2}|E\d{3}[ABCEHIKMOPTX]{2}|[ABCEHIKMOPTX]{2}\d{4}|[ABCEHIKMOPTX]\d{4}[ABCEHIKMOPTX])[0-7]$/,
  },
  { country: 'UA', name: 'vehicle', pattern: /^[ABCEHIKMOPTX]{2}\d{4}[ABCEHIKMOPTX]{2}$/ },
  {
    country: 'TR',
    name: 'vehicle',
    pattern: /^(?:0[1-9]|[1-7]\d|8[01])(?:[A-PR-VYZ]\d{4,5}|[A-PR-VYZ]{2}\d{3,4}|[A-PR-VYZ]{3}\d{2,3})$/,
  },
  {
    country: 'CN',
    name: 'vehicle',
    pattern: new RegExp(`^${cn}[A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]$`),
  },
  { country: 'IR', name: 'vehicle', pattern: /^[۰-۹]{2}[آ-ی][۰-۹]{3}[۰-۹]{2}$/ },
]
