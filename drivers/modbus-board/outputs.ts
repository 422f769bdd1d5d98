import type { PointReading } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { ModbusUnit } from './client.ts'
import type { Point } from './options.ts'
import { defaultRegisterOn, pointValue, readSource } from './poll-plan.ts'

/** Word for on of FC 05 (MODBUS Application Protocol 1.1b3, 6.5). */
const coilOn = 0xff00

/** First address of the pulses that a Waveshare relay board makes by itself, and their unit. */
const wavesharePulseAddress = 0x0200
const wavesharePulseUnitMs = 100

export function isOutput(point: Point): boolean {
  return point.fc === 5 || point.fc === 6 || point.fc === 15 || point.fc === 16
}

export async function readPoint(unit: ModbusUnit, point: Point): Promise<boolean> {
  const { fc, address } = readSource(point)
  const [raw] =
    fc === 1 || fc === 2 ? await unit.readBits(fc, address, 1) : await unit.readRegisters(fc, address, 1)
  return pointValue(point, raw ?? false)
}

/** Writes and reads back. Rejects with `device.read-back` where the board confirmed and did not do it. */
export async function writePoint(
  unit: ModbusUnit,
  place: string,
  point: Point,
  value: boolean,
  now: () => number,
): Promise<PointReading> {
  const on = value !== point.invert
  switch (point.fc) {
    case 5:
      await unit.writeCoil(point.address, on ? (point.onValue ?? coilOn) : point.offValue)
      break
    case 15:
      await unit.writeCoils(point.address, [on])
      break
    case 6:
      await unit.writeRegister(point.address, on ? (point.onValue ?? defaultRegisterOn) : point.offValue)
      break
    case 16:
      await unit.writeRegisters(point.address, [on ? (point.onValue ?? defaultRegisterOn) : point.offValue])
      break
    default:
      throw new AyaldamaError('device.exception', place, 'The point is an input.')
  }
  const at = now()
  const readBack = await readPoint(unit, point)
  if (readBack !== value) {
    throw new AyaldamaError('device.read-back', place, `Written ${value}, read ${readBack}.`)
  }
  return { value, at }
}

/** Asks a Waveshare board for a pulse of `ms`, rounded to its unit. The board switches off by itself. */
export async function startWavesharePulse(unit: ModbusUnit, point: Point, ms: number): Promise<void> {
  await unit.writeCoil(wavesharePulseAddress + point.address, Math.round(ms / wavesharePulseUnitMs))
}
