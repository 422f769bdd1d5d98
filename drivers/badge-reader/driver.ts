import type { BadgePresented, BadgeReader, DriverContext } from '../../edge/ports/devices.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createFramedReader, framedReaderCounters, type MessageDecoder } from '../lifecycle/framed-reader.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import type { RetrySchedule } from '../transport/retry-schedule.ts'
import { createPresence } from './presence.ts'
import type { BadgeResult } from './serial-codec.ts'

const mostNoise = 256

/** A reader that sends the number of a badge by itself. `open` makes the connections, a decoder serves one. */
export function createBadgeReader(
  options: { readonly idleGapMs: number; readonly awayMs: number; readonly reconnect: RetrySchedule },
  context: DriverContext,
  open: OpenByteStream,
  protocol: { readonly kind: string; createDecoder(): MessageDecoder<BadgeResult> },
): BadgeReader {
  const lifecycle = createDeviceLifecycle<BadgePresented>(context, [...framedReaderCounters, 'badges'])
  const presence = createPresence(options.awayMs)

  const reader = createFramedReader<BadgePresented, BadgeResult>({
    lifecycle,
    context,
    open,
    schedule: options.reconnect,
    idleGapMs: options.idleGapMs,
    mostNoise,
    words: { reading: 'badges are read', wrong: 'what arrives is no badge; check protocol and baud rate' },
    createDecoder: protocol.createDecoder,
    take(result) {
      if (result.type === 'lawful') return { kind: 'nothing' }
      if (result.type !== 'badge') return { kind: result.type, bytes: result.bytes }
      reader.reading()
      const at = context.clock.monotonic()
      if (presence.isNew(result.badge, at)) {
        lifecycle.count('badges')
        lifecycle.emit({ type: 'BadgePresented', badge: result.badge, at })
      }
      return { kind: 'read' }
    },
    detached: presence.forget,
    leaving: presence.forget,
  })

  return {
    id: context.id,
    kind: protocol.kind,
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    start: reader.start,
    stop: reader.stop,
  }
}
