import type { Configuration } from '../../config/load-configuration.ts'
import { type BarrierContacts, contactOf } from '../../drivers/contact-barrier/options.ts'
import type { Relay } from '../lane/lane-parts.ts'
import type { DeviceSet } from './devices.ts'

/**
 * Outputs of the given boards that no barrier and no light has: what a technician may pulse. Outputs are told apart
 * by what they are on the wire and not by their names: a boom is tried as a boom, under its interlock, whatever else
 * its contact is called.
 */
export function freeRelays(
  { devices: configured, lanes }: Pick<Configuration, 'devices' | 'lanes'>,
  devices: DeviceSet,
  boards: readonly string[],
): readonly Relay[] {
  const pointsOf = (board: string): Readonly<Record<string, object>> => {
    const options = configured.find(({ id, role }) => id === board && role === 'ioBoard')?.options
    return (options as { points?: Readonly<Record<string, object>> } | undefined)?.points ?? {}
  }
  const wire = (board: string, point: string) => `${board} ${outputOf(pointsOf(board)[point] ?? {}) ?? point}`
  const taken = new Set<string>()
  for (const { signals } of lanes) {
    for (const name of Object.values(signals ?? {}).filter((one) => one !== undefined)) {
      const [board = '', point = ''] = name.split('.')
      taken.add(wire(board, point))
    }
  }
  for (const { role, options } of configured) {
    if (role !== 'barrier') continue
    const barrier = options as BarrierContacts
    // A gate with relays of its own has no output on a board.
    for (const name of [barrier.open, barrier.close].filter((one) => one !== undefined)) {
      const { board, point } = contactOf(name, barrier.board)
      taken.add(wire(board, point))
    }
  }
  return boards.flatMap((board) =>
    Object.entries(pointsOf(board))
      .filter(([point, wired]) => outputOf(wired) !== null && !taken.has(wire(board, point)))
      .map(([point]) => ({ board, point, pulse: (ms) => devices.get('ioBoard', board).pulse(point, ms) })),
  )
}

/** The output on the wire; null for an input. */
function outputOf(wired: {
  readonly fc?: number
  readonly address?: number
  readonly channel?: number
}): string | null {
  if (wired.channel !== undefined) return `channel ${wired.channel}`
  if (wired.fc === 5 || wired.fc === 15) return `coil ${wired.address}`
  return wired.fc === 6 || wired.fc === 16 ? `register ${wired.address}` : null
}
