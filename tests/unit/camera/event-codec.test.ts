import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dahuaEvents } from '../../../drivers/camera-dahua/codec.ts'
import { createEventDecoder, type StreamPart } from '../../../drivers/camera-events/event-codec.ts'
import type { EventProtocol } from '../../../drivers/camera-events/event-intake.ts'
import { hikvisionEvents } from '../../../drivers/camera-hikvision/codec.ts'
import { ascii, joined, smallJpeg } from './small-jpeg.ts'

const decoderOf = ({ grammar }: EventProtocol, maximumBytes = 100_000) =>
  createEventDecoder({ grammar, maximumBytes, maximumEventBytes: 4096 })

const short = (parts: readonly StreamPart[]) =>
  parts.map((part) => (part.kind === 'event' ? part.text : [part.name, part.picture.length]))

const alert = (inner: string, prefix = '') =>
  `<${prefix}EventNotificationAlert version="2.0"><${prefix}eventType>ANPR</${prefix}eventType>${inner}` +
  `</${prefix}EventNotificationAlert>`
const anpr = alert('<ANPR><licensePlate>123 ABC 02</licensePlate></ANPR><UUID>u</UUID>')
const junction =
  'Code=TrafficJunction;action=Pulse;index=0;data={\n "TrafficCar" : {"PlateNumber":"A}1\\"{"}\n}'
const embedded = smallJpeg({ data: [...ascii('\r\n--boundary\r\nContent-Type: image/jpeg\r\n\r\n')] })

const headers: readonly (readonly [string, string])[] = [
  ['as the standard has it', '--boundary\r\nContent-Type: X\r\nContent-Length: 31\r\n\r\n'],
  ['with a length of 0 and bare LF', '--boundary\nContent-Type: X\nContent-Length:0\n\n'],
  ['with a wrong length', '--boundary\r\nContent-Length: 99999\r\n\r\n'],
  ['with no boundary at all', '\r\n\r\n'],
]

describe.each([
  ['Hikvision', hikvisionEvents, anpr],
  ['Dahua', dahuaEvents, junction],
])('the stream of events of %s', (_, protocol, event) => {
  it.each(headers)('gives events and pictures %s', (_name, header) => {
    const stream = joined(ascii(header), ascii(event), ascii(`\r\n${header}`), embedded, ascii('\r\n'))
    const parts = decoderOf(protocol).push(stream)
    expect(short(parts)).toEqual([event, ['', embedded.length]])
  })

  it('names a picture by its header', () => {
    const header = '--b\r\nContent-Disposition: form-data; name="a"; filename="detectionPicture.jpg"\r\n\r\n'
    expect(short(decoderOf(protocol).push(joined(ascii(header), embedded)))).toEqual([
      ['detectionPicture.jpg', embedded.length],
    ])
  })

  it('loses no event behind a picture that breaks off, nor behind an event that does', () => {
    const half = smallJpeg().slice(0, -2)
    const stream = joined(
      half,
      ascii(`\r\n--b\r\n\r\n${event.slice(0, 60)}\r\n--b\r\n\r\n${event}\r\n`),
      embedded,
    )
    const decoder = decoderOf(protocol)
    expect(short(decoder.push(stream))).toEqual([event, ['', embedded.length]])
    expect(decoder.counters()).toMatchObject({ framesRejected: 1, eventsRejected: 1 })
  })

  it('property: the same parts come out however the bytes are cut, and counts with them', () => {
    const piece = fc
      .oneof(
        fc.constantFrom(
          event,
          '\r\n',
          '\r\n--boundary\r\nContent-Length: 7\r\n\r\n',
          event.slice(0, 30),
          'Heartbeat',
        ),
      )
      .map(ascii)
    const bytes = fc.oneof(
      piece,
      fc.constantFrom(embedded, embedded.slice(0, 20)),
      fc.uint8Array({ maxLength: 12 }),
    )
    fc.assert(
      fc.property(
        fc.array(bytes, { maxLength: 12 }),
        fc.array(fc.nat(500), { maxLength: 8 }),
        (pieces, cuts) => {
          const stream = joined(...pieces)
          const whole = decoderOf(protocol, 400)
          const cut = decoderOf(protocol, 400)
          const expected = short(whole.push(stream))
          const edges = [0, ...cuts.filter((at) => at < stream.length).sort((a, b) => a - b), stream.length]
          const found = edges.slice(1).flatMap((edge, index) => cut.push(stream.slice(edges[index], edge)))
          expect(short(found)).toEqual(expected)
          expect(cut.counters()).toEqual(whole.counters())
        },
      ),
      { seed: 11, numRuns: 300 },
    )
  })

  it('an endless part is thrown away in pieces and the next event is found', () => {
    const decoder = decoderOf(protocol, 5000)
    decoder.push(ascii(event.slice(0, 50)))
    for (let i = 0; i < 100; i += 1) decoder.push(new Uint8Array(1000).fill(0x41))
    expect(decoder.counters().eventsRejected).toBe(1)
    expect(short(decoder.push(ascii(`\r\n${event}\r\n`)))).toEqual([event])
  })
})

describe("a camera's own reading", () => {
  it.each([
    [
      'the default namespace',
      alert('<ANPR><licensePlate>WX1234A</licensePlate><confidenceLevel>92</confidenceLevel></ANPR>'),
      'WX1234A',
      0.92,
    ],
    [
      'a prefix and a float',
      alert(
        '<ns1:licensePlate>123abc-02</ns1:licensePlate><ns1:confidenceLevel>92.50</ns1:confidenceLevel>',
        'ns1:',
      ),
      '123ABC02',
      0.925,
    ],
    ['no confidence', alert('<licensePlate> 01 123 ABC </licensePlate>'), '01123ABC', null],
  ])('of Hikvision is read with %s', (_, text, plate, confidence) => {
    expect(hikvisionEvents.parse(text)).toMatchObject({ kind: 'plate', plate: { text: plate, confidence } })
  })

  it.each(['unknown', '', 'No Plate', 'X', '<!DOCTYPE a>'])('that says %j is none', (plate) => {
    expect(hikvisionEvents.parse(alert(`<licensePlate>${plate}</licensePlate>`))).not.toMatchObject({
      plate: { text: expect.anything() },
    })
  })

  it.each([
    ['in the car', '{"TrafficCar":{"PlateNumber":"ABC123"}}', 'ABC123'],
    ['in the object', '{"Object":{"ObjectType":"Plate","Text":"AB 12","Confidence":255}}', 'AB12'],
    ['of a vehicle as no plate', '{"Object":{"ObjectType":"Vehicle","Text":"Toyota"}}', undefined],
  ])('of Dahua is read %s', (_, data, plate) => {
    const event = dahuaEvents.parse(`Code=TrafficJunction;action=Start;index=0;data=${data}`)
    expect(event.kind === 'plate' ? event.plate?.text : event).toBe(plate)
  })

  it('of Dahua is read from the lines of attachFileProc', () => {
    const lines =
      'Events[0].EventBaseInfo.Code=TrafficJunction\r\nEvents[0].TrafficCar.PlateNumber=KG 01 777\r\n'
    const [part] = decoderOf(dahuaEvents).push(ascii(`--myboundary\r\n\r\n${lines}--myboundary\r\n`))
    expect(part?.kind === 'event' && dahuaEvents.parse(part.text)).toMatchObject({
      plate: { text: 'KG01777' },
    })
  })
})
