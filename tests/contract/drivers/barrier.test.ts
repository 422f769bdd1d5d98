import { contactBarrier } from '../../../drivers/contact-barrier/definition.ts'
import { createHikvisionBarrier } from '../../../drivers/hikvision-barrier/driver.ts'
import { hikvisionBarrierOptions } from '../../../drivers/hikvision-barrier/options.ts'
import { modbusBoard } from '../../../drivers/modbus-board/definition.ts'
import { createHikvisionGate } from '../../../drivers/simulator/barrier/hikvision-gate.ts'
import { createMagneticMgc, simulatedMgcPoints } from '../../../drivers/simulator/barrier/magnetic-mgc.ts'
import { createBoardSimulator } from '../../../drivers/simulator/board/board-simulator.ts'
import { createBoom } from '../../../drivers/simulator/board/boom.ts'
import { simulatedLanePoints } from '../../../drivers/simulator/board/points.ts'
import type { BarrierDevice, IoBoard } from '../../../edge/ports/devices.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'
import { barrierSuite, travelMs } from './support/barrier-suite.ts'

const quick = { timeoutMs: 300, reconnect: { firstMs: 20, maxMs: 50 } }
const tcp = (port: number) => ({ type: 'tcp', host: '127.0.0.1', port })

function boardAt(port: number, points: object): IoBoard {
  const options = modbusBoard.options.parse({ transport: tcp(port), pollMs: 10, points, ...quick })
  return modbusBoard.create(options, driverContext('board'), () => {
    throw new Error('a board has no board')
  })
}

async function inOrder(...ends: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const end of ends) await end()
}

for (const chattering of [false, true]) {
  barrierSuite(`contacts of a Modbus board${chattering ? ', limits that chatter' : ''}`, async () => {
    const simulator = await createBoardSimulator({ travelMs, ownSafety: false })
    if (chattering) await simulator.fault({ type: 'chattering', barrier: 'approach' })
    const board = boardAt(simulator.port, simulatedLanePoints)
    const options = contactBarrier.options.parse({
      ...{ board: 'board', open: 'approachOpen', close: 'approachClose', pulseMs: 200 },
      ...{ openLimit: 'approachOpenLimit', closedLimit: 'approachClosedLimit' },
      ...{ loop: 'approachLoopUnder', photocell: 'approachPhotocell' },
    })
    const device = contactBarrier.create(options, driverContext('boom'), () => board)
    let mend = async () => {}
    return {
      device,
      start: () => inOrder(board.start, device.start),
      setLoop: (on) => simulator.setLoop('approachLoopUnder', on),
      setPhotocell: (on) => simulator.setPhotocell('approachPhotocell', on),
      boom: () => simulator.boom('approach'),
      crushed: () => simulator.incidents().crushed,
      moves: () => Object.values(simulator.pulses()).reduce((sum, one) => sum + one, 0),
      async loseSafety() {
        mend = await simulator.fault({ type: 'cutCable' })
      },
      restoreSafety: () => mend(),
      dispose: () => inOrder(device.stop, board.stop, simulator.close),
    }
  })
}

barrierSuite('Magnetic MGC by its register map', async () => {
  const boom = createBoom(travelMs, false)
  let moves = 0
  const simulator = await createMagneticMgc({
    ...boom,
    command(direction) {
      moves += 1
      boom.command(direction)
    },
  })
  const board = boardAt(simulator.port, simulatedMgcPoints)
  const options = contactBarrier.options.parse({
    ...{ board: 'board', open: 'open', close: 'close', pulseMs: 200 },
    ...{ openLimit: 'openLimit', closedLimit: 'closedLimit', loop: 'loop', photocell: 'photocell' },
  })
  const device = contactBarrier.create(options, driverContext('boom'), () => board)
  return {
    device,
    start: () => inOrder(board.start, device.start),
    setLoop: simulator.setLoop,
    setPhotocell: simulator.setPhotocell,
    boom: boom.position,
    crushed: () => boom.incidents().crushed,
    moves: () => moves,
    loseSafety: simulator.cut,
    restoreSafety: simulator.mend,
    dispose: () => inOrder(device.stop, board.stop, simulator.close, async () => boom.stop()),
  }
})

barrierSuite('Hikvision gate over ISAPI with digest, loop and photocell of a board', async () => {
  const boom = createBoom(travelMs, false)
  const auth = { scheme: 'digest', username: 'ayaldama', password: 'gate', staleAfter: 7 } as const
  const gate = await createHikvisionGate(boom, auth)
  const inputs = await createBoardSimulator({ travelMs })
  const board = boardAt(inputs.port, simulatedLanePoints)
  const device: BarrierDevice = createHikvisionBarrier(
    hikvisionBarrierOptions.parse({
      url: `http://127.0.0.1:${gate.port}/ISAPI/Parking/channels/1/barrierGate`,
      auth: { scheme: 'digest', username: 'ayaldama', credential: 'gate' },
      ...{ loop: 'board.approachLoopUnder', photocell: 'board.approachPhotocell', pulseMs: 200, pollMs: 20 },
      ...quick,
    }),
    driverContext('boom'),
    () => board,
    new URL('../../fixtures/credentials', import.meta.url).pathname,
  )
  const under = { loop: false, photocell: false }
  const set = (name: keyof typeof under, on: boolean) => {
    under[name] = on
    boom.obstructed(under.loop || under.photocell)
  }
  let mend = async () => {}
  return {
    device,
    start: () => inOrder(board.start, device.start),
    setLoop(on) {
      set('loop', on)
      inputs.setLoop('approachLoopUnder', on)
    },
    setPhotocell(on) {
      set('photocell', on)
      inputs.setPhotocell('approachPhotocell', on)
    },
    boom: boom.position,
    crushed: () => boom.incidents().crushed,
    moves: () => gate.commands().length,
    async loseSafety() {
      mend = await inputs.fault({ type: 'cutCable' })
    },
    restoreSafety: () => mend(),
    dispose: () => inOrder(device.stop, board.stop, inputs.close, gate.close, async () => boom.stop()),
  }
})
