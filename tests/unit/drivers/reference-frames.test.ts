import { expect, test } from 'vitest'
import { osdpPoll } from '../../../drivers/badge-reader/osdp-codec.ts'
import { badgeDecoder } from '../../../drivers/badge-reader/serial-codec.ts'
import { hidPosDecoder } from '../../../drivers/barcode-scanner/hid-pos-codec.ts'
import { keyboardDecoder } from '../../../drivers/barcode-scanner/keyboard-codec.ts'
import { ssiPacket } from '../../../drivers/barcode-scanner/ssi-codec.ts'
import { hikvisionEvents } from '../../../drivers/camera-hikvision/codec.ts'
import { parseState, setRelay } from '../../../drivers/hid-relay/codec.ts'
import { gateCommand } from '../../../drivers/hikvision-barrier/codec.ts'
import { createRtuReplyFinder, rtuFrame, tcpFrame } from '../../../drivers/modbus-board/codec.ts'
import { scaleDecoder } from '../../../drivers/scale/codec.ts'
import { kmtronic, lcus, numato } from '../../../drivers/serial-relay/codec.ts'
import { hidPosReports } from '../../../drivers/simulator/reader/scanner-frames.ts'
import { getVariable } from '../../../drivers/ups/codec.ts'

const flat = (text: string) => text.replaceAll(' ', '').toUpperCase()
const bytes = (text: string) => Uint8Array.from(Buffer.from(flat(text), 'hex'))
const hex = (data: Uint8Array | undefined) =>
  Buffer.from(data ?? [])
    .toString('hex')
    .toUpperCase()
const text = (data: Uint8Array) => Buffer.from(data).toString('latin1')
const latin = (line: string) => Buffer.from(line, 'latin1')
const requestOf = (set: Uint8Array | { readonly request: Uint8Array }) =>
  set instanceof Uint8Array ? set : set.request

const rtu = (frame: string) => rtuFrame(bytes(frame).subarray(0, -2))
const answered = (request: string, reply: string) => {
  const found = createRtuReplyFinder(bytes(request)).push(bytes(reply))
  return found && rtuFrame(found)
}

/** Every frame that the project's reference of hardware prints: what is sent is made, what is heard is read. */
test.each<[string, string, () => Uint8Array | undefined]>([
  ['Modbus RTU, coil on', '01 05 00 00 FF 00 8C 3A', () => rtu('01 05 00 00 FF 00 8C 3A')],
  ['Modbus RTU, coil off', '01 05 00 00 00 00 CD CA', () => rtu('01 05 00 00 00 00 CD CA')],
  ['Modbus RTU, read coils', '01 01 00 00 00 08 3D CC', () => rtu('01 01 00 00 00 08 3D CC')],
  ['Modbus RTU, coils', '01 01 01 01 90 48', () => answered('01 01 00 00 00 08', '01 01 01 01 90 48')],
  ['Modbus RTU, read inputs', '01 02 00 00 00 08 79 CC', () => rtu('01 02 00 00 00 08 79 CC')],
  ['Modbus RTU, DI1 and DI3', '01 02 01 05 61 8B', () => answered('01 02 00 00 00 08', '01 02 01 05 61 8B')],
  ['Modbus RTU, all off', '01 0F 00 00 00 08 01 00 FE 95', () => rtu('01 0F 00 00 00 08 01 00 FE 95')],
  [
    'Modbus RTU, all off, answer',
    '01 0F 00 00 00 08 54 0D',
    () => answered('01 0F 00 00 00 08 01 00', '01 0F 00 00 00 08 54 0D'),
  ],
  ['Modbus RTU, exception', '01 85 02 C3 51', () => answered('01 05 00 63 FF 00', '01 85 02 C3 51')],
  ['Modbus TCP, coil on', '0001 0000 0006 01 05 0000 FF00', () => tcpFrame(1, bytes('01 05 0000 FF00'))],
  ['Waveshare, pulse of 700 ms', '01 05 02 00 00 07 8D B0', () => rtu('01 05 02 00 00 07 8D B0')],
  ['dcttech, relay 1 on', '00 FF 01 00 00 00 00 00 00', () => setRelay(1, true)],
  ['dcttech, relay 1 off', '00 FD 01 00 00 00 00 00 00', () => setRelay(1, false)],
  ['LCUS on', 'A0 01 01 A2', () => requestOf(lcus.set(1, true))],
  ['LCUS off', 'A0 01 00 A1', () => requestOf(lcus.set(1, false))],
  ['KMTronic on', 'FF 01 01', () => requestOf(kmtronic.set(1, true))],
  ['KMTronic off', 'FF 01 00', () => requestOf(kmtronic.set(1, false))],
  ['KMTronic status of one', 'FF 01 03', () => kmtronic.status([1], 2)[0]?.request],
  ['KMTronic status of all', 'FF 09 00', () => kmtronic.status([1], 8)[0]?.request],
  ['Numato on', hex(latin('relay on 0\r')), () => requestOf(numato.set(0, true))],
  ['Numato off', hex(latin('relay off 0\r')), () => requestOf(numato.set(0, false))],
  ['Numato status', hex(latin('relay readall\r')), () => numato.status([0], 16)[0]?.request],
  ['OSDP poll', 'FF 53 65 08 00 04 60 60 90', () => osdpPoll(0x65, 0).request],
  ['Zebra SSI, a packet', '05 F3 00 00 11 FE F7', () => ssiPacket(0xf3, 0, 0, Uint8Array.of(0x11))],
])('made: %s', (_, frame, make) => {
  expect(hex(make())).toBe(flat(frame))
})

const badge = (protocol: 'em4100' | 'wiegand', frame: Buffer) => badgeDecoder(protocol).push(frame)
const weight = (protocol: 'toledo' | 'yaohua' | 'cas', frame: Buffer) =>
  scaleDecoder(protocol, true).push(frame)
const anpr =
  '<EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><dateTime>2026-11-24T12:00:00</dateTime><eventType>ANPR</eventType><eventState>active</eventState><ANPR><licensePlate>WX1234A</licensePlate><line>1</line><direction>reverse</direction><confidenceLevel>92</confidenceLevel></ANPR><UUID>x</UUID></EventNotificationAlert>'

test.each<[string, () => unknown, unknown]>([
  ['dcttech, state', () => parseState(bytes('51 41 41 4D 5A 00 00 01')), { serial: 'QAAMZ', mask: 1 }],
  ['KMTronic, one', () => kmtronic.status([1], 2)[0]?.answer(bytes('FF 01 01'))?.get(1), true],
  ['KMTronic, four', () => kmtronic.status([1], 4)[0]?.answer(bytes('00 01 00 00'))?.get(2), true],
  [
    'Numato, all',
    () => numato.status([0], 16)[0]?.answer(latin('relay readall\n\r0000\n\r>'))?.get(0),
    false,
  ],
  [
    'Toledo',
    () => weight('toledo', latin('\x02\x2a\x30\x20025340000000\x0d\x29')),
    [{ indication: { kilograms: 25_340, stable: true, net: false } }],
  ],
  ['Yaohua', () => weight('yaohua', latin('\x02+01234501A\x03')), [{ indication: { kilograms: 12_345 } }]],
  ['CAS', () => weight('cas', latin('ST,GS,+0025340kg\r\n')), [{ indication: { kilograms: 25_340 } }]],
  ['EM4100', () => badge('em4100', latin('\x0262E3086CED08\x03')), [{ badge: '62E3086CED' }]],
  ['Wiegand 26', () => badge('wiegand', latin('1A808001C0\r')), [{ badge: '010003' }]],
  [
    'OSDP acknowledgement',
    () => osdpPoll(0, 0).answer(bytes('53 00 08 00 04 40 89 8E')),
    { type: 'nothing' },
  ],
  [
    'keyboard, a and Enter',
    () => {
      const decoder = keyboardDecoder(64, { layout: 'us', terminator: 'enter' })
      const keys = ['00 00 04 00 00 00 00 00', '00'.repeat(8), '00 00 28 00 00 00 00 00']
      return keys.flatMap((report) => decoder.push(bytes(report))).filter(({ type }) => type === 'symbol')
    },
    [{ data: Buffer.from('a') }],
  ],
  [
    'HID POS',
    () => hidPosDecoder(256).push(hidPosReports('Q', Buffer.from('A1'))[0] ?? Buffer.of()),
    [{ type: 'symbol', data: Uint8Array.from(Buffer.from('A1')) }],
  ],
  ['Hikvision gate', () => gateCommand('open'), '<BarrierGate><ctrlMode>open</ctrlMode></BarrierGate>'],
  ['Hikvision event', () => hikvisionEvents.parse(anpr), { kind: 'plate', plate: { text: 'WX1234A' } }],
  ['NUT', () => text(getVariable('lane', 'ups.status').request), 'GET VAR lane ups.status\n'],
])('read: %s', (_, read, meaning) => {
  const found = read()
  if (typeof meaning === 'object' && meaning !== null) expect(found).toMatchObject(meaning)
  else expect(found).toEqual(meaning)
})
