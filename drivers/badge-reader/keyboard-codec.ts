import { keyboardDecoder } from '../barcode-scanner/keyboard-codec.ts'
import type { KeyboardLayout } from '../barcode-scanner/keyboard-layouts.ts'
import type { Scanned } from '../barcode-scanner/scanned.ts'
import type { Terminator } from '../barcode-scanner/typed-text.ts'
import type { MessageDecoder } from '../lifecycle/framed-reader.ts'
import type { BadgeResult } from './serial-codec.ts'

/** Longer than any badge's number; what is typed beyond it is rubbish. */
const mostCharacters = 32
const number = /^[0-9A-Za-z]{4,20}$/

/** A reader that types the number of a badge as a keyboard would: decimal or hexadecimal, as it is set. */
export function badgeKeyboardDecoder(settings: {
  readonly layout: KeyboardLayout
  readonly terminator: Terminator
}): MessageDecoder<BadgeResult> {
  const typed = keyboardDecoder(mostCharacters, settings)
  const badges = (results: readonly Scanned[]) =>
    results.map((result) => {
      if (result.type !== 'symbol') return { type: result.type, bytes: result.bytes } as const
      const text = Buffer.from(result.data).toString('latin1').trim()
      return number.test(text)
        ? ({ type: 'badge', badge: text.toUpperCase(), bytes: result.bytes } as const)
        : ({ type: 'rejected', bytes: result.bytes } as const)
    })
  return {
    push: (bytes) => badges(typed.push(bytes)),
    idle: () => badges(typed.idle()),
    buffered: typed.buffered,
  }
}
