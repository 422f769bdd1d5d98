import type { DriverContext, FrameCaptured, PlateReported, Unsubscribe } from '../../edge/ports/devices.ts'
import type { DeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createEventDecoder, type EventGrammar, type StreamPart } from './event-codec.ts'

/** What one event of a camera says. */
export type CameraEvent =
  | { readonly kind: 'heartbeat' }
  /** `key` tells the same reading sent twice; null where the camera gives nothing to tell it by. */
  | {
      readonly kind: 'plate'
      readonly key: string | null
      readonly plate: Omit<PlateReported, 'type' | 'at'> | null
    }
  | { readonly kind: 'malformed' }

export interface EventProtocol {
  readonly kind: string
  readonly grammar: EventGrammar
  parse(text: string): CameraEvent
}

export const eventCounterNames = [
  'requests',
  'framesRead',
  'framesRejected',
  'eventsRead',
  'eventsRejected',
  'platesReported',
  'platesRepeated',
  'cropsSkipped',
  'bytesDiscarded',
  'timeouts',
  'reconnects',
] as const

const keptKeys = 64
const maximumEventBytes = 256 * 1024

/** What becomes of the events of one camera, by whichever way they come. */
export interface EventIntake {
  /** A stream or a post that begins: takes its bytes, and tells how many events and pictures were complete in them. */
  begin(): (chunk: Uint8Array) => number
  onReading(listener: (reading: PlateReported) => void): Unsubscribe
}

/** `name` is that of a picture without one. A reading that comes again is reported once. */
export function createEventIntake(
  protocol: EventProtocol,
  options: { readonly maximumBytes: number; readonly name: string },
  context: DriverContext,
  lifecycle: DeviceLifecycle<FrameCaptured>,
): EventIntake {
  const readings = new Set<(reading: PlateReported) => void>()
  const keys = new Set<string>()

  function takeEvent(text: string): void {
    const event = protocol.parse(text)
    if (event.kind === 'malformed') lifecycle.count('eventsRejected')
    else lifecycle.count('eventsRead')
    if (event.kind !== 'plate' || event.plate === null) return
    if (event.key !== null && keys.has(event.key)) {
      lifecycle.count('platesRepeated')
      return
    }
    if (event.key !== null) keys.add(event.key)
    const oldest = keys.values().next().value
    if (keys.size > keptKeys && oldest !== undefined) keys.delete(oldest)
    lifecycle.count('platesReported')
    const reading: PlateReported = { type: 'PlateReported', at: context.clock.monotonic(), ...event.plate }
    for (const listener of [...readings]) {
      try {
        listener(reading)
      } catch (error) {
        context.log.error({ device: context.id, err: error }, 'a listener of the device failed')
      }
    }
  }

  function take(part: StreamPart): void {
    if (!lifecycle.active()) return
    if (part.kind === 'event') {
      takeEvent(part.text)
      return
    }
    lifecycle.count('framesRead')
    // A cut-out plate is no scene: the detector was not made for it, and it would be a second vote.
    if (/plate/i.test(part.name)) {
      lifecycle.count('cropsSkipped')
      return
    }
    lifecycle.emit({
      type: 'FrameCaptured',
      picture: part.picture,
      mediaType: 'image/jpeg',
      at: context.clock.monotonic(),
      source: 'event',
      name: part.name === '' ? options.name : part.name,
    })
  }

  return {
    begin() {
      const { grammar } = protocol
      const decoder = createEventDecoder({ grammar, maximumBytes: options.maximumBytes, maximumEventBytes })
      return (chunk) => {
        const before = { ...decoder.counters() }
        const parts = decoder.push(chunk)
        const after = decoder.counters()
        lifecycle.count('framesRejected', after.framesRejected - before.framesRejected)
        lifecycle.count('eventsRejected', after.eventsRejected - before.eventsRejected)
        lifecycle.count('bytesDiscarded', after.bytesDiscarded - before.bytesDiscarded)
        for (const part of parts) take(part)
        return parts.length
      }
    },
    onReading(listener) {
      const own = (reading: PlateReported) => listener(reading)
      readings.add(own)
      return () => readings.delete(own)
    },
  }
}
