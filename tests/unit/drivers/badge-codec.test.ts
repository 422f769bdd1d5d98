import { describe, expect, test } from 'vitest'
import { badgeKeyboardDecoder } from '../../../drivers/badge-reader/keyboard-codec.ts'
import { osdpMessage, osdpPoll } from '../../../drivers/badge-reader/osdp-codec.ts'
import { createPresence } from '../../../drivers/badge-reader/presence.ts'
import { type BadgeProtocol, badgeDecoder } from '../../../drivers/badge-reader/serial-codec.ts'
import { badgeFrame } from '../../../drivers/simulator/badge/badge-frames.ts'
import { keyboardReports } from '../../../drivers/simulator/reader/scanner-frames.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')
const read = (protocol: BadgeProtocol, bytes: Uint8Array) => {
  const decoder = badgeDecoder(protocol)
  return [...decoder.push(bytes), ...decoder.idle()]
}
const badgesOf = (results: ReturnType<typeof read>) =>
  results.flatMap((one) => (one.type === 'badge' ? [one.badge] : []))

/** As hardware.md prints them. */
const reference = { em4100: latin('\x0262E3086CED08\x03'), wiegand: latin('1A808001C0\r') }

describe('bytes of badge readers', () => {
  test('EM4100: ten hex digits, the XOR of their bytes behind them', () => {
    expect(read('em4100', reference.em4100)).toEqual([{ type: 'badge', badge: '62E3086CED', bytes: 14 }])
    expect(badgesOf(read('em4100', latin('\x0262e3086ced08\r\n\x03')))).toEqual(['62E3086CED'])
  })

  test('Wiegand 26: facility 1, card 3, both parities right', () => {
    expect(read('wiegand', reference.wiegand)).toEqual([{ type: 'badge', badge: '010003', bytes: 11 }])
    expect(badgesOf(read('wiegand', latin('1A808001C0\r\n')))).toEqual(['010003'])
  })

  test('Wiegand 34: facility and card of 16 bits each', () => {
    expect(badgesOf(read('wiegand', latin('2280008001C0\r')))).toEqual(['00010003'])
  })

  test.each([
    ['em4100', 'one digit changed, the XOR as before', latin('\x0262E3086CEC08\x03')],
    ['em4100', 'a digit that is none', latin('\x0262E3086CEX08\x03')],
    ['em4100', 'cut', latin('\x0262E3086CED\x03')],
    ['wiegand', 'one bit of the first half changed', latin('1AC08001C0\r')],
    ['wiegand', 'one bit of the second half changed', latin('1A80800140\r')],
    ['wiegand', 'both halves changed in their last bit', latin('1A80180180\r')],
    ['wiegand', 'a bit behind the end', latin('1A808001C1\r')],
    ['wiegand', 'more digits than its count of bits', latin('1A808001C000\r')],
    ['wiegand', '37 bits', latin('25808001C000\r')],
    ['wiegand', 'a sound line behind digits that belong to no line', latin('1A808001C01A808001C0\r')],
  ] as const)('%s: %s is no badge', (protocol, _, bytes) => {
    const results = read(protocol, bytes)
    expect(badgesOf(results)).toEqual([])
    expect(results.reduce((sum, one) => sum + one.bytes, 0)).toBe(bytes.length)
  })

  test.each(['em4100', 'wiegand'] as const)('%s: found again after rubbish, however cut', (protocol) => {
    const decoder = badgeDecoder(protocol)
    const bytes = Buffer.concat([latin('\x02zz,\x02'), reference[protocol], reference[protocol]])
    const results = [...bytes].flatMap((byte) => decoder.push(Uint8Array.of(byte)))
    expect(badgesOf(results)).toHaveLength(2)
    expect(results.reduce((sum, one) => sum + one.bytes, 0) + decoder.buffered()).toBe(bytes.length)
  })

  test('a reader that types: the number, of any layout, and nothing that is none', () => {
    const typed = (text: string, layout: 'us' | 'fr' = 'us') =>
      badgesOf(
        keyboardReports(text, layout).flatMap(
          (() => {
            const decoder = badgeKeyboardDecoder({ layout, terminator: 'enter' })
            return (report: Uint8Array) => [...decoder.push(report)]
          })(),
        ),
      )
    expect(typed('0012345678\r')).toEqual(['0012345678'])
    expect(typed('62e3086ced\r', 'fr')).toEqual(['62E3086CED'])
    expect(typed('123\r')).toEqual([])
    expect(typed('the quick fox\r')).toEqual([])
    expect(typed('123456789012345678901\r')).toEqual([])
  })

  test('the simulator sends the bytes of the reference', () => {
    expect(badgeFrame('em4100', '62E3086CED')).toEqual(reference.em4100)
    expect(badgeFrame('wiegand', '010003')).toEqual(reference.wiegand)
  })
})

test('a badge that is held is presented once, another at once, and the same again when it was away', () => {
  const presence = createPresence(1000)
  const seen = [
    ['A', 0],
    ['A', 900],
    ['A', 1800],
    ['B', 1900],
    ['A', 2000],
    ['A', 3000],
  ] as const
  expect(seen.map(([badge, at]) => presence.isNew(badge, at))).toEqual([true, false, false, true, true, true])
  presence.forget()
  expect(presence.isNew('A', 3100)).toBe(true)
})

describe('OSDP', () => {
  const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
  const answer = (bytes: Uint8Array, sequence = 1) => osdpPoll(0x65, sequence).answer(bytes)
  const reply = (code: number, data: readonly number[], sequence = 1) =>
    osdpMessage(0xe5, sequence, code, Uint8Array.from(data))
  const card = [0, 1, 26, 0, 0x80, 0x80, 0x01, 0xc0]

  test('the poll and the answer of the reference', () => {
    expect(osdpPoll(0x65, 0).request).toEqual(Uint8Array.from(hex('FF 53 65 08 00 04 60 60 90')))
    expect(osdpPoll(0, 0).answer(hex('53 00 08 00 04 40 89 8E'))).toEqual({ type: 'nothing' })
  })

  test.each([
    ['a card of 26 bits', 0x50, card, { type: 'badge', badge: '010003' }],
    ['a card of 32 bits, an UID', 0x50, [0, 0, 32, 0, 0x04, 0xa2, 0x19, 0xff], { badge: '04A219FF' }],
    ['a card of 37 bits', 0x50, [0, 0, 37, 0, 0x80, 0, 0, 0, 0x08], { badge: '1000000001' }],
    ['characters', 0x51, [0, 0, 6, ...Buffer.from('12ab34')], { badge: '12AB34' }],
    ['a parity that is wrong', 0x50, [0, 1, 26, 0, 0xc0, 0x80, 0x01, 0xc0], { type: 'damaged' }],
    ['fewer bytes than bits', 0x50, [0, 0, 40, 0, 1, 2], { type: 'damaged' }],
    ['busy', 0x79, [], { type: 'busy' }],
    ['an unexpected sequence number', 0x41, [4], { type: 'refused', code: 4 }],
    ['an open case', 0x48, [1, 0], { type: 'status', tamper: true }],
    ['keys that were pressed', 0x53, [0, 1, 0x31], { type: 'nothing' }],
  ] as const)('%s', (_, code, data, meaning) => {
    expect(answer(reply(code, data))).toMatchObject(meaning)
  })

  test('an answer to another request, of another reader, cut, or the echo of the poll is none', () => {
    expect(answer(reply(0x50, card, 2))).toBeUndefined()
    expect(answer(osdpMessage(0xe6, 1, 0x50, Uint8Array.from(card)))).toBeUndefined()
    expect(answer(reply(0x50, card).subarray(0, -1))).toBeUndefined()
    expect(answer(osdpPoll(0x65, 1).request)).toBeUndefined()
  })

  test('found behind rubbish and an echo; a damaged one is told as such', () => {
    const sound = reply(0x50, card)
    const spoilt = Uint8Array.from(sound).fill(0x42, 9, 10)
    expect(answer(spoilt)).toEqual({ type: 'damaged' })
    const all = Buffer.concat([hex('53 FF 00'), osdpPoll(0x65, 1).request, spoilt, sound])
    expect(answer(all)).toEqual({ type: 'badge', badge: '010003' })
  })
})
