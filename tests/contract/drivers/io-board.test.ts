import { describe } from 'vitest'
import { createBoardSimulator } from '../../../drivers/simulator/board/board-simulator.ts'
import { simulatedLanePoints } from '../../../drivers/simulator/board/points.ts'
import { requirePython, requireSystem } from '../../support/system-package.ts'
import { type BoardPeer, ioBoardContract } from './support/io-board-suite.ts'
import { createPtyPair } from './support/pty-pair.ts'
import { startPymodbus } from './support/pymodbus-peer.ts'

ioBoardContract('the simulated board', async () => {
  const simulator = await createBoardSimulator({ travelMs: 50 })
  let repair = async () => {}
  return {
    options: () => ({
      transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port },
      points: {
        loop: simulatedLanePoints.zoneLoop,
        beam: simulatedLanePoints.releasePhotocell,
        open: simulatedLanePoints.releaseOpen,
      },
    }),
    setLoop: (occupied) => simulator.setLoop('zoneLoop', occupied),
    async lose() {
      repair = await simulator.fault({ type: 'cutCable' })
    },
    restore: () => repair(),
    dispose: simulator.close,
  }
})

ioBoardContract('a Waveshare board that times its pulses itself, simulated', async () => {
  const simulator = await createBoardSimulator({ travelMs: 50 })
  let repair = async () => {}
  return {
    options: () => ({
      transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port },
      points: {
        loop: simulatedLanePoints.zoneLoop,
        beam: simulatedLanePoints.releasePhotocell,
        open: { ...simulatedLanePoints.releaseOpen, pulse: 'waveshare' },
      },
    }),
    setLoop: (occupied) => simulator.setLoop('zoneLoop', occupied),
    async lose() {
      repair = await simulator.fault({ type: 'cutCable' })
    },
    restore: () => repair(),
    dispose: simulator.close,
  }
})

const pymodbus =
  requirePython('pymodbus', 'python3-pymodbus') && requirePython('serial_asyncio', 'python3-serial-asyncio')
const socat = requireSystem('socat', 'socat')

/** All wires of the peer are at 0 at first: its beam is a contact that is closed when interrupted. */
const points = {
  loop: { fc: 2, address: 3 },
  beam: { fc: 2, address: 4 },
  open: { fc: 5, address: 0 },
}

async function overTcp(kind: 'tcp' | 'rtu-tcp', open: object): Promise<BoardPeer> {
  let peer = await startPymodbus(kind, 0)
  const { port } = peer
  return {
    options: () => ({
      transport: { type: 'tcp', host: '127.0.0.1', port },
      protocol: kind === 'tcp' ? 'tcp' : 'rtu',
      points: { ...points, open },
    }),
    setLoop: (occupied) => peer.setInput(3, occupied),
    lose: () => peer.kill(),
    async restore() {
      peer = await startPymodbus(kind, port)
    },
    dispose: () => peer.kill(),
  }
}

describe.skipIf(!pymodbus)('pymodbus', () => {
  ioBoardContract('pymodbus over Modbus TCP, output by FC 05', () => overTcp('tcp', points.open))
  ioBoardContract('pymodbus over Modbus TCP, output by FC 16', () =>
    overTcp('tcp', { fc: 16, address: 2, onValue: 256 }),
  )
  ioBoardContract('pymodbus over RTU behind a serial server, output by FC 15', () =>
    overTcp('rtu-tcp', { fc: 15, address: 0 }),
  )
})

describe.skipIf(!pymodbus || !socat)('pymodbus on a serial line', () => {
  ioBoardContract('pymodbus over RTU, output by FC 06', async () => {
    const line = await createPtyPair()
    let peer = await startPymodbus('rtu', line.theirs)
    return {
      options: () => ({
        transport: { type: 'serial', path: line.ours, baudRate: 19_200 },
        points: { ...points, open: { fc: 6, address: 2 } },
      }),
      setLoop: (occupied) => peer.setInput(3, occupied),
      async lose() {
        await line.unplug()
        await peer.kill()
      },
      async restore() {
        await line.plug()
        peer = await startPymodbus('rtu', line.theirs)
      },
      async dispose() {
        await peer.kill()
        await line.dispose()
      },
    }
  })
})
