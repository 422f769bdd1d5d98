import { tmpdir } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import { parseConfiguration } from '../../../config/load-configuration.ts'
import { createBoardSimulator } from '../../../drivers/simulator/board/board-simulator.ts'
import { createScaleSimulator } from '../../../drivers/simulator/scale/scale-simulator.ts'
import { createDevices } from '../../../edge/composition/devices.ts'
import { createEquipment } from '../../../edge/composition/equipment.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { createMemoryJournal } from '../../support/memory-journal.ts'
import { inState, nextEvent } from '../drivers/support/device-events.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

test('tells each device with its lane, its points and when it was last heard, and the state of the journal', async () => {
  const board = await createBoardSimulator()
  ends.push(() => board.close())
  const scale = await createScaleSimulator('cas')
  ends.push(() => scale.close())
  const tcp = (port: number) => `transport: { type: tcp, host: 127.0.0.1, port: ${port} }`
  const configuration = parseConfiguration(
    'lane.yaml',
    `version: 1
gateway: { id: g, checkpoint: c, data: ${tmpdir()} }
rulePack: pack.yaml
console: { officers: officers.yaml }
devices:
  camera: { kind: camera-folder, folder: . }
  board: { kind: modbus-board, ${tcp(board.port)}, points: { zoneLoop: { fc: 2, address: 1 } } }
  scale: { kind: scale, protocol: cas, settleMs: 100, reconnect: { firstMs: 20, maxMs: 50 }, ${tcp(scale.port)} }
lanes:
  - { id: lane-1, exitParty: KAZ, entryParty: KGZ, hostParty: KGZ, camera: camera, scale: scale }
`,
    { checkFiles: false },
  )
  const devices = createDevices(configuration, systemClock, silentLog)
  ends.push(() => devices.stop())
  const journal = createMemoryJournal()
  const cosigned = { party: 'KAZ', size: 5, root: '', at: '2026-11-24T00:00:00.000Z', signature: '' } as const
  const equipment = createEquipment(configuration, devices, {
    journal: { ...journal, cosignature: async (party) => (party === 'KAZ' ? cosigned : null) },
    lanes: [{ lane: 'lane-1', devices: [{ id: 'camera' }, { id: 'scale' }] }],
    models: [],
    clock: systemClock,
  })
  const report = (id: string) => equipment.devices().find((device) => device.id === id)

  expect(report('board')).toMatchObject({ role: 'ioBoard', lanes: [], points: [], lastHeard: null })
  await devices.get('ioBoard', 'board').start()
  await devices.get('scale', 'scale').start()
  await inState(devices.get('scale', 'scale'), 'online')
  expect(report('scale')).toMatchObject({ kind: 'scale', lanes: ['lane-1'], points: null, lastHeard: null })
  const weighed = nextEvent(devices.get('scale', 'scale'))
  scale.load(12_000)
  await weighed
  expect(Date.parse(report('scale')?.lastHeard ?? '')).not.toBeNaN()

  await scale.unplug()
  await inState(devices.get('scale', 'scale'), 'connecting')
  expect(report('scale')?.health).toMatchObject({ state: 'connecting', since: expect.any(String) })
  expect(report('scale')?.health.reason).toMatch(/^device\.connect: /)
  await scale.plug()
  await inState(devices.get('scale', 'scale'), 'online')
  expect(report('scale')?.health.counters.reconnects).toBeGreaterThan(0)

  const polled = nextEvent(devices.get('ioBoard', 'board'), ({ points }) => points.zoneLoop?.value === true)
  board.setLoop('zoneLoop', true)
  await polled
  expect(report('board')?.points).toEqual([{ name: 'zoneLoop', value: true, ageMs: expect.any(Number) }])
  expect(report('board')?.health.state).toBe('online')

  const before = await equipment.state()
  expect(before).toMatchObject({ epoch: 1, seq: null })
  expect(before.disk.freeBytes).toBeLessThanOrEqual(before.disk.bytes)
  expect(before.cosigned).toEqual([
    { party: 'KAZ', head: { size: 5, at: cosigned.at } },
    { party: 'KGZ', head: null },
  ])
  await journal.append([
    {
      id: 'e',
      event: { type: 'GatewayStopped', data: { reason: 'test' } },
      ...{ crossing: null, lane: null, eventTime: cosigned.at, actor: { kind: 'gateway' } },
      shares: { KAZ: null, KGZ: null },
    },
  ])
  expect((await equipment.state()).seq).toBe(1)
})
