import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { loadConfiguration } from '../../../config/load-configuration.ts'
import { createScaleSimulator } from '../../../drivers/simulator/scale/scale-simulator.ts'
import { listPlugged } from '../../../edge/commands/devices.ts'
import { watchDevice } from '../../../edge/commands/devices-watch.ts'
import { holdLock } from '../../../edge/journal/lock.ts'
import { temporaryFolder, wellBox, writeSite } from './site.ts'

async function scaleSite() {
  const scale = await createScaleSimulator('cas')
  onTestFinished(() => scale.close())
  const { folder, file } = writeSite(
    `  scale: { kind: scale, protocol: cas, settleMs: 100, transport: { type: tcp, host: 127.0.0.1, port: ${scale.port} } }`,
  )
  mkdirSync(join(folder, 'data'))
  return { scale, folder, configuration: loadConfiguration(file, { checkFiles: false }) }
}

it('bytes are shown in hex as they come, and what the driver reads in them', async () => {
  const { scale, configuration } = await scaleSite()
  const seen: string[] = []
  const stop = await watchDevice(configuration, 'scale', (line) => seen.push(line))
  onTestFinished(stop)
  scale.load(12_340)
  await vi.waitFor(
    () => expect(seen.some((line) => /decoded +VehicleWeighed .*12340/.test(line))).toBe(true),
    5000,
  )
  expect(seen.some((line) => /received +tcp 127\.0\.0\.1:\d+ {2}([0-9a-f]{2} ?)+$/.test(line))).toBe(true)
  expect(seen.some((line) => /health +scale online/.test(line))).toBe(true)
})

it('while a gateway runs, a port that only one can have is refused', async () => {
  const { folder, configuration } = await scaleSite()
  const lock = holdLock(join(folder, 'data/journal.lock'))
  onTestFinished(() => lock.release())
  await expect(watchDevice(configuration, 'scale', () => {})).rejects.toThrow(/A gateway has it open/)
})

it('while a device is watched no gateway starts in the folder; afterwards it does', async () => {
  const { folder, configuration } = await scaleSite()
  const file = join(folder, 'data/journal.lock')
  holdLock(file).release()
  const stop = await watchDevice(configuration, 'scale', () => {})
  expect(() => holdLock(file)).toThrow(/journal\.lock/)
  await stop()
  holdLock(file).release()
})

it('an unknown name is told with those that there are; a folder of pictures is not watched', async () => {
  const { configuration } = await scaleSite()
  await expect(watchDevice(configuration, 'scales', () => {})).rejects.toThrow(/there are: camera, scale/)
  await expect(watchDevice(configuration, 'camera', () => {})).rejects.toThrow(/taken from the lane/)
})

it('what is plugged in is listed with the kinds that fit and what to write', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'by-id'))
  symlinkSync('/dev/null', join(folder, 'by-id/usb-1a86'))
  const hid = { path: '/dev/hidraw0', serialNumber: '' }
  const plugged = await listPlugged({
    ...wellBox(folder),
    serialPorts: async () => [
      { path: '/dev/null', vendorId: '1A86', productId: '7523' },
      { path: '/dev/ttyS0' },
    ],
    hidDevices: async () => [
      { ...hid, vendorId: 0x16c0, productId: 0x05df, product: 'USBRelay2' },
      { ...hid, vendorId: 0x05e0, productId: 0x1300, usagePage: 0x8c, serialNumber: 'S1' },
      { ...hid, vendorId: 0x05e0, productId: 0x1200, usagePage: 1, usage: 6 },
      { ...hid, vendorId: 0x046d, productId: 0xc077, usagePage: 1, usage: 2 },
    ],
  })
  expect(plugged.map(({ usb, kinds, write }) => [usb, kinds[0], write])).toEqual([
    ['1a86:7523', 'modbus-board', { path: join(folder, 'by-id/usb-1a86') }],
    [null, 'modbus-board', { path: '/dev/ttyS0' }],
    ['16c0:05df', 'hid-relay', {}],
    ['05e0:1300', 'scanner-hid-pos', { vendorId: '05e0', productId: '1300', serialNumber: 'S1' }],
    ['05e0:1200', 'scanner-keyboard', { vendorId: '05e0', productId: '1200' }],
    ['046d:c077', undefined, { vendorId: '046d', productId: 'c077' }],
  ])
})
