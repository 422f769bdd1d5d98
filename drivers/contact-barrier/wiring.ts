import type { DeviceHealth, IoBoard, PointReading, Unsubscribe } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { BoardLookup } from '../definition.ts'
import { type BarrierContacts, boardsOf, contactOf } from './options.ts'

/** The contacts of a barrier as points of boards. */
export interface Wiring {
  /** Throws `config.invalid` for a board that the contacts do not name. */
  wire(name: string): { readonly board: IoBoard; readonly point: string }
  /** Last reading of a contact; undefined where none is wired. */
  read(name: string | undefined): PointReading | undefined
  /** Health of the worst board, with its name; undefined without boards. */
  worst(): Pick<DeviceHealth, 'state' | 'reason'> | undefined
  /** Calls `health` at each change of a board's health, `poll` at each of its polls. */
  follow(health: () => void, poll: () => void): readonly Unsubscribe[]
}

export function createWiring(place: string, contacts: BarrierContacts, lookup: BoardLookup): Wiring {
  const boards: ReadonlyMap<string, IoBoard> = new Map(boardsOf(contacts).map((id) => [id, lookup(id)]))

  function wire(name: string): { readonly board: IoBoard; readonly point: string } {
    const { board: id, point } = contactOf(name, contacts.board)
    const board = boards.get(id)
    if (board === undefined) throw new AyaldamaError('config.invalid', `${place}: ${name}`)
    return { board, point }
  }

  return {
    wire,
    read(name) {
      if (name === undefined) return undefined
      const { board, point } = wire(name)
      return board.reading(point)
    },
    worst() {
      const [worst] = [...boards.values()]
        .map(({ id, health }) => ({ id, ...health() }))
        .toSorted((a, b) => illness[b.state] - illness[a.state])
      return worst && { state: worst.state, reason: `board ${worst.id}: ${worst.reason}` }
    },
    follow: (health, poll) =>
      [...boards.values()].flatMap((board) => [board.onHealth(health), board.onEvent(poll)]),
  }
}

export const illness: Readonly<Record<DeviceHealth['state'], number>> = {
  online: 0,
  degraded: 1,
  connecting: 2,
  stopping: 3,
  stopped: 3,
}
