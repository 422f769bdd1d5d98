import type { Point } from './options.ts'

/** One read request: `count` addresses from `address` on. */
export interface PollRange {
  readonly fc: 1 | 2 | 3 | 4
  readonly address: number
  readonly count: number
  readonly points: readonly string[]
}

/** Where a point is read: inputs by their own function code, outputs by the one that reads them back. */
export function readSource(point: Point): { readonly fc: 1 | 2 | 3 | 4; readonly address: number } {
  const address = point.readAddress ?? point.address
  switch (point.fc) {
    case 1:
    case 2:
    case 3:
    case 4:
      return { fc: point.fc, address }
    case 5:
    case 15:
      return { fc: point.readFc ?? 1, address }
    case 6:
    case 16:
      return { fc: point.readFc ?? 3, address }
  }
}

/** Most that one answer may carry (MODBUS Application Protocol 1.1b3, 6.1 to 6.4). */
const mostBits = 2000
const mostRegisters = 125

/**
 * The requests that read all points, neighbouring addresses at once. Addresses between points are not
 * asked for: a board may answer a range that holds one unknown address with an exception.
 */
export function planPoll(points: Readonly<Record<string, Point>>): readonly PollRange[] {
  const sources = Object.entries(points)
    .map(([name, point]) => ({ name, ...readSource(point) }))
    .sort((a, b) => a.fc - b.fc || a.address - b.address)
  const ranges: PollRange[] = []
  for (const { name, fc, address } of sources) {
    const last = ranges.at(-1)
    const most = fc <= 2 ? mostBits : mostRegisters
    const joins =
      last !== undefined &&
      last.fc === fc &&
      address <= last.address + last.count &&
      address - last.address < most
    if (joins) {
      const count = Math.max(last.count, address - last.address + 1)
      ranges[ranges.length - 1] = { ...last, count, points: [...last.points, name] }
    } else {
      ranges.push({ fc, address, count: 1, points: [name] })
    }
  }
  return ranges
}

/** The meaning of what was read at a point's address: a bit, or the word of a register. */
export function pointValue(point: Point, raw: boolean | number): boolean {
  return isOn(point, raw) !== point.invert
}

/** Word for on of a register output without `onValue`. */
export const defaultRegisterOn = 1

function isOn(point: Point, raw: boolean | number): boolean {
  if (typeof raw === 'boolean') return raw
  if (point.bit !== undefined) return ((raw >>> point.bit) & 1) === 1
  if (point.onValue !== undefined) return raw === point.onValue
  if (point.fc === 6 || point.fc === 16) return raw === defaultRegisterOn
  return raw !== 0
}
