import type { DriverContext, IoBoard, PointReading } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { type BoardUnit, createPolledBoard } from '../board/polled-board.ts'
import { keepStreamBoard } from '../board/stream-board.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import { createExchanger, type Exchanger } from '../transport/exchange.ts'
import { relayProtocols } from './codec.ts'
import type { SerialRelayOptions } from './options.ts'

const counters = ['polls', 'requests', 'timeouts', 'bytesDiscarded', 'reconnects']

/**
 * A relay board on a serial line. None of these has a watchdog: an output that is on stays on when this
 * box is gone, so they are for pulses and lights, not for maintained outputs.
 */
export function createSerialRelay(
  options: SerialRelayOptions,
  context: DriverContext,
  open: OpenByteStream,
): IoBoard {
  return createPolledBoard(
    {
      kind: 'serial-relay',
      counters,
      pollMs: options.pollMs,
      outputs: new Set(Object.keys(options.points)),
      pulsedByBoard: new Set(),
      connect: (link) =>
        keepStreamBoard(link, open, options.reconnect, context, (stream, proven) =>
          unitOf(
            options,
            context,
            createExchanger({
              stream,
              timeoutMs: options.timeoutMs,
              place: context.id,
              onAnswer: proven,
              count: link.lifecycle.count,
            }),
          ),
        ),
    },
    context,
  )
}

function unitOf(options: SerialRelayOptions, context: DriverContext, exchanger: Exchanger): BoardUnit {
  const protocol = relayProtocols[options.protocol]
  const points = Object.entries(options.points)
  const channels = points.map(([, { channel }]) => channel)

  function pointOf(name: string) {
    const point = options.points[name]
    if (point === undefined) throw new AyaldamaError('device.exception', `${context.id} ${name}`)
    return point
  }

  async function readAll(of: readonly number[]): Promise<Readonly<Record<string, PointReading>>> {
    const readings: Record<string, PointReading> = {}
    for (const exchange of protocol.status(of, options.size)) {
      const at = context.clock.monotonic()
      const states = await exchanger.ask(exchange)
      for (const [name, { channel, invert }] of points) {
        const state = states.get(channel)
        if (state !== undefined) readings[name] = { value: state !== invert, at }
      }
    }
    return readings
  }

  async function read(name: string): Promise<PointReading | undefined> {
    return (await readAll([pointOf(name).channel]))[name]
  }

  return {
    polls: protocol.status(channels, options.size).length === 0 ? [] : [() => readAll(channels)],
    read,
    async write(name, value) {
      const { channel, invert } = pointOf(name)
      const setting = protocol.set(channel, value !== invert)
      if (setting instanceof Uint8Array) await exchanger.tell(setting)
      else await exchanger.ask(setting)
      const reading = await read(name)
      if (reading !== undefined && reading.value !== value) {
        const detail = `Written ${value}, read ${reading.value}.`
        throw new AyaldamaError('device.read-back', `${context.id} ${name}`, detail)
      }
      return reading
    },
    close: exchanger.close,
  }
}
