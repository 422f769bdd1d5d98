import { describe, expect, test } from 'vitest'
import type { ModbusUnit } from '../../../drivers/modbus-board/client.ts'
import { modbusBoardOptions, type Point } from '../../../drivers/modbus-board/options.ts'
import { startWavesharePulse, writePoint } from '../../../drivers/modbus-board/outputs.ts'

function pointOf(point: object): Point {
  const transport = { type: 'tcp', host: '127.0.0.1', port: 502 }
  const { p } = modbusBoardOptions.parse({ transport, points: { p: point } }).points
  if (p === undefined) throw new Error('no point')
  return p
}

/** A unit that writes down what it is asked, and reads back what the test says. */
function unit(reads: { readonly bit?: boolean; readonly word?: number }) {
  const asked: string[] = []
  const ask = (what: string) => {
    asked.push(what)
  }
  const made: ModbusUnit = {
    readBits: async (fc, address) => {
      ask(`fc${fc} ${address}`)
      return [reads.bit ?? false]
    },
    readRegisters: async (fc, address) => {
      ask(`fc${fc} ${address}`)
      return [reads.word ?? 0]
    },
    writeCoil: async (address, word) => ask(`coil ${address} ${word}`),
    writeRegister: async (address, word) => ask(`register ${address} ${word}`),
    writeCoils: async (address, values) => ask(`coils ${address} ${values}`),
    writeRegisters: async (address, words) => ask(`registers ${address} ${words}`),
  }
  return { made, asked }
}

const write = (made: ModbusUnit, point: object, value: boolean) =>
  writePoint(made, 'board p', pointOf(point), value, () => 42)

describe('an output is written by its own function code and word, and read back', () => {
  test.each([
    [{ fc: 5, address: 3 }, true, { bit: true }, ['coil 3 65280', 'fc1 3']],
    [{ fc: 5, address: 3 }, false, { bit: false }, ['coil 3 0', 'fc1 3']],
    [{ fc: 5, address: 3, onValue: 0x0100 }, true, { bit: true }, ['coil 3 256', 'fc1 3']],
    [{ fc: 5, address: 3, invert: true }, true, { bit: false }, ['coil 3 0', 'fc1 3']],
    [{ fc: 15, address: 4 }, true, { bit: true }, ['coils 4 true', 'fc1 4']],
    [{ fc: 6, address: 5 }, true, { word: 1 }, ['register 5 1', 'fc3 5']],
    [{ fc: 6, address: 5, onValue: 256, offValue: 512 }, false, { word: 512 }, ['register 5 512', 'fc3 5']],
    [{ fc: 16, address: 6, readFc: 4, readAddress: 9 }, true, { word: 1 }, ['registers 6 1', 'fc4 9']],
  ])('%j %s', async (point, value, reads, expected) => {
    const { made, asked } = unit(reads)
    expect(await write(made, point, value)).toEqual({ value, at: 42 })
    expect(asked).toEqual(expected)
  })

  test('a board that confirms and does not do it is found out', async () => {
    const { made } = unit({ bit: true })
    await expect(write(made, { fc: 5, address: 3 }, false)).rejects.toMatchObject({
      code: 'device.read-back',
    })
  })

  test('a Waveshare board is asked for its pulse in units of 100 ms', async () => {
    const { made, asked } = unit({})
    await startWavesharePulse(made, pointOf({ fc: 5, address: 0, pulse: 'waveshare' }), 700)
    expect(asked).toEqual(['coil 512 7'])
  })
})
