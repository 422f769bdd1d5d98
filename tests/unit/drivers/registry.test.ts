import { expect, test } from 'vitest'
import { driverRegistry } from '../../../drivers/registry.ts'

test('every kind of device is registered once, with a title', () => {
  const kinds = driverRegistry.map(({ kind }) => kind)
  expect(new Set(kinds).size).toBe(kinds.length)
  expect([...kinds].sort()).toEqual([
    'badge-keyboard',
    'badge-osdp',
    'badge-serial',
    'camera-dahua',
    'camera-folder',
    'camera-hikvision',
    'camera-hikvision-push',
    'camera-http',
    'camera-rtsp',
    'contact-barrier',
    'document-reader',
    'hid-relay',
    'modbus-board',
    'page-folder',
    'page-upload',
    'scale',
    'scanner-hid-pos',
    'scanner-keyboard',
    'scanner-ssi',
    'serial-relay',
  ])
  for (const { title } of driverRegistry) expect(title).not.toBe('')
})
