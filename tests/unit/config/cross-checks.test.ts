import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { laneWith, messages } from './messages.ts'

describe('a lane', () => {
  test('names devices that exist', () => {
    expect(messages(laneWith(['    camera: camera', '    camera: camrea']))).toEqual([
      'lane.yaml:48:13 lanes.0.camera: there is no device "camrea"; allowed: camera; did you mean "camera"?',
    ])
  })

  test('names devices of the right role', () => {
    expect(messages(laneWith(['documentReader: reader', 'documentReader: camera']))).toEqual([
      'lane.yaml:49:21 lanes.0.documentReader: "camera" is a camera, not a document reader; allowed: reader',
    ])
  })

  test('leads from one Party to the other (JC 7.1)', () => {
    expect(messages(laneWith(['entryParty: KGZ', 'entryParty: KAZ']))).toEqual([
      'lane.yaml:46:17 lanes.0.entryParty: exit and entry Party are the same (JC 7.1); allowed: KGZ',
    ])
  })

  test('shares no barrier, neither within itself nor with another lane', () => {
    expect(
      messages(laneWith(['release: { device: barrier-out }', 'release: { device: barrier-in }'])),
    ).toEqual([
      'lane.yaml:52:26 lanes.0.barriers.release.device: the barrier "barrier-in" is taken by lanes.0.barriers.approach.device already',
    ])
    const second = `  - { id: lane-2, exitParty: KGZ, entryParty: KAZ, hostParty: KGZ, camera: camera,
      barriers: { approach: { device: barrier-in }, release: { device: barrier-out } } }
`
    expect(messages(`${laneWith()}${second}`).map((line) => line.split(':').slice(0, 3).join(':'))).toEqual([
      'lane.yaml:56:39 lanes.1.barriers.approach.device',
      'lane.yaml:56:72 lanes.1.barriers.release.device',
    ])
  })

  test('has a name of its own', () => {
    const second = '  - { id: lane-1, exitParty: KGZ, entryParty: KAZ, hostParty: KGZ, camera: camera }\n'
    expect(messages(`${laneWith()}${second}`)).toEqual([
      'lane.yaml:55:11 lanes.1.id: the name "lane-1" is taken by lanes.0.id already',
    ])
  })

  test('needs no barriers', () => {
    const bare = laneWith().replace(/ {4}barriers:.*$/s, '')
    expect(messages(bare)).toEqual([])
  })

  test('has the real hold-off of IL 2 unless a simulation is declared', () => {
    const fast = ['{ device: barrier-in }', '{ device: barrier-in, holdOffMs: 50, travelMs: 150 }'] as const
    expect(messages(laneWith(fast))).toEqual([
      'lane.yaml:51:50 lanes.0.barriers.approach.holdOffMs: 50 is out of range: gateway.simulation is not set; allowed: at least 1000',
      'lane.yaml:51:64 lanes.0.barriers.approach.travelMs: 150 is out of range: gateway.simulation is not set; allowed: at least 500',
    ])
    expect(messages(laneWith(fast, ['  data:', '  simulation: true\n  data:']))).toEqual([])
  })
})

describe('points of boards', () => {
  test('a barrier names a board that exists and is one', () => {
    expect(messages(laneWith(['board: board-1\n    open: open1', 'board: bord-1\n    open: open1']))).toEqual(
      [
        'lane.yaml:31:12 devices.barrier-in.board: there is no device "bord-1"; allowed: board-1; did you mean "board-1"?',
      ],
    )
    expect(messages(laneWith(['board: board-1\n    open: open1', 'board: camera\n    open: open1']))).toEqual(
      [
        'lane.yaml:31:12 devices.barrier-in.board: "camera" is a camera, not a I/O board; allowed: board-1'.replace(
          'a I/O',
          'an I/O',
        ),
      ],
    )
  })

  test('a barrier opens through an output and learns its position from inputs', () => {
    expect(messages(laneWith(['openLimit: opened1', 'openLimit: open1']))).toEqual([
      'lane.yaml:34:16 devices.barrier-in.openLimit: the point "open1" of "board-1" is an output, not an input; ' +
        'allowed: opened1, closed1, opened2, closed2, loop',
    ])
  })

  test('no output moves two things, under whatever name', () => {
    expect(messages(laneWith(['open: open2', 'open: open1']))).toEqual([
      'lane.yaml:39:11 devices.barrier-out.open: the output "open1" of "board-1" moves barrier-in.open already',
    ])
    expect(messages(laneWith(['close2: { fc: 5, address: 3 }', 'close2: { fc: 5, address: 1 }']))).toEqual([
      'lane.yaml:40:12 devices.barrier-out.close: the output "close2" of "board-1" moves barrier-in.close already',
    ])
  })

  test('a contact may be a point of another board, and that board must have it', () => {
    const relays =
      'relays:\n    kind: serial-relay\n    transport: { type: serial, path: /dev/ttyUSB0 }\n    protocol: numato\n' +
      '    size: 2\n    points: { open: { channel: 0 }, close: { channel: 1 } }\n  board-1:'
    const wired = (open: string) => messages(laneWith(['board-1:', relays], ['open: open1', `open: ${open}`]))
    expect(wired('relays.open')).toEqual([])
    expect(wired('relays.opn')).toEqual([
      expect.stringContaining(
        'the board "relays" has no point "opn"; allowed: open, close; did you mean "open"?',
      ),
    ])
  })

  test('rule 4: a board that cannot be read back moves no barrier', () => {
    const relays =
      'relays:\n    kind: serial-relay\n    transport: { type: serial, path: /dev/ttyUSB0 }\n    protocol: lcus\n' +
      '    size: 2\n    points: { open: { channel: 1 } }\n  board-1:'
    expect(messages(laneWith(['board-1:', relays], ['open: open1', 'open: relays.open']))).toEqual([
      expect.stringContaining(
        'the outputs of "relays" cannot be read back, so that none can be proven off (rule 4)',
      ),
    ])
  })

  test('a signal names a board and a point of it', () => {
    expect(messages(laneWith(['approachLoop: board-1.loop', 'approachLoop: board-1.lop']))).toEqual([
      'lane.yaml:54:21 lanes.0.signals.approachLoop: the board "board-1" has no point "lop"; ' +
        'allowed: opened1, closed1, opened2, closed2, loop; did you mean "loop"?',
    ])
    expect(messages(laneWith(['approachLoop: board-1.loop', 'lightRed: board-1.loop']))).toEqual([
      'lane.yaml:54:17 lanes.0.signals.lightRed: the point "loop" of "board-1" is an input, not an output; ' +
        'allowed: open1, close1, open2, close2',
    ])
    expect(messages(laneWith(['approachLoop: board-1.loop', 'approachLoop: loop']))).toEqual([
      'lane.yaml:54:21 lanes.0.signals.approachLoop: "loop" is not of the right form; ' +
        'allowed: <board>.<point>, e.g. board-1.approachLoop',
    ])
  })
})

describe('connections', () => {
  test('one serial port or serial server serves one device', () => {
    const serial = '{ type: serial, path: /dev/ttyS0 }'
    expect(
      messages(
        laneWith(
          ['{ type: tcp, host: 192.0.2.10, port: 4001 }', serial],
          ['{ type: tcp, host: 192.0.2.11, port: 502 }', serial],
        ),
      ),
    ).toEqual([
      'lane.yaml:18:38 devices.board-1.transport.path: the port /dev/ttyS0 is used by the device "reader" already',
    ])
  })

  test('two units of one Modbus gateway are two boards', () => {
    const board = (unit: number) => `  board-2:
    kind: modbus-board
    unitId: ${unit}
    transport: { type: tcp, host: 192.0.2.11, port: 502 }
    points: {}
lanes:
`
    expect(messages(laneWith(['lanes:\n', board(2)]))).toEqual([])
  })
})

describe('replication', () => {
  const { publicKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
  const wrongKey = rsa.export({ format: 'der', type: 'spki' }).toString('base64')
  const withCentre = (centre: string) => laneWith(['lanes:\n', `replication:\n  KAZ: ${centre}\nlanes:\n`])

  test('of one Party alone is allowed', () => {
    expect(messages(withCentre(`{ broker: "mqtt://127.0.0.1:1883", centreKey: ${key} }`))).toEqual([])
  })

  test.each([
    [
      `{ broker: "mqtt://h", centreKey: ${wrongKey} }`,
      '44:41 replication.KAZ.centreKey: is no ed25519 public key',
    ],
    ['{ broker: "mqtt://h" }', '44:3 replication.KAZ: the key of the centre is missing'],
    [
      `{ centreKeyFile: k, broker: "mqtt://h", centreKey: ${key} }`,
      '44:10 replication.KAZ.centreKeyFile: centreKey is given too',
    ],
    [
      `{ broker: "http://h", centreKey: ${key} }`,
      '44:18 replication.KAZ.broker: "http://h" is not of the right form',
    ],
    [`{ broker: "mqtt://u:p@h", centreKey: ${key} }`, '44:18 replication.KAZ.broker: '],
    [
      `{ broker: "mqtts://h", certificate: c, centreKey: ${key} }`,
      '44:31 replication.KAZ.certificate: certificate stands',
    ],
    [
      `{ broker: "mqtt://h", ca: c, centreKey: ${key} }`,
      '44:30 replication.KAZ.ca: the broker is not spoken to over TLS',
    ],
    [
      `{ broker: "mqtt://h", window: 0, centreKey: ${key} }`,
      '44:38 replication.KAZ.window: 0 is out of range',
    ],
    [
      `{ broker: "mqtt://h", protocol: 3, centreKey: ${key} }`,
      '44:40 replication.KAZ.protocol: 3 is not allowed; allowed: 5, 4',
    ],
  ])('%.60s', (centre, beginning) => {
    const [line, ...rest] = messages(withCentre(centre))
    expect(rest).toEqual([])
    expect(line?.startsWith(`lane.yaml:${beginning}`), line).toBe(true)
  })
})
