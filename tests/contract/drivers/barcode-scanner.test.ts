import { afterEach, beforeEach, expect, test } from 'vitest'
import { scannerHidPos, scannerSsi } from '../../../drivers/barcode-scanner/definition.ts'
import {
  createReaderSimulator,
  type ReaderSimulator,
} from '../../../drivers/simulator/reader/reader-simulator.ts'
import { ssiFrames } from '../../../drivers/simulator/reader/scanner-frames.ts'
import type { BarcodeScanned, DocumentReader } from '../../../edge/ports/devices.ts'
import { inState } from '../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'

const noBoards = () => {
  throw new Error('a scanner has no board')
}

let simulator: ReaderSimulator
let scanner: DocumentReader

beforeEach(async () => {
  simulator = await createReaderSimulator()
  const options = scannerSsi.options.parse({
    transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port },
    idleGapMs: 200,
    maxMessageBytes: 4096,
    reconnect: { firstMs: 20, maxMs: 50 },
  })
  scanner = scannerSsi.create(options, driverContext('scanner'), noBoards)
  await scanner.start()
  await inState(scanner, 'online')
  await simulator.whenConnected()
})
afterEach(async () => {
  await scanner.stop()
  await simulator.close()
})

function nextBarcode(): Promise<BarcodeScanned> {
  return new Promise((resolve) => {
    const unsubscribe = scanner.onBarcode?.((barcode) => {
      unsubscribe?.()
      resolve(barcode)
    })
  })
}

test('SSI over TCP: a code of several packets arrives whole, with its time', async () => {
  const text = 'KG01'.repeat(300)
  const scanned = nextBarcode()
  const before = performance.now()
  for (const frame of ssiFrames(0x11, Buffer.from(text))) simulator.send(frame)
  const { at, ...barcode } = await scanned
  expect(barcode).toMatchObject({ type: 'BarcodeScanned', format: 'PDF417', text })
  expect(at).toBeGreaterThanOrEqual(before)
})

test('SSI over TCP: rubbish degrades the device, and the next code heals it', async () => {
  const degraded = inState(scanner, 'degraded')
  // Less than a flood, which would keep the device degraded for a while more.
  for (let i = 0; i < 30; i += 1) simulator.send(Buffer.alloc(200, 0xff))
  expect((await degraded).reason).toContain('device.protocol')
  await expect.poll(() => scanner.health().counters.bytesDiscarded).toBe(30 * 200)
  const scanned = nextBarcode()
  for (const frame of ssiFrames(0x1c, Buffer.from('A1'))) simulator.send(frame)
  expect((await scanned).text).toBe('A1')
  expect(scanner.health().state).toBe('online')
})

test('SSI over TCP: unplugged and plugged in again it reads on, without half a code', async () => {
  const [first] = ssiFrames(0x11, Buffer.alloc(300, 0x41))
  if (first) simulator.send(first)
  const lost = inState(scanner, 'connecting')
  await simulator.unplug()
  await lost
  const back = inState(scanner, 'online')
  await simulator.plug()
  await back
  await simulator.whenConnected()
  const scanned = nextBarcode()
  for (const frame of ssiFrames(0x11, Buffer.from('B2'))) simulator.send(frame)
  expect((await scanned).text).toBe('B2')
})

test('HID POS: where no such device is connected it is looked for, and can be stopped', async () => {
  const options = scannerHidPos.options.parse({ vendorId: 'fffe', productId: 'fffe' })
  const usb = scannerHidPos.create(options, driverContext('usb'), noBoards)
  await usb.start()
  await expect.poll(() => usb.health().reason).toContain('usb fffe:fffe')
  await usb.stop()
  expect(usb.health().state).toBe('stopped')
})
