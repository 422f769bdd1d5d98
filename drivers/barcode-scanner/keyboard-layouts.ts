/**
 * What the keys of a keyboard write, by layout: a scanner that types sends places of keys (HID usage tables,
 * page 7), and only the layout that it was set to tells the characters. As xkeyboard-config has them; of the
 * third level what scanners use.
 */

export const keyboardLayouts = ['us', 'gb', 'de', 'fr', 'ru', 'kz', 'kg'] as const
export type KeyboardLayout = (typeof keyboardLayouts)[number]

/** Places of the characters below: letters, digits, then the keys with signs, row by row. */
const usages: readonly number[] = [
  ...Array.from({ length: 0x28 - 0x04 }, (_, i) => 0x04 + i),
  ...[0x2d, 0x2e, 0x2f, 0x30, 0x31, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x64],
]

/** Characters alone, with Shift, with AltGr. A space: the key writes nothing; a combining mark: a dead key. */
const characters: Readonly<Record<KeyboardLayout, readonly [string, string, string]>> = {
  us: [
    "abcdefghijklmnopqrstuvwxyz1234567890-=[]\\;'`,./<",
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()_+{}|:"~<>?>',
    '',
  ],
  gb: [
    "abcdefghijklmnopqrstuvwxyz1234567890-=[]#;'`,./\\",
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ!"£$%^&*()_+{}~:@¬<>?|',
    '    e           @            €  {[]}\\      |   |',
  ],
  de: [
    'abcdefghijklmnopqrstuvwxzy1234567890ß\u0301ü+#öä\u0302,.-<',
    'ABCDEFGHIJKLMNOPQRSTUVWXZY!"§$%&/()=?\u0300Ü*\'ÖÄ°;:_>',
    '    €           @               {[]}\\  ~       |',
  ],
  fr: [
    'qbcdefghijkl,noparstuvzxyw&é"\'(-è_çà)=\u0302$*mù²;:!<',
    'QBCDEFGHIJKL?NOPARSTUVZXYW1234567890°+\u0308£µM%~./§>',
    '@   €                      ~#{[|`\\^@]}         |',
  ],
  ru: [
    'фисвуапршолдьтщзйкыегмцчня1234567890-=хъ\\жэёбю./',
    'ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ!"№;%:?*()_+ХЪ/ЖЭЁБЮ,|',
    '',
  ],
  kz: [
    'фисвуапршолдьтщзйкыегмцчня"әіңғ,.үұқөһхъ\\жэ(бю№<',
    'ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ!ӘІҢҒ;:ҮҰҚӨҺХЪ/ЖЭ)БЮ?>',
    '',
  ],
  kg: [
    'фисвуапршолдьтщзйкыегмцчня1234567890өңхъүжэёбю./',
    'ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ!"№;%:?*()ӨҢХЪҮЖЭЁБЮ,|',
    '',
  ],
}

export type KeyLevel = 0 | 1 | 2

/** The key beside Enter has two numbers, of which one keyboard has one. */
const isoHash = 0x32
const backslash = 0x31
const space = 0x2c
/** Keypad with NumLock on; Enter stands between the two rows. */
const keypad: ReadonlyMap<number, string> = new Map([
  ...[...'/*-+'].map((sign, i) => [0x54 + i, sign] as const),
  ...[...'1234567890.'].map((sign, i) => [0x59 + i, sign] as const),
])

/** The character of a key; a combining mark for a dead key, undefined where the key writes nothing. */
export function characterOf(layout: KeyboardLayout, usage: number, level: KeyLevel): string | undefined {
  if (usage === space) return ' '
  const padded = keypad.get(usage)
  if (padded !== undefined) return padded
  const at = usages.indexOf(usage === isoHash ? backslash : usage)
  const sign = at === -1 ? undefined : characters[layout][level][at]
  return sign === undefined || sign === ' ' ? undefined : sign
}

/** Where a layout has a character, dead keys left out: for what types by itself. */
export function keyOf(
  layout: KeyboardLayout,
  sign: string,
): readonly [usage: number, level: KeyLevel] | undefined {
  if (sign === ' ') return [space, 0]
  for (const level of [0, 1, 2] as const) {
    const at = [...characters[layout][level]].indexOf(sign)
    const usage = usages[at]
    if (usage !== undefined) return [usage, level]
  }
  return undefined
}
