import { execFile } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contactBarrier } from '../../../drivers/contact-barrier/definition.ts'
import { modbusBoard } from '../../../drivers/modbus-board/definition.ts'
import {
  type BoardSimulator,
  createBoardSimulator,
} from '../../../drivers/simulator/board/board-simulator.ts'
import { simulatedLanePoints } from '../../../drivers/simulator/board/points.ts'
import { createVehicleDrive, type DriveStage } from '../../../drivers/simulator/lane/vehicle-drive.ts'
import type { BarrierDevice, IoBoard, PointsRead } from '../../../edge/ports/devices.ts'
import { requireSystem } from '../../support/system-package.ts'
import { inState, nextEvent } from '../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'

const travelMs = 60

describe('the simulated lane, through its drivers', () => {
  let simulator: BoardSimulator
  let board: IoBoard
  let approach: BarrierDevice
  let release: BarrierDevice

  function barrier(side: 'approach' | 'release'): BarrierDevice {
    const options = contactBarrier.options.parse({
      board: 'board',
      open: `${side}Open`,
      close: `${side}Close`,
      openLimit: `${side}OpenLimit`,
      closedLimit: `${side}ClosedLimit`,
      loop: `${side}LoopUnder`,
      photocell: `${side}Photocell`,
      stop: 'stop',
      pulseMs: 200,
    })
    return contactBarrier.create(options, driverContext(side), () => board)
  }

  beforeEach(async () => {
    simulator = await createBoardSimulator({ travelMs })
    const options = modbusBoard.options.parse({
      transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port },
      pollMs: 10,
      timeoutMs: 100,
      reconnect: { firstMs: 20, maxMs: 50 },
      points: simulatedLanePoints,
    })
    board = modbusBoard.create(options, driverContext('board'), () => board)
    approach = barrier('approach')
    release = barrier('release')
    const first = nextEvent(board)
    for (const device of [board, approach, release]) await device.start()
    await first
  })
  afterEach(async () => {
    for (const device of [approach, release, board]) await device.stop()
    await simulator.close()
  })

  const polled = (fits: (points: PointsRead['points']) => boolean) =>
    nextEvent(board, ({ points }) => fits(points))
  const incidents = { crushed: 0, conflicts: 0, stopped: 0, reversals: 0, rammed: 0 }

  test('a fresh lane is closed, clear and unpressed, and starting the drivers pulses nothing', () => {
    for (const { inputs } of [approach, release]) {
      expect(inputs().closedLimit?.value).toBe(true)
      expect(inputs().openLimit?.value).toBe(false)
      for (const clear of ['loop', 'photocell', 'stop', 'openOutput', 'closeOutput'] as const) {
        expect(inputs()[clear]?.value).toBe(false)
      }
    }
    expect(simulator.pulses()).toEqual({})
  })

  test('a pulse opens the boom, both limits off on the way, and it stays open', async () => {
    const under = polled(
      ({ approachOpenLimit, approachClosedLimit }) =>
        !approachOpenLimit?.value && !approachClosedLimit?.value,
    )
    const open = polled(({ approachOpenLimit }) => approachOpenLimit?.value === true)
    await approach.pulseOpen()
    await under
    await open
    expect(simulator.pulses()).toEqual({ approachOpen: 1 })
    expect(simulator.boom('release')).toBe('closed')
  })

  test('a vehicle drives in, stops, and leaves through the release barrier', async () => {
    const stages: DriveStage[] = []
    const drive = createVehicleDrive(simulator, { speed: 40, onStage: (stage) => stages.push(stage) })
    const at = polled(({ approachLoop }) => approachLoop?.value === true)
    const end = drive.run()
    await at
    await approach.pulseOpen()
    await polled(({ zoneLoop, approachLoopUnder, approachPhotocell }) => {
      return zoneLoop?.value === true && !approachLoopUnder?.value && !approachPhotocell?.value
    })
    await approach.pulseClose()
    await simulator.whenBoom('approach', 'closed')
    await release.pulseOpen()
    expect(await end).toBe('passed')
    expect(stages).toEqual(['approaching', 'entering', 'stopped', 'leaving', 'passed'])
    await release.pulseClose()
    await simulator.whenBoom('release', 'closed')
    expect(simulator.incidents()).toEqual(incidents)
    expect(simulator.pulses()).toEqual({ approachOpen: 1, approachClose: 1, releaseOpen: 1, releaseClose: 1 })
  })

  test('a refused vehicle backs out: the beam before the loop', async () => {
    const order: string[] = []
    const drive = createVehicleDrive(simulator, { speed: 40 })
    const end = drive.run()
    await simulator.when(() => simulator.point('approachLoop'))
    await approach.pulseOpen()
    await simulator.when(() => simulator.point('zoneLoop') && !simulator.point('approachPhotocell'))
    await approach.pulseClose()
    await simulator.whenBoom('approach', 'closed')
    const stop = simulator.onChange(() => {
      for (const name of ['approachPhotocell', 'approachLoopUnder'] as const) {
        if (simulator.point(name) && !order.includes(name)) order.push(name)
      }
    })
    await approach.pulseOpen()
    expect(await end).toBe('returned')
    stop()
    expect(order).toEqual(['approachPhotocell', 'approachLoopUnder'])
    expect(simulator.incidents()).toEqual(incidents)
  })

  test('a driver turns away before the barrier; a removed vehicle leaves nothing behind', async () => {
    const first = createVehicleDrive(simulator, { speed: 40 })
    const firstEnd = first.run()
    await simulator.when(() => simulator.point('approachLoop'))
    first.turnAway()
    expect(await firstEnd).toBe('turnedAway')
    expect(simulator.point('approachLoop')).toBe(false)

    const second = createVehicleDrive(simulator, { speed: 40 })
    const secondEnd = second.run()
    const under = simulator.when(() => simulator.point('approachLoopUnder'))
    const pulse = approach.pulseOpen()
    await under
    second.remove()
    expect(await secondEnd).toBe('removed')
    await pulse
    for (const name of ['approachLoop', 'approachLoopUnder', 'approachPhotocell', 'zoneLoop'] as const) {
      expect(simulator.point(name)).toBe(false)
    }
  })

  test('a driver who heeds the light waits for green before an open boom', async () => {
    const drive = createVehicleDrive(simulator, { speed: 40, heedsLight: true })
    const end = drive.run()
    await approach.pulseOpen()
    await simulator.whenBoom('approach', 'open')
    expect(drive.stage()).not.toBe('entering')
    const under = simulator.when(() => simulator.point('approachLoopUnder'))
    await board.write('lightGreen', true)
    await under
    drive.remove()
    await end
  })

  test('a driver whom an officer waves back leaves under a boom that never came down behind him', async () => {
    const stopped = Promise.withResolvers<void>()
    const onStage = (stage: string) => stage === 'stopped' && stopped.resolve()
    const drive = createVehicleDrive(simulator, { speed: 40, onStage })
    const end = drive.run()
    // Waved before he is in the zone, he comes in all the same.
    drive.waveBack()
    await approach.pulseOpen()
    await stopped.promise
    expect(drive.stage()).toBe('stopped')
    await simulator.when(() => simulator.boom('approach') === 'open')
    drive.waveBack()
    expect(await end).toBe('returned')
    expect([simulator.boom('approach'), simulator.point('zoneLoop')]).toEqual(['open', false])
  })

  test('a limit switch that sticks: the boom opens, the input does not say so', async () => {
    const repair = await simulator.fault({ type: 'stuckLimit', barrier: 'release' })
    await release.pulseOpen()
    await simulator.whenBoom('release', 'open')
    await nextEvent(board)
    await nextEvent(board)
    expect(release.inputs().openLimit?.value).toBe(false)
    expect(release.inputs().closedLimit?.value).toBe(true)
    const open = polled(({ releaseOpenLimit }) => releaseOpenLimit?.value === true)
    await repair()
    await open
  })

  test('both limits at once, a lost loop, a pressed stop', async () => {
    const doubled = polled(({ releaseOpenLimit, releaseClosedLimit }) => {
      return releaseOpenLimit?.value === true && releaseClosedLimit?.value === true
    })
    await simulator.fault({ type: 'doubleLimit', barrier: 'release' })
    await doubled

    await simulator.fault({ type: 'lostLoop', loop: 'zoneLoop' })
    const blind = polled(({ stop }) => stop?.value === true)
    simulator.setLoop('zoneLoop', true)
    simulator.setStop(true)
    expect((await blind).points.zoneLoop?.value).toBe(false)
    await approach.pulseOpen()
    expect(simulator.boom('approach')).toBe('closed')
  })

  test('answers that come too late degrade the board and are never taken for the present', async () => {
    const repair = await simulator.fault({ type: 'slowAnswer', ms: 150 })
    expect((await inState(board, 'degraded')).reason).toMatch(/^device\.timeout/)
    expect(approach.health().state).toBe('degraded')
    const old = board.reading('zoneLoop')?.at ?? 0
    simulator.setLoop('zoneLoop', true)
    const again = nextEvent(board, ({ points }) => (points.zoneLoop?.at ?? 0) > old)
    await repair()
    expect((await again).points.zoneLoop?.value).toBe(true)
    await inState(board, 'online')
    expect(board.health().counters).toMatchObject({ reconnects: 0 })
  })

  test('a pulse whose end was lost with the cable is ended when the board is back, and not begun again', async () => {
    const on = polled(({ releaseOpen }) => releaseOpen?.value === true)
    const pulse = release.pulseOpen()
    await on
    const repair = await simulator.fault({ type: 'cutCable' })
    await expect(pulse).rejects.toMatchObject({ code: 'device.not-online' })
    expect(simulator.point('releaseOpen')).toBe(true)
    const off = polled(({ releaseOpen }) => releaseOpen?.value === false)
    await repair()
    await off
    expect(simulator.pulses()).toEqual({ releaseOpen: 1 })
  })

  test('a boom told to close on an occupied loop, and a vehicle under a closed boom, are recorded', async () => {
    await approach.pulseOpen()
    await simulator.whenBoom('approach', 'open')
    simulator.setLoop('approachLoopUnder', true)
    await approach.pulseClose()
    expect(simulator.incidents()).toMatchObject({ crushed: 1, rammed: 0 })
    simulator.setLoop('releaseLoopUnder', true)
    expect(simulator.incidents()).toMatchObject({ crushed: 1, rammed: 1 })
  })
})

const mbpoll = requireSystem('mbpoll', 'mbpoll')

describe.skipIf(!mbpoll)('another Modbus client on the simulated board', () => {
  test('mbpoll reads the inputs and sets a coil', async () => {
    const simulator = await createBoardSimulator({ travelMs })
    simulator.setLoop('zoneLoop', true)
    const call = (...args: readonly string[]) =>
      callMbpoll(['-0', '-1', '-m', 'tcp', '-p', String(simulator.port), ...args])
    const inputs = await call('-t', '1', '-r', '0', '-c', '11', '127.0.0.1')
    expect([...inputs.matchAll(/^\[(\d+)\]:\s+(\d)/gm)].map(([, , bit]) => bit).join('')).toBe('01010101011')
    expect(await call('-t', '1', '-r', '11', '-c', '1', '127.0.0.1')).toContain('Illegal data address')
    await call('-t', '0', '-r', '2', '127.0.0.1', '1')
    expect(simulator.pulses()).toEqual({ releaseOpen: 1 })
    await simulator.close()
  })
})

/** Output of mbpoll, whatever its exit status. */
function callMbpoll(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('mbpoll', [...args], (_, stdout, stderr) => resolve(stdout + stderr))
  })
}
