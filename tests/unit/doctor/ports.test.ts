import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ConfiguredDevice } from '../../../config/check-devices.ts'
import type { Box } from '../../../edge/commands/doctor/box.ts'
import { checkPorts } from '../../../edge/commands/doctor/port-check.ts'
import { temporaryFolder, told, wellBox } from './site.ts'

const device = (kind: string, options: object): ConfiguredDevice => ({
  ...{ id: 'it', kind, role: 'documentReader' },
  options,
})
const serial = (path: string) => device('scanner-ssi', { transport: { type: 'serial', path } })
const scanner = device('scanner-hid-pos', { vendorId: '05e0', productId: '1300' })
const well = (change: Partial<Box> = {}) => ({ ...wellBox(temporaryFolder()), ...change })
const ports = (one: ConfiguredDevice, box: Box) => checkPorts([one], box, { gatewayRuns: false })
const plugged = (path: string) => async () => [{ path, vendorId: 0x05e0, productId: 0x1300 }]

it('a serial port that is not plugged in is a problem', async () => {
  expect(told(await ports(serial('/dev/none'), well()), 'it')?.what).toMatch(/not there/)
})

it('a file is no port', async () => {
  expect(told(await ports(serial('/etc/passwd'), well()), 'it')?.what).toMatch(/no port/)
})

it('a port that all may open is well; one that survives a moved cable is proposed', async () => {
  // /dev/null is a character device that everyone may open, as a port after a good rule.
  const box = well()
  expect(told(await ports(serial('/dev/null'), box), 'it')).toBeUndefined()
  mkdirSync(box.serialById)
  symlinkSync('/dev/null', join(box.serialById, 'usb-adapter'))
  expect(told(await ports(serial('/dev/null'), box), 'it')).toMatchObject({
    level: 'warning',
    todo: `Write ${join(box.serialById, 'usb-adapter')} instead.`,
  })
})

it('groups of the service that are missing are told, and what makes them', async () => {
  const box = well()
  writeFileSync(box.groupFile, 'dialout:x:20:\n')
  const findings = await ports(serial('/dev/null'), box)
  expect(told(findings, 'group dialout')).toBeUndefined()
  expect(told(findings, 'group ayaldama-gateway')?.todo).toMatch(/sysusers/)
})

it('rules that are not installed are told', async () => {
  expect(told(await ports(serial('/dev/null'), well({ udevFolders: [] })), 'udev rules')).toMatchObject({
    level: 'problem',
  })
})

it('a HID device needs a rule of its own; a comment is none', async () => {
  const box = well({ hidDevices: plugged('/dev/null') })
  const rules = join(box.udevFolders[0] ?? '', '61-ayaldama.rules')
  const line =
    'SUBSYSTEM=="hidraw", ATTRS{idVendor}=="05e0", ATTRS{idProduct}=="1300", GROUP="ayaldama-gateway"'
  writeFileSync(rules, `#${line}\n`)
  expect(told(await ports(scanner, box), 'it')?.todo).toContain('ATTRS{idProduct}=="1300"')
  writeFileSync(rules, `${line}\n`)
  expect(told(await ports(scanner, box), 'it')).toBeUndefined()
})

it('a hidraw that the service may not open, and a device that is not plugged in, are problems', async () => {
  const { folder, path } = closedFile()
  const rule = 'SUBSYSTEM=="hidraw", ATTRS{idVendor}=="05e0", ATTRS{idProduct}=="1300", GROUP="x"'
  writeFileSync(join(folder, '61.rules'), rule)
  const box = well({ udevFolders: [folder], hidDevices: plugged(path) })
  expect(told(await ports(scanner, box), 'it')?.what).toMatch(/may not open .*mode 600/)
  expect(told(await ports(scanner, { ...box, hidDevices: async () => [] }), 'it')?.what).toMatch(
    /no 05e0:1300/,
  )
})

function closedFile() {
  const folder = temporaryFolder()
  const path = join(folder, 'hidraw0')
  writeFileSync(path, '', { mode: 0o600 })
  return { folder, path }
}

it('a port to listen on that something else has is a problem', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const upload = device('page-upload', { host: '127.0.0.1', port })
  expect(told(await ports(upload, well()), 'it')?.what).toMatch(/EADDRINUSE/)
  expect(await checkPorts([upload], well(), { gatewayRuns: true })).toEqual([])
})
