import { describe, expect, test } from 'vitest'
import { keyboardDecoder } from '../../../drivers/barcode-scanner/keyboard-codec.ts'
import type { KeyboardLayout } from '../../../drivers/barcode-scanner/keyboard-layouts.ts'
import type { Scanned } from '../../../drivers/barcode-scanner/scanned.ts'
import type { Terminator } from '../../../drivers/barcode-scanner/typed-text.ts'
import { keyboardReports } from '../../../drivers/simulator/reader/scanner-frames.ts'

const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

function scan(
  reports: readonly Uint8Array[],
  layout: KeyboardLayout = 'us',
  terminator: Terminator = 'enter',
  most = 8192,
) {
  const decoder = keyboardDecoder(most, { layout, terminator })
  const found: Scanned[] = reports.flatMap((report) => [...decoder.push(report)])
  const symbols = (results: readonly Scanned[]) =>
    results.flatMap((one) =>
      one.type === 'symbol' ? [[one.format, Buffer.from(one.data).toString('utf8')]] : [],
    )
  const paused = decoder.idle()
  return { found, paused, symbols: symbols(found), afterPause: symbols(paused), decoder }
}

/** Keys that are down at once. */
const report = (modifiers: number, ...keys: readonly number[]) =>
  Uint8Array.of(modifiers, 0, ...keys, ...Array.from({ length: 6 - keys.length }, () => 0))
const up = report(0)

describe('a scanner that types', () => {
  test('HID 1.11, appendix B: key 4 is an a, Enter is 28 hex and ends the code', () => {
    const reports = ['0000040000000000', '0000000000000000', '0000280000000000', '0000000000000000']
    const { symbols } = scan(reports.map((hex) => Buffer.from(hex, 'hex')))
    expect(symbols).toEqual([['other', 'a']])
  })

  test('the layout tells the characters: the same keys are another text', () => {
    const keys = keyboardReports('yz-/1\r', 'us')
    expect(scan(keys, 'us').symbols).toEqual([['other', 'yz-/1']])
    expect(scan(keys, 'de').symbols).toEqual([['other', 'zyß-1']])
    expect(scan(keys, 'fr').symbols).toEqual([['other', 'yw)!&']])
    expect(scan(keys, 'ru').symbols).toEqual([['other', 'ня-.1']])
  })

  test('lines of an MRZ are one document, whatever the layout', () => {
    for (const layout of ['us', 'gb', 'de', 'fr'] as const) {
      const { symbols } = scan(keyboardReports(`${td3.join('\r')}\r`, layout), layout)
      expect(symbols).toEqual([['OCR', td3.join('\r')]])
    }
  })

  test('a line as long as one of an MRZ that stays alone is a code after the pause: nothing is lost', () => {
    const code = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ1234'
    const { symbols, afterPause } = scan(keyboardReports(`${code}\r`))
    expect(symbols).toEqual([])
    expect(afterPause).toEqual([['other', code]])
  })

  test('without a key behind it the pause ends a code, and lines of a document are one', () => {
    expect(scan(keyboardReports('A1'), 'us', 'pause').afterPause).toEqual([['other', 'A1']])
    expect(scan(keyboardReports(td3.join('\r')), 'us', 'pause').afterPause).toEqual([['OCR', td3.join('\r')]])
    expect(scan(keyboardReports(td3.join('')), 'us', 'pause').afterPause).toEqual([['OCR', td3.join('')]])
  })

  test('a tabulator ends it where the scanner is set so, and Enter is then a character', () => {
    expect(scan(keyboardReports('A\rB\t'), 'us', 'tab').symbols).toEqual([['other', 'A\rB']])
  })

  test('a code that the pause cuts off is rejected; the next is read', () => {
    const { paused, afterPause, decoder } = scan(keyboardReports('A1'))
    expect(afterPause).toEqual([])
    expect(paused).toMatchObject([{ type: 'rejected' }])
    const next = keyboardReports('B2\r').flatMap((one) => [...decoder.push(one)])
    expect(next.filter(({ type }) => type === 'symbol')).toHaveLength(1)
  })

  test('the symbology identifier tells the format and is no text', () => {
    expect(scan(keyboardReports(']L0KG|KAMAZ\r')).symbols).toEqual([['PDF417', 'KG|KAMAZ']])
    expect(scan(keyboardReports(']z3A\r')).symbols).toEqual([['Aztec', 'A']])
  })

  test('dead keys join with the next letter, and stand for themselves before a space', () => {
    const grave = report(0x02, 0x2e)
    const acute = report(0, 0x2e)
    const keys = [acute, up, report(0, 0x08), up, grave, up, report(0, 0x2c), up, report(0, 0x28), up]
    expect(scan(keys, 'de').symbols).toEqual([['other', 'é`']])
  })

  test('Ctrl+] is the separator GS, Alt with a number is that character', () => {
    const alt = (digits: string) => [
      report(0x04),
      ...[...digits].flatMap((digit) => [report(0x04, 0x59 + ((Number(digit) + 9) % 10)), report(0x04)]),
      up,
    ]
    const keys = [report(0x01, 0x30), up, ...alt('065'), ...alt('0252'), report(0, 0x28), up]
    expect(scan(keys).symbols).toEqual([['other', '\u001dAü']])
  })

  test('two keys that overlap are two characters; one that stays down is one', () => {
    const keys = [report(0, 0x04), report(0, 0x04, 0x05), report(0, 0x05), up, report(0, 0x28), up]
    expect(scan(keys).symbols).toEqual([['other', 'ab']])
  })

  test('keys that write nothing and errors of the keyboard are counted as thrown away', () => {
    const keys = [report(0, 0x3a), up, report(0, 1, 1, 1, 1, 1, 1), up, report(0x08, 0x04), up]
    const { found, symbols } = scan(keys)
    expect(symbols).toEqual([])
    expect(found.filter(({ type }) => type === 'noise')).toHaveLength(3)
  })

  test('a code that never ends is given up at its limit, and the next one is read', () => {
    const { found, symbols, decoder } = scan(keyboardReports(`${'x'.repeat(700)}\rB2\r`), 'us', 'enter', 256)
    expect(found.filter(({ type }) => type === 'rejected')).toHaveLength(1)
    expect(symbols).toEqual([['other', 'B2']])
    expect(decoder.buffered()).toBe(0)
  })
})
