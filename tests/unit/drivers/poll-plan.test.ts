import { describe, expect, test } from 'vitest'
import { modbusBoardOptions } from '../../../drivers/modbus-board/options.ts'
import { planPoll, pointValue } from '../../../drivers/modbus-board/poll-plan.ts'
import { simulatedLanePoints } from '../../../drivers/simulator/board/points.ts'

const transport = { type: 'tcp', host: '127.0.0.1', port: 502 }
const pointsOf = (points: object) => modbusBoardOptions.parse({ transport, points }).points
const plan = (points: object) =>
  planPoll(pointsOf(points)).map(({ fc, address, count }) => `fc${fc} ${address}+${count}`)
const errorOf = (point: object) =>
  modbusBoardOptions
    .safeParse({ transport, points: { p: point } })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('what a poll asks for', () => {
  test('neighbouring addresses of one function code are one request, in any order of the map', () => {
    expect(plan({ c: { fc: 2, address: 2 }, a: { fc: 2, address: 0 }, b: { fc: 2, address: 1 } })).toEqual([
      'fc2 0+3',
    ])
  })

  test('no address is asked for that no point has', () => {
    expect(plan({ a: { fc: 2, address: 0 }, b: { fc: 2, address: 2 } })).toEqual(['fc2 0+1', 'fc2 2+1'])
  })

  test('outputs are read back: coils by 1, registers by 3, or as configured', () => {
    expect(
      plan({
        coil: { fc: 5, address: 7 },
        coils: { fc: 15, address: 8 },
        register: { fc: 6, address: 1 },
        registers: { fc: 16, address: 2 },
        odd: { fc: 6, address: 40, readFc: 1, readAddress: 20 },
      }),
    ).toEqual(['fc1 7+2', 'fc1 20+1', 'fc3 1+2'])
  })

  test('two bits of one register are one request', () => {
    expect(plan({ a: { fc: 3, address: 5, bit: 0 }, b: { fc: 3, address: 5, bit: 9 } })).toEqual(['fc3 5+1'])
  })

  test('a range is never longer than one answer can carry', () => {
    const points = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`p${i}`, { fc: 3, address: i }]))
    expect(plan(points)).toEqual(['fc3 0+125', 'fc3 125+5'])
  })

  test('the simulated lane is read in two requests', () => {
    expect(plan(simulatedLanePoints)).toEqual(['fc1 0+6', 'fc2 0+11'])
  })
})

describe('what a read word means', () => {
  const value = (point: object, raw: boolean | number) => {
    const { p } = pointsOf({ p: point })
    return p === undefined ? undefined : pointValue(p, raw)
  }
  test('a normally closed contact is active when it reads 0', () => {
    expect(value({ fc: 2, address: 0, invert: true }, false)).toBe(true)
    expect(value({ fc: 2, address: 0, invert: true }, true)).toBe(false)
  })
  test('a register is on by its bit, by its on value, or when it is not 0', () => {
    expect(value({ fc: 4, address: 0, bit: 3 }, 0b1000)).toBe(true)
    expect(value({ fc: 4, address: 0, bit: 3 }, 0b0111)).toBe(false)
    expect(value({ fc: 3, address: 0, onValue: 2 }, 2)).toBe(true)
    expect(value({ fc: 3, address: 0, onValue: 2 }, 3)).toBe(false)
    expect(value({ fc: 3, address: 0 }, 3)).toBe(true)
  })
  test('a register output is on at its on value only', () => {
    expect(value({ fc: 6, address: 0 }, 1)).toBe(true)
    expect(value({ fc: 6, address: 0 }, 2)).toBe(false)
    expect(value({ fc: 6, address: 0, onValue: 256 }, 256)).toBe(true)
  })
})

describe('points that make no sense are refused with their place', () => {
  test.each([
    [{ fc: 7, address: 0 }, 'points.p.fc'],
    [{ fc: 2, address: 70_000 }, 'points.p.address'],
    [{ fc: 2, address: 0, bit: 1 }, 'points.p.bit'],
    [{ fc: 2, address: 0, onValue: 1 }, 'points.p.onValue'],
    [{ fc: 2, address: 0, readFc: 1 }, 'points.p.readFc'],
    [{ fc: 6, address: 0, pulse: 'waveshare' }, 'points.p.pulse'],
    [{ fc: 2, adress: 0 }, 'points.p.address'],
  ])('%j', (point, path) => {
    expect(errorOf(point)).toContainEqual(expect.stringContaining(`${path}:`))
  })
  test('a board without points', () => {
    expect(modbusBoardOptions.safeParse({ transport, points: {} }).success).toBe(false)
  })
})
