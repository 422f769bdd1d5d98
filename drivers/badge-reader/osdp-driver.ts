import type { BadgePresented, BadgeReader, DriverContext } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createPolledDevice, polledDeviceCounters } from '../lifecycle/polled-device.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import type { BadgeOsdpOptions } from './options.ts'
import { type OsdpAnswer, osdpPoll } from './osdp-codec.ts'
import { createPresence } from './presence.ts'

const counters = [...polledDeviceCounters, 'framesRead', 'framesRejected', 'badges']

/** After so many requests without a sound answer the conversation begins anew. */
const mostVain = 3

/** A reader on an OSDP line (SIA OSDP 2, IEC 60839-11-5), without its secure channel: it is polled. */
export function createOsdpReader(
  options: BadgeOsdpOptions,
  context: DriverContext,
  open: OpenByteStream,
): BadgeReader {
  const lifecycle = createDeviceLifecycle<BadgePresented>(context, counters)
  const presence = createPresence(options.awayMs)
  let tamper = false

  function take(answer: OsdpAnswer): void {
    if (answer.type === 'status') tamper = answer.tamper
    if (tamper) lifecycle.to('degraded', 'the reader says that its case was opened or torn off')
    else lifecycle.to('online', 'badges are read')
    if (answer.type !== 'badge') return
    lifecycle.count('framesRead')
    const at = context.clock.monotonic()
    if (!presence.isNew(answer.badge, at)) return
    lifecycle.count('badges')
    lifecycle.emit({ type: 'BadgePresented', badge: answer.badge, at })
  }

  const device = createPolledDevice({
    lifecycle,
    context,
    open,
    options,
    createTurn() {
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
      return async (exchanger, active) => {
        let answer: OsdpAnswer
        try {
          answer = await exchanger.ask(osdpPoll(options.address, sequence))
        } catch (error) {
          if (active())
            inVain(error instanceof AyaldamaError ? `${error.code}: ${error.message}` : String(error))
          return
        }
        if (!active()) return
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
      }
    },
    failed: (reason) => lifecycle.to('degraded', reason),
    detached: presence.forget,
  })

  return {
    id: context.id,
    kind: 'badge-osdp',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    start: device.start,
    stop: device.stop,
  }
}
