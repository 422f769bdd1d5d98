import { describe, expect, test } from 'vitest'
import { createFrameDecoder } from '../../../drivers/document-reader/codec.ts'
import { type Framing, framingPresets } from '../../../drivers/document-reader/options.ts'

const td1 = [
  'IDKAZ0412365878880412401006<<<',
  '8804123F3104116KAZ<<<<<<<<<<<2',
  'SEIDAKHMETOVA<<MADINA<<<<<<<<<',
]
const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

function decoder(framing: Framing, maxFrameBytes = 256) {
  const made = createFrameDecoder(framing, maxFrameBytes)
  const push = (text: string) => made.push(Buffer.from(text, 'latin1'))
  return { ...made, push }
}

const types = (found: readonly { readonly type: string }[]) => found.map(({ type }) => type)
const lines = (found: readonly { readonly type: string; readonly lines?: readonly string[] }[]) =>
  found.flatMap((result) => (result.lines === undefined ? [] : [result.lines]))

describe('lines', () => {
  test('the length of the first line tells how many follow', () => {
    const reader = decoder(framingPresets['cr-lines'])
    expect(lines(reader.push(`${td1.join('\r')}\r${td3.join('\r')}\r`))).toEqual([td1, td3])
  })

  test('CR, LF and CR LF are the same', () => {
    const reader = decoder(framingPresets['cr-lines'])
    expect(lines(reader.push(`${td3.join('\n')}\n${td3.join('\r\n')}\r\n`))).toEqual([td3, td3])
  })

  test('the last line needs no end: 89 bytes of a TD3, 92 of a TD1', () => {
    const reader = decoder(framingPresets['cr-lines'])
    expect(td3.join('\r')).toHaveLength(89)
    expect(td1.join('\r')).toHaveLength(92)
    expect(lines(reader.push(td3.join('\r')))).toEqual([td3])
    expect(lines(reader.push(td1.join('\r')))).toEqual([td1])
  })

  test('ends of lines between documents are no rubbish', () => {
    const reader = decoder(framingPresets['cr-lines'])
    expect(types(reader.push(`${td3.join('\r')}\r\r\n`))).toEqual(['document', 'gap', 'gap', 'gap'])
  })

  test('a line of no format takes the lines before it with it', () => {
    const reader = decoder(framingPresets['cr-lines'])
    expect(types(reader.push(`${td3[0]}\r${td3[1]?.slice(1)}\r`))).toEqual(['rejected', 'gap'])
    expect(lines(reader.push(`${td3.join('\r')}\r`))).toEqual([td3])
  })

  test('a line of another format begins a document of its own', () => {
    const reader = decoder(framingPresets['cr-lines'])
    const found = reader.push(`${td3[0]}\r${td1.join('\r')}\r`)
    expect(types(found)).toEqual(['rejected', 'document', 'gap'])
    expect(lines(found)).toEqual([td1])
  })

  test('a control byte ends what was begun and spoils nothing after it', () => {
    const reader = decoder(framingPresets['cr-lines'])
    const found = reader.push(`${td3[0]}\r\x00${td1.join('\r')}\r`)
    expect(types(found)).toEqual(['rejected', 'document', 'gap'])
    expect(lines(found)).toEqual([td1])
  })

  test('the second half of one document and the first of the next are not one, if silence lies between', () => {
    const reader = decoder(framingPresets['cr-lines'])
    expect(lines(reader.push(`${td3[1]}\r`))).toEqual([])
    expect(types(reader.idle())).toEqual(['rejected'])
    expect(lines(reader.push(`${td3.join('\r')}\r`))).toEqual([td3])
  })

  test('an endless line is given up at once, and counted once as a frame', () => {
    const reader = decoder(framingPresets['cr-lines'])
    const found = reader.push('A'.repeat(5000))
    expect(types(found)).toEqual(['rejected', 'noise'])
    expect(reader.buffered()).toBe(0)
  })
})

describe('STX and ETX', () => {
  const framing = framingPresets['stx-etx']
  test('what stands outside is noise', () => {
    const reader = decoder(framing)
    expect(types(reader.push(`\x00\xffgarbage\x02${td3.join('\r')}\r\x03\r\n`))).toEqual([
      'noise',
      'document',
    ])
    expect(types(reader.idle())).toEqual(['noise'])
  })

  test('a document whose end was lost does not swallow the next', () => {
    const reader = decoder(framing)
    const found = reader.push(`\x02${td3[0]}\r\x02${td3.join('\r')}\r\x03`)
    expect(types(found)).toEqual(['rejected', 'document'])
    expect(lines(found)).toEqual([td3])
  })

  test('a frame beyond the limit is rejected and the next one read', () => {
    const reader = decoder(framing, 100)
    expect(types(reader.push(`\x02${'A'.repeat(300)}\x03`))).toEqual(['rejected', 'noise'])
    expect(lines(reader.push(`\x02${td3.join('\r')}\x03`))).toEqual([td3])
  })

  test('binary inside a frame, one line, and four lines are no document', () => {
    const reader = decoder(framing)
    expect(types(reader.push(`\x02${td3[0]}\r${td3[1]?.replace('L', '\x80')}\r\x03`))).toEqual(['rejected'])
    expect(types(reader.push(`\x02${td3[0]}\r\x03`))).toEqual(['rejected'])
    expect(types(reader.push(`\x02${[...td3, ...td3].join('\r')}\r\x03`))).toEqual(['rejected'])
  })

  test('a line one character short still comes: the officer must see what was misread', () => {
    const reader = decoder(framing)
    const short = [td3[0] ?? '', td3[1]?.slice(1) ?? '']
    expect(lines(reader.push(`\x02${short.join('\r')}\r\x03`))).toEqual([short])
  })
})

describe('other framings', () => {
  test('a pause ends a document', () => {
    const reader = decoder(framingPresets['idle-gap'])
    expect(reader.push(td3.join('\r'))).toEqual([])
    expect(lines(reader.idle())).toEqual([td3])
    expect(reader.idle()).toEqual([])
  })

  test('lines without anything between them are cut by the total length', () => {
    const reader = decoder(framingPresets['idle-gap'])
    reader.push(td1.join(''))
    expect(lines(reader.idle())).toEqual([td1])
  })

  test('after too many bytes everything up to the pause is discarded', () => {
    const reader = decoder(framingPresets['idle-gap'], 100)
    expect(types(reader.push('A'.repeat(101) + td3.join('\r')))).toEqual(['rejected', 'noise'])
    expect(reader.idle()).toEqual([])
    reader.push(td3.join('\r'))
    expect(lines(reader.idle())).toEqual([td3])
  })

  test('a printable prefix that occurs inside a document does not restart it', () => {
    const reader = decoder({ by: 'delimiters', prefix: '4D', suffix: '0D 0A', separators: '7C' })
    const document = td3.map((line) => line.replaceAll('R', 'M'))
    expect(lines(reader.push(`M${document.join('|')}\r\n`))).toEqual([document])
  })

  test('suffix only: an oversized frame is skipped up to its suffix', () => {
    const reader = decoder({ by: 'delimiters', suffix: '04', separators: '0D' }, 100)
    expect(types(reader.push(`${'A'.repeat(150)}\r${td3.join('\r')}\x04`))).not.toContain('document')
    expect(lines(reader.push(`${td3.join('\r')}\x04`))).toEqual([td3])
  })
})
