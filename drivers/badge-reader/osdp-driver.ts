import type { BadgePresented, BadgeReader, DriverContext } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createPauses } from '../board/pauses.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import type { ByteStream, OpenByteStream } from '../transport/byte-stream.ts'
import { type ConnectionKeeper, keepConnected } from '../transport/connection-keeper.ts'
import { createExchanger, type Exchanger } from '../transport/exchange.ts'
import type { BadgeOsdpOptions } from './options.ts'
import { type OsdpAnswer, osdpPoll } from './osdp-codec.ts'
import { createPresence } from './presence.ts'

const counters = ['framesRead', 'framesRejected', 'bytesDiscarded', 'reconnects', 'requests', 'timeouts']

/** After so many requests without a sound answer the conversation begins anew. */
const mostVain = 3

/** A reader on an OSDP line (SIA OSDP 2, IEC 60839-11-5), without its secure channel: it is polled. */
export function createOsdpReader(
  options: BadgeOsdpOptions,
  context: DriverContext,
  open: OpenByteStream,
): BadgeReader {
  const lifecycle = createDeviceLifecycle<BadgePresented>(context, [...counters, 'badges'])
  const presence = createPresence(options.awayMs)
  const pauses = createPauses()
  let keeper: ConnectionKeeper | undefined
  let exchanger: Exchanger | undefined
  let polling: Promise<void> = Promise.resolve()
  let tamper = false

  function well(): void {
    if (tamper) lifecycle.to('degraded', 'the reader says that its case was opened or torn off')
    else lifecycle.to('online', 'badges are read')
  }

  function take(answer: OsdpAnswer): void {
    if (answer.type === 'status') tamper = answer.tamper
    well()
    if (answer.type !== 'badge') return
    lifecycle.count('framesRead')
    const at = context.clock.monotonic()
    if (!presence.isNew(answer.badge, at)) return
    lifecycle.count('badges')
    lifecycle.emit({ type: 'BadgePresented', badge: answer.badge, at })
  }

  async function pollWhileConnected(of: Exchanger): Promise<void> {
    const wanted = () => of === exchanger && lifecycle.active()
    let sequence = 0
    let vain = 0
    const inVain = (reason: string) => {
      vain += 1
      if (vain < mostVain) return
      // Repeated no more: a reader that has begun anew would refuse this number for ever.
      vain = 0
      sequence = 0
      lifecycle.to('degraded', reason)
    }
    while (wanted()) {
      try {
        const answer = await of.ask(osdpPoll(options.address, sequence))
        if (!wanted()) return
        if (answer.type === 'damaged') {
          lifecycle.count('framesRejected')
          inVain('device.protocol: answers are damaged; check the line and its ends')
        } else if (answer.type === 'refused') {
          sequence = 0
          lifecycle.count('exceptions')
          lifecycle.to('degraded', `device.exception: the reader refuses to be polled, ${answer.code}`)
        } else {
          vain = 0
          take(answer)
          if (answer.type !== 'busy') sequence = (sequence % 3) + 1
        }
      } catch (error) {
        if (!wanted()) return
        inVain(error instanceof AyaldamaError ? `${error.code}: ${error.message}` : String(error))
      }
      if (wanted()) await pauses.wait(options.pollMs)
    }
  }

  function attach(stream: ByteStream): void {
    lifecycle.to('connecting', `connected, ${stream.name}; first poll`)
    const made = createExchanger({
      stream,
      timeoutMs: options.timeoutMs,
      place: context.id,
      onAnswer: () => keeper?.proven(),
      count: lifecycle.count,
    })
    exchanger = made
    polling = pollWhileConnected(made)
  }

  function detach(): void {
    exchanger?.close()
    exchanger = undefined
    presence.forget()
    pauses.end()
  }

  return {
    id: context.id,
    kind: 'badge-osdp',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    async start() {
      lifecycle.begin()
      keeper = keepConnected({
        open,
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
    stop: () =>
      lifecycle.end(async () => {
        detach()
        await keeper?.stop()
        await polling
      }),
  }
}
