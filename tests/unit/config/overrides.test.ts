import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseConfiguration } from '../../../config/load-configuration.ts'
import { laneWith, messages } from './messages.ts'
import { sampleRegistry } from './sample-registry.ts'

function load(...set: string[]) {
  return parseConfiguration('/etc/ayaldama/lane.yaml', laneWith(), {
    registry: sampleRegistry,
    checkFiles: false,
    set,
  })
}

describe('a value of the command line', () => {
  test('goes before the one in the file', () => {
    expect(load('console.port=0').console.port).toBe(0)
    expect(load('gateway.simulation=true').gateway.simulation).toBe(true)
    expect(load('lanes.0.hostParty=KAZ').lanes[0]?.hostParty).toBe('KAZ')
    expect(load('console={ port: 81, officers: o.yaml }').console.port).toBe(81)
  })

  test('reaches a device by its name alone', () => {
    expect(load('camera.folder=/photographs').devices[0]?.options).toMatchObject({ folder: '/photographs' })
  })

  test('is text as it stands, whatever YAML would see in it', () => {
    for (const name of ['/a b/#1: x', '/a #b', '*', '/x: [y', '@home', '-']) {
      expect(load(`camera.folder=${name}`).devices[0]?.options).toMatchObject({ folder: resolve(name) })
    }
  })

  test('names a folder from where the command is given, the file from where the file lies', () => {
    expect(load('camera.folder=photographs').devices[0]?.options).toMatchObject({
      folder: resolve('photographs'),
    })
    expect(load().devices[0]?.options).toMatchObject({ folder: '/etc/ayaldama/photographs' })
  })
})

describe('a wrong value of the command line is told under its own name', () => {
  test.each([
    [
      'console.port=99999',
      '--set console.port: 99999 is out of range; allowed: a whole number from 0 to 65535',
    ],
    [
      'camera.pollMs=1',
      '--set camera.pollMs devices.camera.pollMs: 1 is out of range; allowed: a whole number from 50 to 10000',
    ],
    [
      'gateway.idd=x',
      '--set gateway.idd: unknown key "idd"; allowed: id, checkpoint, timeZone, data, personalDays, ballastMiB, simulation; did you mean "id"?',
    ],
    ['lanes.0.camera=nope', '--set lanes.0.camera: there is no device "nope"; allowed: camera'],
    [
      'lanes.4.camera=x',
      '--set lanes.4.camera: cannot be set: "4" is not an entry of a list of 1, counted from 0',
    ],
    ['version.x=1', '--set version.x: cannot be set: Expected YAML collection at version. Remaining path: x'],
    [
      'nonsense',
      '--set nonsense: is not of the form path=value; allowed: a dotted path, "=" and a value, e.g. camera.folder=photographs',
    ],
    [
      'camra.folder=x',
      '--set camra.folder: unknown key "camra"; allowed: version, gateway, rulePack, law, console, recognition, replication, devices, lanes, camera, reader, board-1, barrier-in, barrier-out; did you mean "camera"?',
    ],
    [
      'camera=5',
      '--set camera devices.camera: 5 is of the wrong type; allowed: a mapping with kind and its options',
    ],
  ])('%s', (set, message) => {
    expect(messages(laneWith(), [set])).toEqual([message])
  })
})
