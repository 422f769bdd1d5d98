import { describe, expect, test } from 'vitest'
import { createScanner } from '../../../drivers/barcode-scanner/driver.ts'
import { type HidHandle, openHid, scannerFace } from '../../../drivers/barcode-scanner/hid.ts'
import { hidPosDecoder } from '../../../drivers/barcode-scanner/hid-pos-codec.ts'
import { hidPosOptions, ssiOptions } from '../../../drivers/barcode-scanner/options.ts'
import { ssiDecoder, ssiPacket } from '../../../drivers/barcode-scanner/ssi-codec.ts'
import { hidPosReports, ssiFrames } from '../../../drivers/simulator/reader/scanner-frames.ts'
import type { BarcodeScanned, DocumentScanned } from '../../../edge/ports/devices.ts'
import { inState } from './support/device-events.ts'
import { driverContext } from './support/driver-context.ts'
import { createFakeStream } from './support/fake-stream.ts'

const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const paper = Buffer.from('01KG123ABC|Камаз|2019', 'utf8')
const ack = '04d00400ff28'
const nak = '05d1040001ff25'

async function ssi() {
  const stream = createFakeStream()
  const options = ssiOptions.parse({ transport: { type: 'serial', path: '/dev/ttyUSB0' } })
  const scanner = createScanner(options, driverContext('scanner'), async () => stream, {
    kind: 'scanner-ssi',
    createDecoder: ssiDecoder,
  })
  const documents: DocumentScanned[] = []
  const barcodes: BarcodeScanned[] = []
  scanner.onEvent((event) => documents.push(event))
  scanner.onBarcode?.((event) => barcodes.push(event))
  await scanner.start()
  await inState(scanner, 'online')
  const replies = () => stream.written.map((bytes) => Buffer.from(bytes).toString('hex'))
  return { scanner, stream, documents, barcodes, replies }
}

describe('Zebra SSI', () => {
  test.each([
    [0x11, 'PDF417'],
    [0x1c, 'QRCode'],
    [0x1b, 'DataMatrix'],
    [0x2d, 'Aztec'],
    [0x03, 'Code128'],
    [0x01, 'other'],
  ])('type %i is %s, and is acknowledged', async (type, format) => {
    const { scanner, stream, barcodes, replies } = await ssi()
    for (const frame of ssiFrames(type, paper)) stream.receive(frame)
    expect(barcodes).toMatchObject([{ format, text: paper.toString('utf8') }])
    expect(Buffer.from(barcodes[0]?.bytes ?? [])).toEqual(paper)
    expect(replies()).toEqual([ack])
    await scanner.stop()
  })

  test('OCR-B with MRZ lines is a document and no barcode', async () => {
    const { scanner, stream, documents, barcodes } = await ssi()
    for (const frame of ssiFrames(0xa0, Buffer.from(`${td3.join('\r')}\r`))) stream.receive(frame)
    expect(documents).toMatchObject([{ type: 'DocumentScanned', lines: td3 }])
    expect(barcodes).toEqual([])
    await scanner.stop()
  })

  test('a packet with a wrong checksum is refused, its repetition is read', async () => {
    const { scanner, stream, barcodes, replies } = await ssi()
    const sound = ssiPacket(0xf3, 0, 0, Buffer.from([0x11, ...paper]))
    for (let at = 4; at < sound.length; at += 1) {
      const wrong = Buffer.from(sound)
      wrong.writeUInt8(wrong.readUInt8(at) ^ 0x10, at)
      stream.receive(wrong)
    }
    expect(barcodes).toEqual([])
    expect(new Set(replies())).toEqual(new Set([nak]))
    stream.receive(ssiPacket(0xf3, 0, 1, Buffer.from([0x11, ...paper])))
    expect(barcodes).toHaveLength(1)
    await scanner.stop()
  })

  test('a packet repeated because the answer was lost is read once', async () => {
    const { scanner, stream, barcodes, replies } = await ssi()
    stream.receive(ssiPacket(0xf3, 0, 0, Buffer.from([0x11, ...paper])))
    stream.receive(ssiPacket(0xf3, 0, 1, Buffer.from([0x11, ...paper])))
    stream.receive(ssiPacket(0xf3, 0, 0, Buffer.from([0x11, ...paper])))
    expect(barcodes).toHaveLength(2)
    expect(replies()).toEqual([ack, ack, ack])
    await scanner.stop()
  })

  test('several packets of type 0x99 make the symbol whose type another of them tells', async () => {
    const { scanner, stream, barcodes, replies } = await ssi()
    stream.receive(ssiPacket(0xf3, 0, 2, Buffer.from([0x99, ...paper.subarray(0, 5)])))
    stream.receive(ssiPacket(0xf3, 0, 0, Buffer.from([0x11, ...paper.subarray(5)])))
    expect(barcodes).toMatchObject([{ format: 'PDF417', text: paper.toString('utf8') }])
    expect(replies()).toEqual([ack, ack])
    await scanner.stop()
  })

  test('an acknowledgement of the scanner is not answered, other messages are', async () => {
    const { scanner, stream, replies } = await ssi()
    stream.receive(ssiPacket(0xd0, 0, 0))
    stream.receive(ssiPacket(0xf6, 0, 0, Buffer.of(1)))
    expect(replies()).toEqual([ack])
    await scanner.stop()
  })

  test('bytes that are no UTF-8 are Latin-1', async () => {
    const { scanner, stream, barcodes } = await ssi()
    stream.receive(ssiPacket(0xf3, 0, 0, Buffer.of(0x11, 0xc4, 0x41)))
    expect(barcodes[0]?.text).toBe('ÄA')
    await scanner.stop()
  })
})

describe('USB HID POS', () => {
  function usb() {
    const opened: string[] = []
    let listeners: { data?: (report: Buffer) => void; error?: (error: unknown) => void } = {}
    const library = {
      devicesAsync: async () => [
        { path: '/dev/hidraw0', usagePage: 0x01, serialNumber: 'A' },
        { path: '/dev/hidraw1', usagePage: 0x8c, serialNumber: 'A' },
        { path: '/dev/hidraw2', usagePage: 0x8c, serialNumber: 'B' },
      ],
      HIDAsync: {
        async open(path: string): Promise<HidHandle> {
          opened.push(path)
          listeners = {}
          return {
            on(event: string, listener: (value: Buffer) => void) {
              listeners = { ...listeners, [event]: listener }
            },
            close: async () => {},
          } as HidHandle
        },
      },
    }
    const scanner = (options: object) => {
      const parsed = hidPosOptions.parse({
        vendorId: '0db5',
        productId: '0139',
        reconnect: { firstMs: 10, maxMs: 10 },
        ...options,
      })
      return createScanner(
        parsed,
        driverContext('scanner'),
        openHid(parsed, scannerFace, async () => library),
        {
          kind: 'scanner-hid-pos',
          createDecoder: hidPosDecoder,
        },
      )
    }
    return {
      opened,
      scanner,
      send: (report: Uint8Array) => listeners.data?.(Buffer.from(report)),
      fail: () => listeners.error?.(new Error('pulled')),
    }
  }

  test('a code of several reports is one; the scanner page is opened, not the keyboard', async () => {
    const { opened, scanner, send } = usb()
    const device = scanner({})
    const barcodes: BarcodeScanned[] = []
    device.onBarcode?.((event) => barcodes.push(event))
    await device.start()
    await inState(device, 'online')
    const long = Buffer.from('x'.repeat(60))
    for (const report of hidPosReports('Q', long)) send(report)
    expect(opened).toEqual(['/dev/hidraw1'])
    expect(barcodes).toMatchObject([{ format: 'QRCode', text: 'x'.repeat(60) }])
    await device.stop()
  })

  test('a reader that is pulled and put back reads on, without half a code; OCR lines are a document', async () => {
    const { opened, scanner, send, fail } = usb()
    const device = scanner({ serialNumber: 'B' })
    const documents: DocumentScanned[] = []
    device.onEvent((event) => documents.push(event))
    await device.start()
    await inState(device, 'online')
    const [first] = hidPosReports('o', Buffer.from(td3.join('\r')))
    if (first) send(first)
    const lost = inState(device, 'connecting')
    fail()
    expect(await lost).toMatchObject({ reason: 'device.connect: pulled', counters: { framesRejected: 1 } })
    await inState(device, 'online')
    for (const report of hidPosReports('o', Buffer.from(td3.join('\r')))) send(report)
    expect(documents).toMatchObject([{ lines: td3 }])
    expect(opened).toEqual(['/dev/hidraw2', '/dev/hidraw2'])
    await device.stop()
  })

  test('a scanner that is not there is told by its numbers', async () => {
    const open = openHid({ vendorId: '0db5', productId: '0139' }, scannerFace, async () => ({
      devicesAsync: async () => [],
      HIDAsync: { open: () => Promise.reject(new Error('unexpected')) },
    }))
    await expect(open(new AbortController().signal)).rejects.toMatchObject({ code: 'device.connect' })
  })
})
