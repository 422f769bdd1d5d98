import { describe, expect, test } from 'vitest'
import { parseConfiguration } from '../../../config/load-configuration.ts'
import { laneWith, messages } from './messages.ts'
import { sampleRegistry, wholeLane } from './sample-registry.ts'

describe('a sound configuration', () => {
  test('is accepted with defaults filled in', () => {
    const { gateway, console, recognition, devices, lanes, replication } = parseConfiguration(
      '/etc/ayaldama/lane.yaml',
      wholeLane,
      { registry: sampleRegistry, checkFiles: false },
    )
    expect(gateway).toEqual({
      id: 'gateway-1',
      checkpoint: 'korday-ak-jol',
      timeZone: 'Asia/Bishkek',
      data: '/etc/ayaldama/data',
      ballastMiB: 64,
      simulation: false,
    })
    expect(console).toEqual({
      host: '127.0.0.1',
      port: 8080,
      officers: '/etc/ayaldama/officers.yaml',
      hostNames: [],
      signatures: 'recorded',
    })
    expect(recognition.workers).toBe(2)
    expect(recognition.models).toMatch(/models$/)
    expect(replication).toEqual({})
    expect(devices.map(({ id, kind, role }) => [id, kind, role])).toEqual([
      ['camera', 'camera-folder', 'camera'],
      ['reader', 'document-reader', 'documentReader'],
      ['board-1', 'modbus-board', 'ioBoard'],
      ['barrier-in', 'contact-barrier', 'barrier'],
      ['barrier-out', 'contact-barrier', 'barrier'],
    ])
    expect(devices[0]?.options).toEqual({ folder: '/etc/ayaldama/photographs', pollMs: 500 })
    expect(lanes[0]?.barriers?.approach).toEqual({
      device: 'barrier-in',
      travelMs: 3000,
      maxInputAgeMs: 500,
      holdOffMs: 1000,
    })
  })
})

describe('one error', () => {
  test('an unknown device kind: position of the word, all kinds, the nearest one', () => {
    expect(messages(laneWith(['kind: camera-folder', 'kind: camra-folder']))).toEqual([
      'lane.yaml:11:11 devices.camera.kind: unknown device kind "camra-folder"; ' +
        'allowed: camera-http, camera-folder, document-reader, modbus-board, serial-relay, contact-barrier; ' +
        'did you mean "camera-folder"?',
    ])
  })

  test('a device without a kind', () => {
    expect(messages(laneWith(['    kind: camera-folder\n', '']))).toEqual([
      'lane.yaml:10:3 devices.camera.kind: is missing; ' +
        'allowed: camera-http, camera-folder, document-reader, modbus-board, serial-relay, contact-barrier',
    ])
  })

  test('a wrong key: position of the key, the keys allowed there, the nearest one', () => {
    expect(messages(laneWith(['checkpoint:', 'chekpoint:']))).toEqual([
      'lane.yaml:2:1 gateway.checkpoint: is missing; allowed: lower-case letters, digits and hyphens, a letter first, at most 40 characters',
      'lane.yaml:4:3 gateway.chekpoint: unknown key "chekpoint"; ' +
        'allowed: id, checkpoint, timeZone, data, personalDays, ballastMiB, simulation; did you mean "checkpoint"?',
    ])
  })

  test('a wrong key deep in a device', () => {
    expect(messages(laneWith(['port: 502', 'port: 502, prot: 1']))).toEqual([
      'lane.yaml:18:58 devices.board-1.transport.prot: unknown key "prot"; allowed: type, host, port; did you mean "port"?',
    ])
  })

  test('a wrong key of a device itself: kind is among the allowed ones', () => {
    expect(messages(laneWith(['folder: ./ph', 'pollms: 60\n    folder: ./ph']))).toEqual([
      'lane.yaml:12:5 devices.camera.pollms: unknown key "pollms"; allowed: kind, folder, pollMs; did you mean "pollMs"?',
    ])
  })

  test('a number out of range: position of the number and the range', () => {
    expect(messages(laneWith(['port: 502', 'port: 70000']))).toEqual([
      'lane.yaml:18:53 devices.board-1.transport.port: 70000 is out of range; allowed: a whole number from 1 to 65535',
    ])
    expect(messages(laneWith(['{ device: barrier-in }', '{ device: barrier-in, travelMs: 30001 }']))).toEqual(
      [
        'lane.yaml:51:49 lanes.0.barriers.approach.travelMs: 30001 is out of range; allowed: a whole number from 20 to 30000',
      ],
    )
  })

  test('a word where a number belongs', () => {
    expect(messages(laneWith(['  officers: ./off', '  port: http\n  officers: ./off']))).toEqual([
      'lane.yaml:8:9 console.port: "http" is of the wrong type; allowed: a whole number from 0 to 65535',
    ])
  })

  test('an alternative that does not exist names all that do', () => {
    expect(messages(laneWith(['type: tcp, host: 192.0.2.11', 'type: tpc, host: 192.0.2.11']))).toEqual([
      'lane.yaml:18:24 devices.board-1.transport.type: "tpc" is not allowed; allowed: tcp, serial; did you mean "tcp"?',
    ])
  })

  test('an empty value stands at its key', () => {
    expect(messages(laneWith(['rulePack: ./rules.yaml', 'rulePack:']))).toEqual([
      'lane.yaml:6:1 rulePack: is empty; allowed: a file name; relative names start at the folder of this file',
    ])
  })

  test('a time zone that is none', () => {
    expect(messages(laneWith(['  data: ./data', '  timeZone: Asia/Bishkk\n  data: ./data']))).toEqual([
      'lane.yaml:5:13 gateway.timeZone: "Asia/Bishkk" is no time zone; allowed: a name of the IANA time zone database, e.g. Asia/Bishkek, Asia/Almaty',
    ])
  })

  test('a name that goes into topics has only letters, digits and hyphens', () => {
    expect(messages(laneWith(['id: gateway-1', 'id: Gateway/1']))).toEqual([
      'lane.yaml:3:7 gateway.id: "Gateway/1" is not of the right form; allowed: lower-case letters, digits and hyphens, a letter first, at most 40 characters',
    ])
  })

  test('a secret is never printed', () => {
    const text = laneWith([
      'kind: camera-folder\n    folder: ./photographs',
      'kind: camera-http\n    url: http://192.0.2.1/\n    password: abc',
    ])
    expect(messages(text)).toEqual([
      'lane.yaml:13:15 devices.camera.password: the text has 3 characters; allowed: text of at least 4 characters',
    ])
    expect(messages(text.replace('password: abc', 'password: 1234567'))).toEqual([
      'lane.yaml:13:15 devices.camera.password: the value is of the wrong type; allowed: text of at least 4 characters',
    ])
  })
})

describe('several errors', () => {
  test('all are told at once, from top to bottom', () => {
    const text = laneWith(
      ['version: 1', 'version: 2'],
      ['checkpoint: korday-ak-jol', 'checkpoint: korday-ak-jol\n  colour: red'],
      ['kind: camera-folder', 'kind: camera'],
      ['port: 4001', 'port: 0'],
      ['open: open1', 'open: opne1'],
      ['entryParty: KGZ', 'entryParty: UZB'],
      ['documentReader: reader', 'documentReader: raeder'],
      ['{ device: barrier-out }', '{ device: barrier-out, holdOffMs: 50 }'],
    )
    expect(messages(text).map((line) => line.slice(0, line.indexOf(';')))).toEqual([
      'lane.yaml:1:10 version: 2 is not allowed',
      'lane.yaml:5:3 gateway.colour: unknown key "colour"',
      'lane.yaml:12:11 devices.camera.kind: unknown device kind "camera"',
      'lane.yaml:16:53 devices.reader.transport.port: 0 is out of range',
      'lane.yaml:33:11 devices.barrier-in.open: the board "board-1" has no point "opne1"',
      'lane.yaml:47:17 lanes.0.entryParty: "UZB" is not allowed',
      'lane.yaml:50:21 lanes.0.documentReader: there is no device "raeder"',
      'lane.yaml:53:50 lanes.0.barriers.release.holdOffMs: 50 is out of range: gateway.simulation is not set',
    ])
  })
})

describe('text that is no sound YAML', () => {
  test('a syntax error has its place', () => {
    expect(messages('version: 1\ngateway: [1\n')).toEqual([
      'lane.yaml:3:1: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ])
  })

  test('a key given twice has its place, and other errors are told with it', () => {
    expect(messages(laneWith(['version: 1\n', 'version: 1\nversion: 3\n']))).toEqual([
      'lane.yaml:2:1: the key stands here a second time',
      'lane.yaml:2:10 version: 3 is not allowed; allowed: 1',
    ])
  })

  test.each([
    ['', 'lane.yaml:1:1: the file is empty'],
    ['# nothing but a remark\n', 'lane.yaml:1:1: the file is empty'],
    ['{a: 1}\n---\n{b: 1}', 'lane.yaml:2:1: Source contains multiple documents'],
    ['a: *nowhere', 'lane.yaml:1:4: the alias *nowhere has no anchor before it'],
    ['a: &a [*a]', 'lane.yaml:1:8: the alias *a stands within its own anchor'],
    ['a: !!js/function x', 'lane.yaml:1:4: Unresolved tag'],
    ['['.repeat(20_000), 'lane.yaml:1:1: mappings and lists are nested too deep'],
    [`a: ${'{a: '.repeat(40)}1${'}'.repeat(40)}`, 'lane.yaml:1:1: mappings and lists are nested too deep'],
    [`a: ${'x'.repeat(1_000_001)}`, 'lane.yaml:1:1: the file has 1000004 characters'],
  ])('%.20s', (text, beginning) => {
    const lines = messages(text)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(new RegExp(`^${beginning.replaceAll(/[*]/g, '\\$&')}`))
  })

  test('aliases that multiply are refused before they are followed', () => {
    const level = (name: string, of: string) => `${name}: &${name} [${Array(30).fill(`*${of}`).join(', ')}]`
    const bomb = ['a: &a [x]', level('b', 'a'), level('c', 'b'), level('d', 'c'), level('e', 'd')].join('\n')
    expect(messages(bomb)).toEqual(['lane.yaml:5:48: the alias *d is one of more than 100'])
  })

  test('names of the language itself are ordinary wrong keys', () => {
    const lines = messages(laneWith(['version: 1', '__proto__: {x: 1}\nconstructor: 1\nversion: 1']))
    expect(lines.map((line) => line.slice(0, line.indexOf(';')))).toEqual([
      'lane.yaml:1:1 __proto__: unknown key "__proto__"',
      'lane.yaml:2:1 constructor: unknown key "constructor"',
    ])
  })
})
