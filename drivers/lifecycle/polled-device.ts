import type { DriverContext } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createPauses } from '../board/pauses.ts'
import type { ByteStream, OpenByteStream } from '../transport/byte-stream.ts'
import { type ConnectionKeeper, keepConnected } from '../transport/connection-keeper.ts'
import { createExchanger, type Exchanger } from '../transport/exchange.ts'
import type { RetrySchedule } from '../transport/retry-schedule.ts'
import type { DeviceLifecycle } from './device-lifecycle.ts'

export interface PolledDeviceParts<Event> {
  readonly lifecycle: DeviceLifecycle<Event>
  readonly context: DriverContext
  readonly open: OpenByteStream
  readonly options: { readonly pollMs: number; readonly timeoutMs: number; readonly reconnect: RetrySchedule }
  /**
   * Made anew for each connection: asks once and takes what is answered. `active` turns false when the
   * connection is spent, and what is answered then is nobody's.
   */
  createTurn(): (exchanger: Exchanger, active: () => boolean) => Promise<void>
  /** A turn rejected; the words are those of a device's reason. */
  failed(reason: string): void
  detached?(): void
}

export const polledDeviceCounters = ['requests', 'timeouts', 'bytesDiscarded', 'reconnects'] as const

/** A device that speaks only when it is asked, over a stream: kept connected, and asked without end. */
export function createPolledDevice<Event>(parts: PolledDeviceParts<Event>) {
  const { lifecycle, context, options } = parts
  const pauses = createPauses()
  let keeper: ConnectionKeeper | undefined
  let exchanger: Exchanger | undefined
  let polling: Promise<void> = Promise.resolve()

  async function pollWhileConnected(of: Exchanger): Promise<void> {
    const active = () => of === exchanger && lifecycle.active()
    const turn = parts.createTurn()
    while (active()) {
      try {
        await turn(of, active)
      } catch (error) {
        if (active()) parts.failed(describe(error))
      }
      if (active()) await pauses.wait(options.pollMs)
    }
  }

  function attach(stream: ByteStream): void {
    lifecycle.to('connecting', `connected, ${stream.name}; first answer awaited`)
    exchanger = createExchanger({
      stream,
      timeoutMs: options.timeoutMs,
      place: context.id,
      onAnswer: () => keeper?.proven(),
      count: lifecycle.count,
    })
    polling = pollWhileConnected(exchanger)
  }

  function detach(): void {
    exchanger?.close()
    exchanger = undefined
    parts.detached?.()
    pauses.end()
  }

  return {
    async start(): Promise<void> {
      lifecycle.begin()
      keeper = keepConnected({
        open: parts.open,
        schedule: options.reconnect,
        random: context.random,
        onOpen: attach,
        onLost(reason) {
          detach()
          lifecycle.count('reconnects')
          lifecycle.to('connecting', `device.connect: ${reason}`)
        },
        onFailed(reason) {
          lifecycle.to('connecting', `device.connect: ${reason}`)
        },
      })
    },
    stop: (): Promise<void> =>
      lifecycle.end(async () => {
        detach()
        await keeper?.stop()
        await polling
      }),
  }
}

function describe(error: unknown): string {
  return error instanceof AyaldamaError ? `${error.code}: ${error.message}` : String(error)
}
