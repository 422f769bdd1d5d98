import type { BarcodeScanned } from '../../edge/ports/devices.ts'
import { mrzLineCount, mrzLines } from '../document-reader/document-lines.ts'
import { formatOfAimLetter } from './aim.ts'
import type { Scanned } from './scanned.ts'

/** What ends a code: a key, or the pause after it. */
export type Terminator = 'enter' | 'tab' | 'pause'

/** Puts typed characters together to codes and to documents. */
export interface TypedText {
  /** `\r` is Enter, `\t` the tabulator. */
  type(character: string): readonly Found[]
  pause(): readonly Found[]
  /** Characters that wait for their end. */
  length(): number
}

export type Found =
  | Pick<Extract<Scanned, { type: 'symbol' }>, 'type' | 'format' | 'data'>
  | { readonly type: 'rejected' }

const aimPrefix = /^\]([A-Za-z])[0-9A-Za-z]/

/**
 * A scanner that types puts nothing around a document but the ends of its lines: lines that the length of an
 * MRZ makes belong together wait for one another, and are single codes where a pause comes first.
 */
export function createTypedText(terminator: Terminator, mostCharacters: number): TypedText {
  let line = ''
  let mrz: string[] = []
  /** Too much came: the rest up to its end is thrown away. */
  let skipping = false

  function single(text: string): Found {
    const letter = aimPrefix.exec(text)?.[1]
    const format: BarcodeScanned['format'] | 'OCR' =
      letter === undefined ? (mrzLines(text) ? 'OCR' : 'other') : formatOfAimLetter(letter)
    return { type: 'symbol', format, data: Buffer.from(letter === undefined ? text : text.slice(3)) }
  }

  function flush(): readonly Found[] {
    const alone = mrz.map(single)
    mrz = []
    return alone
  }

  function endLine(): readonly Found[] {
    const text = line
    line = ''
    if (skipping) {
      skipping = false
      return []
    }
    if (text === '') return []
    const count = mrzLineCount(text)
    if (count === undefined) return [...flush(), single(text)]
    const before = mrz[0] !== undefined && mrz[0].length !== text.length ? flush() : []
    mrz.push(text)
    if (mrz.length < count) return before
    const data = Buffer.from(mrz.join('\r'))
    mrz = []
    return [...before, { type: 'symbol', format: 'OCR', data }]
  }

  function endAll(): readonly Found[] {
    const text = line.replace(/\r+$/, '')
    line = ''
    return text === '' ? [] : [single(text)]
  }

  return {
    type(character) {
      const ends =
        (terminator === 'enter' && character === '\r') || (terminator === 'tab' && character === '\t')
      if (ends) return endLine()
      if (skipping) return []
      if (line.length + character.length > mostCharacters) {
        line = ''
        skipping = true
        return [{ type: 'rejected' }]
      }
      line += character
      return []
    },
    pause() {
      const skipped = skipping
      skipping = false
      if (terminator === 'pause') return skipped ? [] : endAll()
      const cut = line !== ''
      line = ''
      return [...flush(), ...(cut ? [{ type: 'rejected' } as const] : [])]
    },
    length: () => line.length + mrz.reduce((sum, one) => sum + one.length, 0),
  }
}
