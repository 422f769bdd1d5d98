import type { DriverContext, VehicleWeighed, WeighingScale } from '../../edge/ports/devices.ts'
import { createDeviceLifecycle } from '../lifecycle/device-lifecycle.ts'
import { createFramedReader, framedReaderCounters } from '../lifecycle/framed-reader.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import { type ScaleResult, scaleDecoder } from './codec.ts'
import type { ScaleOptions } from './options.ts'
import { createWeighing } from './weighing.ts'

const idleGapMs = 500
const mostNoise = 256

/** A vehicle scale that sends its indication without end. `open` makes the connections. */
export function createScale(
  options: ScaleOptions,
  context: DriverContext,
  open: OpenByteStream,
): WeighingScale {
  const lifecycle = createDeviceLifecycle<VehicleWeighed>(context, [...framedReaderCounters, 'weighings'])
  const weighing = createWeighing(options)
  let silence: NodeJS.Timeout | undefined

  function awaitNext(): void {
    clearTimeout(silence)
    silence = setTimeout(() => {
      if (!lifecycle.active()) return
      lifecycle.to('degraded', `device.timeout: the scale sent nothing for ${options.silenceMs} ms`)
    }, options.silenceMs)
  }

  function rest(): void {
    clearTimeout(silence)
    weighing.forget()
  }

  const reader = createFramedReader<VehicleWeighed, ScaleResult>({
    lifecycle,
    context,
    open,
    schedule: options.reconnect,
    idleGapMs,
    mostNoise,
    words: { reading: 'weights are read', wrong: 'what arrives is no weight; check protocol and baud rate' },
    createDecoder: () => scaleDecoder(options.protocol, options.checksum),
    take(result) {
      if (result.type !== 'indication') return { kind: result.type, bytes: result.bytes }
      reader.reading()
      awaitNext()
      const at = context.clock.monotonic()
      const settled = weighing.take(result.indication, at)
      if (settled !== null) {
        lifecycle.count('weighings')
        lifecycle.emit({ type: 'VehicleWeighed', ...settled, at })
      }
      return { kind: 'read' }
    },
    attached: awaitNext,
    detached: rest,
    leaving: rest,
  })

  return {
    id: context.id,
    kind: 'scale',
    health: lifecycle.health,
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    start: reader.start,
    stop: reader.stop,
  }
}
