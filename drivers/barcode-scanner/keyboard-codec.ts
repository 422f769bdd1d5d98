import { characterOf, type KeyboardLayout } from './keyboard-layouts.ts'
import type { Scanned, SymbolDecoder } from './scanned.ts'
import { createTypedText, type Found, type Terminator } from './typed-text.ts'

/** Modifiers, a byte that is not used, up to six keys that are down. */
export const keyboardReportBytes = 8
const control = 0x11
const shift = 0x22
const leftAlt = 0x04
const altGr = 0x40
const windows = 0x88

const enter = 0x28
const tabulator = 0x2b
const keypadEnter = 0x58
const keypadOne = 0x59
const keypadZero = 0x62
/** 1 to 3: the keyboard itself reports an error, e.g. too many keys at once. */
const errorUsages = [1, 2, 3]

/** Signs that a dead key stands for where no letter follows that it changes. */
const spacing: ReadonlyMap<string, string> = new Map([
  ['\u0300', '`'],
  ['\u0301', '´'],
  ['\u0302', '^'],
  ['\u0303', '~'],
  ['\u0308', '¨'],
])

/**
 * A scanner that types: boot keyboard reports (HID 1.11, appendix B), one for each change of its keys. A key is
 * typed when it goes down. The characters follow from the layout, or from Alt with the number of a character on
 * the keypad, which scanners send that know no layout.
 */
export function keyboardDecoder(
  maxMessageBytes: number,
  { layout, terminator }: { readonly layout: KeyboardLayout; readonly terminator: Terminator },
): SymbolDecoder {
  const text = createTypedText(terminator, maxMessageBytes)
  let report: number[] = []
  let down: readonly number[] = []
  let dead = ''
  /** Digits typed on the keypad while Alt is down. */
  let number = ''

  function characterFor(usage: number, modifiers: number): string | undefined {
    if (usage === enter || usage === keypadEnter) return '\r'
    if (usage === tabulator) return '\t'
    if ((modifiers & windows) !== 0) return undefined
    const both = (modifiers & control) !== 0 && (modifiers & leftAlt) !== 0
    const third = both || (modifiers & altGr) !== 0
    if ((modifiers & leftAlt) !== 0 && !both) return undefined
    const sign = characterOf(layout, usage, third ? 2 : (modifiers & shift) !== 0 ? 1 : 0)
    if (sign === undefined || third || (modifiers & control) === 0) return sign
    // Ctrl with a key of column 4 or 5 of ASCII is its control character, e.g. Ctrl+] the separator GS.
    const code = sign.toUpperCase().charCodeAt(0)
    return code >= 0x40 && code < 0x60 ? String.fromCharCode(code & 0x1f) : undefined
  }

  /** Text of a sign after the dead key before it. */
  function combined(sign: string): string {
    const mark = dead
    dead = ''
    if (/^\p{M}$/u.test(sign)) {
      dead = sign
      return mark === '' ? '' : (spacing.get(mark) ?? '')
    }
    if (mark === '') return sign
    const single = spacing.get(mark) ?? ''
    if (sign === ' ') return single
    const joined = `${sign}${mark}`.normalize('NFC')
    return [...joined].length === 1 ? joined : `${single}${sign}`
  }

  function typed(sign: string): readonly Found[] {
    return [...combined(sign)].flatMap((one) => text.type(one))
  }

  /** Alt is up again: the number that was typed is a character, of Windows-1252 where it begins with 0. */
  function numbered(): readonly Found[] | undefined {
    const code = Number(number)
    const plain = code >= 0x20 && code < 0x7f
    const coded = number.startsWith('0') && code >= 0x80 && code <= 0xff
    const known = plain || coded || [9, 13, 0x1d, 0x1e].includes(code)
    number = ''
    return known ? typed(new TextDecoder('windows-1252').decode(Uint8Array.of(code))) : undefined
  }

  /** What a report typed; undefined where it is none, or a key of it writes nothing. */
  function whole([modifiers = 0, , ...keys]: readonly number[]): readonly Found[] | undefined {
    const held = keys.filter((usage) => usage !== 0)
    if (held.some((usage) => errorUsages.includes(usage)) || new Set(held).size < held.length)
      return undefined
    const fresh = held.filter((usage) => !down.includes(usage))
    down = held
    const found: Found[] = []
    let strange = false
    const alone = (modifiers & leftAlt) !== 0 && (modifiers & control) === 0
    if (!alone && number !== '') {
      const sign = numbered()
      if (sign === undefined) strange = true
      else found.push(...sign)
    }
    for (const usage of fresh) {
      const sign = characterFor(usage, modifiers)
      if (alone && usage >= keypadOne && usage <= keypadZero && number.length < 5) {
        number += String((usage - keypadOne + 1) % 10)
      } else if (sign === undefined) strange = true
      else found.push(...typed(sign))
    }
    return strange && found.length === 0 ? undefined : found
  }

  /** The first result carries the bytes of the report. */
  function results(found: readonly Found[] | undefined, bytes: number, into: Scanned[]): void {
    if (found === undefined) into.push({ type: 'noise', bytes })
    else if (found.length === 0) into.push({ type: 'lawful', bytes })
    else into.push(...found.map((one, i) => ({ ...one, bytes: i === 0 ? bytes : 0 })))
  }

  return {
    push(bytes) {
      const into: Scanned[] = []
      for (const byte of bytes) {
        report.push(byte)
        if (report.length < keyboardReportBytes) continue
        results(whole(report), keyboardReportBytes, into)
        report = []
      }
      return into
    },
    idle() {
      const into: Scanned[] = []
      const bytes = report.length
      report = []
      down = []
      dead = ''
      number = ''
      if (bytes > 0) into.push({ type: 'rejected', bytes })
      results(text.pause(), 0, into)
      return into.filter((one) => one.type !== 'lawful')
    },
    buffered: () => report.length + text.length(),
  }
}
