import { describe, expect, test } from 'vitest'
import { parseState, setRelay } from '../../../drivers/hid-relay/codec.ts'
import { kmtronic, lcus, numato } from '../../../drivers/serial-relay/codec.ts'
import { serialRelayOptions } from '../../../drivers/serial-relay/options.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))
const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'ascii'))

function requestOf(setting: ReturnType<typeof lcus.set>): Uint8Array {
  return setting instanceof Uint8Array ? setting : setting.request
}

describe('bytes of relay boards, as their makers print them', () => {
  test('LCUS: A0, channel, state, sum', () => {
    expect(hex(requestOf(lcus.set(1, true)))).toBe('a00101a2')
    expect(hex(requestOf(lcus.set(1, false)))).toBe('a00100a1')
    expect(lcus.status([1], 1)).toEqual([])
  })

  test('KMTronic: set and status of one channel, of four, of eight', () => {
    expect(hex(requestOf(kmtronic.set(1, true)))).toBe('ff0101')
    const [one] = kmtronic.status([1], 2)
    expect(hex(one?.request ?? new Uint8Array())).toBe('ff0103')
    expect(one?.answer(bytes('ff0201'))).toBeUndefined()
    expect(one?.answer(bytes('00ff0101'))?.get(1)).toBe(true)
    const [all] = kmtronic.status([1, 2, 3], 3)
    expect(hex(all?.request ?? new Uint8Array())).toBe('ff0900')
    expect(all?.answer(bytes('010000'))).toBeUndefined()
    expect([...(all?.answer(bytes('01000100')) ?? [])]).toEqual([
      [1, true],
      [2, false],
      [3, true],
      [4, false],
    ])
    expect(all?.answer(bytes('01000107'))).toBeUndefined()
  })

  test('Numato: commands end with CR, the answer stands between echo and prompt', () => {
    const on = numato.set(10, true)
    expect(Buffer.from(requestOf(on)).toString('ascii')).toBe('relay on A\r')
    if (on instanceof Uint8Array) throw new Error('Numato answers')
    expect(on.answer(ascii('relay on A\n\r'))).toBeUndefined()
    expect(on.answer(ascii('relay on A\n\r>'))).toBe(true)
    const [all] = numato.status([0], 16)
    expect(all?.answer(ascii('relay readall\n\r0005\n\r>'))?.get(2)).toBe(true)
    expect(all?.answer(ascii('relay readall\n\rwhat\n\r>'))).toBeUndefined()
  })

  test('dcttech: FF n on, FD n off; serial number and mask of report 1', () => {
    expect(hex(setRelay(2, true))).toBe('00ff02000000000000')
    expect(hex(setRelay(2, false))).toBe('00fd02000000000000')
    expect(parseState(bytes('5141414d5a000001'))).toEqual({ serial: 'QAAMZ', mask: 1 })
    expect(parseState(bytes('015141414d5a000003'))).toEqual({ serial: 'QAAMZ', mask: 3 })
    expect(parseState(bytes('0000000000000000'))).toBeUndefined()
    expect(parseState(bytes('5141414d5a0000'))).toBeUndefined()
  })

  test('a channel that the board does not have is refused with what is allowed', () => {
    const parsed = serialRelayOptions.safeParse({
      transport: { type: 'serial', path: '/dev/ttyUSB0' },
      protocol: 'kmtronic',
      size: 8,
      points: { open: { channel: 0 } },
    })
    expect(parsed.error?.issues[0]).toMatchObject({
      path: ['points', 'open', 'channel'],
      message: '1 to 8 on a kmtronic board of 8',
    })
  })
})
