import type { DriverContext } from '../../edge/ports/devices.ts'
import type { ByteStream, OpenByteStream } from '../transport/byte-stream.ts'
import { keepConnected } from '../transport/connection-keeper.ts'
import type { RetrySchedule } from '../transport/retry-schedule.ts'
import type { BoardLink, BoardUnit } from './polled-board.ts'

/**
 * Keeps a board behind a stream connected. `unitOn` makes the unit of a fresh stream; it calls `proven`
 * at each answer, so that a peer that accepts and never answers is waited for longer and longer.
 */
export function keepStreamBoard(
  link: BoardLink,
  open: OpenByteStream,
  schedule: RetrySchedule,
  context: DriverContext,
  unitOn: (stream: ByteStream, proven: () => void) => BoardUnit,
): () => Promise<void> {
  const { lifecycle } = link
  const keeper = keepConnected({
    open,
    schedule,
    random: context.random,
    onOpen(stream) {
      lifecycle.to('connecting', `connected, ${stream.name}; first poll`)
      link.attach(unitOn(stream, () => keeper.proven()))
    },
    onLost(reason) {
      link.detach()
      lifecycle.count('reconnects')
      lifecycle.to('connecting', `device.connect: ${reason}`)
    },
    onFailed(reason) {
      lifecycle.to('connecting', `device.connect: ${reason}`)
    },
  })
  return keeper.stop
}
