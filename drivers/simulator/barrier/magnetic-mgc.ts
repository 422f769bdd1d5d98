import type { Boom } from '../board/boom.ts'
import { createModbusTcpServer, type ModbusTcpServer } from '../board/modbus-tcp-server.ts'

/**
 * Registers of the simulated controller, in the form of a `modbus-board`'s option `points`. Its bits and words are
 * those of this simulator: the table of a real MGC stands in the manual of its firmware, and differs.
 */
export const simulatedMgcPoints = {
  openLimit: { fc: 4, address: 16, bit: 0 },
  closedLimit: { fc: 4, address: 16, bit: 1 },
  loop: { fc: 4, address: 16, bit: 2 },
  photocell: { fc: 4, address: 16, bit: 3 },
  open: { fc: 6, address: 32, onValue: 1 },
  close: { fc: 6, address: 32, onValue: 2 },
} as const

export interface MgcSimulator extends Pick<ModbusTcpServer, 'port' | 'cut' | 'mend' | 'close'> {
  setLoop(occupied: boolean): void
  setPhotocell(interrupted: boolean): void
}

/** A Magnetic MGC controller with its boom: a register of state, a register of command. */
export async function createMagneticMgc(boom: Boom, port = 0): Promise<MgcSimulator> {
  let loop = false
  let photocell = false
  let order = 0

  function state(): number {
    const bits = [boom.position() === 'open', boom.position() === 'closed', loop, photocell]
    return bits.reduce((word, on, bit) => word | (on ? 1 << bit : 0), 0)
  }

  const server = await createModbusTcpServer(
    {
      readInput: () => undefined,
      readCoil: () => undefined,
      writeCoil: () => false,
      readRegister: (address) => (address === 16 ? state() : address === 32 ? order : undefined),
      writeRegister(address, word) {
        if (address !== 32 || word > 2) return false
        if (word !== order && word !== 0) boom.command(word === 1 ? 'open' : 'close')
        order = word
        return true
      },
    },
    port,
  )
  return {
    ...server,
    setLoop(occupied) {
      loop = occupied
      boom.obstructed(loop || photocell)
    },
    setPhotocell(interrupted) {
      photocell = interrupted
      boom.obstructed(loop || photocell)
    },
  }
}
