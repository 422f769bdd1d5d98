import { describe, expect, test } from 'vitest'
import { type ScaleProtocol, scaleDecoder } from '../../../drivers/scale/codec.ts'
import { createWeighing } from '../../../drivers/scale/weighing.ts'
import { scaleFrame } from '../../../drivers/simulator/scale/scale-frames.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')
const read = (protocol: ScaleProtocol, bytes: Uint8Array, checksum = true) =>
  scaleDecoder(protocol, checksum).push(bytes)

const reference = {
  toledo: latin('\x02\x2a\x30\x20025340000000\x0d\x29'),
  yaohua: latin('\x02+01234501A\x03'),
  cas: latin('ST,GS,+0025340kg\r\n'),
}

describe('bytes of scales, as their makers print them', () => {
  test('Toledo continuous: 25340 kg gross, at rest', () => {
    const indication = { kilograms: 25_340, stable: true, net: false, outOfRange: false }
    expect(read('toledo', reference.toledo)).toEqual([{ type: 'indication', indication, bytes: 18 }])
    expect(read('toledo', reference.toledo.subarray(0, 17), false)).toMatchObject([{ indication }])
  })

  test.each([
    [0x31, { net: true }],
    [0x32, { kilograms: -25_340 }],
    [0x34, { outOfRange: true }],
    [0x38, { stable: false }],
  ])('Toledo continuous: status byte B %i', (status, told) => {
    const frame = Buffer.from(reference.toledo)
    frame[2] = status
    frame[17] = -frame.subarray(0, 17).reduce((all, byte) => all + byte, 0) & 0x7f
    expect(read('toledo', frame)).toMatchObject([{ indication: told }])
  })

  test('Toledo continuous: pounds are no kilograms, and a wrong checksum is no weight', () => {
    const pounds = Buffer.from(reference.toledo)
    pounds[2] = 0x20
    pounds[17] = 0x39
    const spoilt = Buffer.from(reference.toledo)
    spoilt[5] = 0x39
    for (const frame of [pounds, spoilt]) {
      expect(read('toledo', frame).some(({ type }) => type === 'indication')).toBe(false)
    }
  })

  test('Yaohua and Keli: the XOR of bytes 2 to 9 stands at the end', () => {
    const indication = { kilograms: 12_345, stable: null, net: false, outOfRange: false }
    expect(read('yaohua', reference.yaohua)).toEqual([{ type: 'indication', indication, bytes: 12 }])
    const other = latin('\x02+01244501A\x03')
    expect(read('yaohua', other).some(({ type }) => type === 'indication')).toBe(false)
  })

  test.each([
    ['ST,GS,+0025340kg\r\n', { kilograms: 25_340, stable: true, net: false }],
    ['US,NT,-   12.5kg\r\n', { kilograms: -12.5, stable: false, net: true }],
    ['ST,GS,\x01\xc0,   25340 kg\r\n', { kilograms: 25_340, stable: true }],
    ['ST,GS,+ 25.340 t\r\n', { kilograms: 25_340 }],
    ['OL,GS,+\r\n', { outOfRange: true }],
  ])('CAS and A&D: %j', (line, told) => {
    expect(read('cas', latin(line))).toMatchObject([{ type: 'indication', indication: told }])
  })

  test.each(['toledo', 'yaohua', 'cas'] as const)(
    '%s: found again after rubbish, however cut',
    (protocol) => {
      const decoder = scaleDecoder(protocol, true)
      const bytes = Buffer.concat([latin('\x02junk,ST'), reference[protocol], reference[protocol]])
      const results = [...bytes].flatMap((byte) => decoder.push(Uint8Array.of(byte)))
      expect(results.filter(({ type }) => type === 'indication')).toHaveLength(2)
      expect(results.reduce((sum, one) => sum + one.bytes, 0) + decoder.buffered()).toBe(bytes.length)
    },
  )

  test('the simulator sends the bytes of the reference', () => {
    expect(scaleFrame('toledo', { kilograms: 25_340 })).toEqual(reference.toledo)
    expect(scaleFrame('yaohua', { kilograms: 12_345 })).toEqual(reference.yaohua)
    expect(scaleFrame('cas', { kilograms: 25_340 })).toEqual(reference.cas)
  })
})

describe('a weight', () => {
  const settings = { leastKg: 300, settleMs: 1000, toleranceKg: 20 }
  const at = (kilograms: number, stable: boolean | null = null) => ({
    ...{ kilograms, stable },
    ...{ net: false, outOfRange: false },
  })

  test('is one when it stood still for long enough, once a vehicle', () => {
    const weighing = createWeighing(settings)
    expect(weighing.take(at(12_000), 0)).toBeNull()
    expect(weighing.take(at(25_340), 900)).toBeNull()
    expect(weighing.take(at(25_350), 1899)).toBeNull()
    expect(weighing.take(at(25_350), 1900)).toEqual({ kilograms: 25_350, net: false })
    expect(weighing.take(at(25_350), 9000)).toBeNull()
    expect(weighing.take(at(40), 9100)).toBeNull()
    expect(weighing.take(at(18_000), 9200)).toBeNull()
    expect(weighing.take(at(18_000), 10_200)).toEqual({ kilograms: 18_000, net: false })
  })

  test('is none while the scale moves, is overloaded, or was lost', () => {
    const weighing = createWeighing(settings)
    weighing.take(at(25_340, true), 0)
    expect(weighing.take(at(25_340, false), 900)).toBeNull()
    expect(weighing.take(at(25_340, true), 1000)).toBeNull()
    expect(weighing.take({ ...at(25_340), outOfRange: true }, 1900)).toBeNull()
    expect(weighing.take(at(25_340), 2000)).toBeNull()
    weighing.forget()
    expect(weighing.take(at(25_340), 3000)).toBeNull()
    expect(weighing.take(at(25_340), 4000)).not.toBeNull()
  })
})
