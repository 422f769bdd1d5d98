import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { loadConfiguration } from '../../../config/load-configuration.ts'
import { createBoardSimulator } from '../../../drivers/simulator/board/board-simulator.ts'
import { createModbusTcpServer } from '../../../drivers/simulator/board/modbus-tcp-server.ts'
import { simulatedLanePoints } from '../../../drivers/simulator/board/points.ts'
import { createRelaySimulator } from '../../../drivers/simulator/relay/relay-simulator.ts'
import { createScaleSimulator } from '../../../drivers/simulator/scale/scale-simulator.ts'
import { checkDevices } from '../../../edge/commands/doctor/device-check.ts'
import { examine } from '../../../edge/commands/doctor.ts'
import { holdLock } from '../../../edge/journal/lock.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { lines, told, wellBox, writeSite } from './site.ts'

const tcp = (port: number) => `transport: { type: tcp, host: 127.0.0.1, port: ${port} }`
const barrier = (name: string) =>
  `  ${name}: { kind: contact-barrier, board: board, open: ${name}Open, close: ${name}Close, openLimit: ${name}OpenLimit, closedLimit: ${name}ClosedLimit, loop: ${name}LoopUnder, photocell: ${name}Photocell, stop: stop }`

const load = (devices: string) => loadConfiguration(writeSite(devices).file, { checkFiles: false })

it('devices that answer are well, and one that is not there is told with what to do', async () => {
  const scale = await createScaleSimulator('cas')
  const gone = await createScaleSimulator('cas')
  await gone.close()
  onTestFinished(() => scale.close())
  const configuration = load(`  here: { kind: scale, protocol: cas, ${tcp(scale.port)} }
  gone: { kind: scale, protocol: cas, ${tcp(gone.port)} }`)
  const findings = await checkDevices(configuration, systemClock, 400)
  expect(findings.map(({ subject, level }) => [subject, level])).toEqual([
    ['here', 'ok'],
    ['gone', 'problem'],
  ])
  expect(told(findings, 'gone')?.todo).toMatch(/address and port/)
})

it('a scale that is reached and sends no weight is a warning', async () => {
  const scale = await createScaleSimulator('cas')
  onTestFinished(() => scale.close())
  scale.fail('silent')
  const configuration = load(`  scale: { kind: scale, protocol: cas, ${tcp(scale.port)} }`)
  const [finding] = await checkDevices(configuration, systemClock, 300)
  expect(finding).toMatchObject({ level: 'warning', what: expect.stringMatching(/no weight came/) })
})

it('a device that is reached and answers nothing is told by its time-out', async () => {
  const relays = await createRelaySimulator('kmtronic', 2)
  relays.mute(true)
  onTestFinished(() => relays.close())
  const configuration = load(
    `  relays: { kind: serial-relay, protocol: kmtronic, size: 2, timeoutMs: 50, points: { light: { channel: 1 } }, ${tcp(relays.port)} }`,
  )
  const [finding] = await checkDevices(configuration, systemClock, 500)
  expect(finding).toMatchObject({ level: 'problem', todo: expect.stringMatching(/baud rate/) })
})

it('no output is written to a board of barriers: not on start, not on stop', async () => {
  const written: number[] = []
  const board = await createModbusTcpServer(
    {
      readInput: () => false,
      readCoil: () => false,
      writeCoil: (address) => written.push(address) > 0,
    },
    0,
  )
  onTestFinished(() => board.close())
  const points = JSON.stringify(simulatedLanePoints)
  const findings = await checkDevices(
    load(`  board: { kind: modbus-board, ${tcp(board.port)}, points: ${points} }
${barrier('approach')}
${barrier('release')}`),
    systemClock,
    3000,
  )
  expect(findings.map(({ subject, level }) => [subject, level])).toEqual([
    ['board', 'ok'],
    ['approach', 'ok'],
    ['release', 'ok'],
  ])
  expect(written).toEqual([])
})

it('a check that fails in a way of its own takes none of the others with it', async () => {
  const { folder, file } = writeSite('  relays: { kind: hid-relay, points: { light: { channel: 1 } } }')
  const vanished = { path: '/dev/vanished', vendorId: 0x16c0, productId: 0x05df }
  const findings = await examine(file, [], { ...wellBox(folder), hidDevices: async () => [vanished] }, 200)
  expect(told(findings, 'all')).toMatchObject({ check: 'port', what: expect.stringMatching(/ENOENT/) })
  expect(told(findings, 'relays')).toMatchObject({ check: 'device', level: 'problem' })
  expect(told(findings, 'KGZ')).toMatchObject({ check: 'broker' })
})

it('where a gateway runs in the folder, that is said and no port is opened', async () => {
  const board = await createBoardSimulator()
  let connections = 0
  const door = createServer(() => {
    connections += 1
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const address = door.address()
  onTestFinished(async () => {
    door.close()
    await board.close()
  })
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { folder, file } = writeSite(`  scale: { kind: scale, protocol: cas, ${tcp(port)} }`)
  mkdirSync(join(folder, 'data'))
  const lock = holdLock(join(folder, 'data/journal.lock'))
  const locked = await examine(file, [], wellBox(folder), 200)
  lock.release()
  expect(told(locked, 'all')?.what).toMatch(/a gateway runs/)
  expect(connections).toBe(0)
})

it('a lock that an ended gateway left behind stops nothing, and none is made where there was none', async () => {
  const { folder, file } = writeSite('')
  mkdirSync(join(folder, 'data'))
  holdLock(join(folder, 'data/journal.lock')).release()
  const findings = await examine(file, [], wellBox(folder), 200)
  expect(lines(findings).filter((line) => line.includes('gateway runs'))).toEqual([])
  const fresh = writeSite('')
  mkdirSync(join(fresh.folder, 'data'))
  await examine(fresh.file, [], wellBox(fresh.folder), 200)
  const { readdirSync } = await import('node:fs')
  expect(readdirSync(join(fresh.folder, 'data'))).toEqual([])
})

it('a folder of pictures is looked at and nothing is taken out of it', async () => {
  const { folder, file } = writeSite('')
  writeFileSync(join(folder, 'car.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xd9]))
  const findings = await examine(file, ['camera.after=delete'], wellBox(folder), 200)
  const { existsSync } = await import('node:fs')
  expect(existsSync(join(folder, 'car.jpg'))).toBe(true)
  expect(findings.find(({ subject }) => subject === 'camera')).toMatchObject({ check: 'port', level: 'ok' })
})
