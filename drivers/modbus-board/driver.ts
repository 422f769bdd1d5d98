import type { DriverContext, IoBoard, PointReading } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { type BoardUnit, createPolledBoard } from '../board/polled-board.ts'
import { keepStreamBoard } from '../board/stream-board.ts'
import type { OpenByteStream } from '../transport/byte-stream.ts'
import { createModbusClient, type ModbusClient, type ModbusUnit } from './client.ts'
import type { ModbusProtocol } from './modbus-port.ts'
import type { ModbusBoardOptions, Point } from './options.ts'
import { isOutput, readPoint, startWavesharePulse, writePoint } from './outputs.ts'
import { type PollRange, planPoll, pointValue } from './poll-plan.ts'

const counters = ['polls', 'requests', 'timeouts', 'exceptions', 'bytesDiscarded', 'reconnects']

/** Inputs and outputs behind Modbus, by the point map of the options. */
export function createModbusBoard(
  options: ModbusBoardOptions,
  protocol: ModbusProtocol,
  context: DriverContext,
  open: OpenByteStream,
): IoBoard {
  const outputs = Object.entries(options.points).filter(([, point]) => isOutput(point))
  return createPolledBoard(
    {
      kind: 'modbus-board',
      counters,
      pollMs: options.pollMs,
      outputs: new Set(outputs.map(([name]) => name)),
      pulsedByBoard: new Set(outputs.filter(([, { pulse }]) => pulse === 'waveshare').map(([name]) => name)),
      connect: (link) =>
        keepStreamBoard(link, open, options.reconnect, context, (stream, proven) =>
          unitOf(
            options,
            context,
            createModbusClient({
              stream,
              protocol,
              unitId: options.unitId,
              timeoutMs: options.timeoutMs,
              place: context.id,
              count: link.lifecycle.count,
              onAnswer: proven,
            }),
          ),
        ),
    },
    context,
  )
}

function unitOf(options: ModbusBoardOptions, context: DriverContext, client: ModbusClient): BoardUnit {
  const now = () => context.clock.monotonic()

  function pointOf(name: string): Point {
    const point = options.points[name]
    if (point === undefined) throw new AyaldamaError('device.exception', `${context.id} ${name}`)
    return point
  }

  async function readRange(unit: ModbusUnit, range: PollRange): Promise<Record<string, PointReading>> {
    const at = now()
    const raw =
      range.fc === 1 || range.fc === 2
        ? await unit.readBits(range.fc, range.address, range.count)
        : await unit.readRegisters(range.fc, range.address, range.count)
    const readings: Record<string, PointReading> = {}
    for (const name of range.points) {
      const point = pointOf(name)
      const value = raw[(point.readAddress ?? point.address) - range.address]
      if (value !== undefined) readings[name] = { value: pointValue(point, value), at }
    }
    return readings
  }

  return {
    polls: planPoll(options.points).map((range) => () => client.exclusive((unit) => readRange(unit, range))),
    write: (name, value) =>
      client.exclusive((unit) => writePoint(unit, `${context.id} ${name}`, pointOf(name), value, now)),
    startPulse: (name, ms) => client.exclusive((unit) => startWavesharePulse(unit, pointOf(name), ms)),
    async read(name) {
      const at = now()
      return { value: await client.exclusive((unit) => readPoint(unit, pointOf(name))), at }
    },
    close: client.close,
  }
}
