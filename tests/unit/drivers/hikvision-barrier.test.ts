import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseConfiguration } from '../../../config/load-configuration.ts'
import { gateCommand, gateStatus } from '../../../drivers/hikvision-barrier/codec.ts'
import { hikvisionBarrier } from '../../../drivers/hikvision-barrier/definition.ts'
import { createHikvisionGate, type GateSimulator } from '../../../drivers/simulator/barrier/hikvision-gate.ts'
import { type Boom, createBoom } from '../../../drivers/simulator/board/boom.ts'
import type { BarrierDevice } from '../../../edge/ports/devices.ts'
import { inState } from './support/device-events.ts'
import { driverContext } from './support/driver-context.ts'

const status = (word: string) =>
  `<BarrierGateStatus><barrierGateStatus>${word}</barrierGateStatus></BarrierGateStatus>`

test('the command of the reference', () => {
  expect(gateCommand('open')).toBe('<BarrierGate><ctrlMode>open</ctrlMode></BarrierGate>')
  expect(gateCommand('close')).toBe('<BarrierGate><ctrlMode>close</ctrlMode></BarrierGate>')
})

test.each([
  [status('0'), { openLimit: false, closedLimit: false }],
  [status('1'), { openLimit: false, closedLimit: true }],
  [status('2'), { openLimit: true, closedLimit: false }],
  [
    `<ns1:a xmlns:ns1="x"><ns1:barrierGateStatus opt="0,1,2"> 2 </ns1:barrierGateStatus></ns1:a>`,
    { openLimit: true },
  ],
])('%s', (xml, meaning) => {
  expect(gateStatus(xml)).toMatchObject(meaning)
})

test.each([
  status('3'),
  status(''),
  status('12'),
  `${status('1')}${status('2')}`,
  `<!DOCTYPE a>${status('1')}`,
  '<html>1</html>',
  '',
])('%j names no state', (xml) => {
  expect(gateStatus(xml)).toBeNull()
})

describe('a gate that does not do its part', () => {
  let boom: Boom
  let gate: GateSimulator
  let barrier: BarrierDevice

  beforeEach(async () => {
    boom = createBoom(50, true)
    gate = await createHikvisionGate(boom)
    barrier = hikvisionBarrier.create(
      hikvisionBarrier.options.parse({
        url: `http://127.0.0.1:${gate.port}/ISAPI/Parking/channels/1/barrierGate`,
        ...{ pulseMs: 200, pollMs: 20, timeoutMs: 200, reconnect: { firstMs: 20, maxMs: 50 } },
      }),
      driverContext('gate'),
      () => {
        throw new Error('no board is wired')
      },
    )
    await barrier.start()
    await inState(barrier, 'online')
  })
  afterEach(async () => {
    await barrier.stop()
    await gate.close()
    boom.stop()
  })

  test.each([
    ['silent', 'device.timeout'],
    ['refuses', 'camera.http'],
    ['rubbish', 'device.protocol'],
  ] as const)('%s: its limits are unknown at once, and it heals', async (fault, code) => {
    expect(barrier.inputs().closedLimit?.value).toBe(true)
    const lost = inState(barrier, 'connecting')
    gate.fail(fault)
    expect((await lost).reason).toContain(code)
    expect(barrier.inputs()).toMatchObject({ openLimit: undefined, closedLimit: undefined })
    gate.fail(null)
    await inState(barrier, 'online')
    expect(gate.commands()).toEqual([])
  })

  test('unplugged and plugged in again it is asked on', async () => {
    const lost = inState(barrier, 'connecting')
    await gate.unplug()
    expect((await lost).reason).toContain('device.connect')
    await gate.plug()
    await inState(barrier, 'online')
  })

  test('no signal is neither limit', async () => {
    gate.fail('no-signal')
    await expect.poll(() => barrier.inputs().closedLimit?.value).toBe(false)
    expect(barrier.inputs().openLimit?.value).toBe(false)
  })

  test.each(['silent', 'refuses'] as const)(
    'a command to a gate that %s fails and is not repeated',
    async (fault) => {
      gate.fail(fault)
      await expect(barrier.pulseOpen()).rejects.toThrow()
      gate.fail(null)
      await inState(barrier, 'online')
      await barrier.clearOutputs()
      expect([gate.attempts(), gate.commands()]).toEqual([1, []])
      expect(barrier.health().counters.openPulses).toBe(1)
    },
  )

  test('rule 4: outputs count as clear only when the longest pulse is over and the camera answers', async () => {
    const order: string[] = []
    await Promise.all([
      barrier.pulseOpen().then(() => order.push('the pulse is over')),
      barrier.clearOutputs().then(() => order.push('clear')),
    ])
    expect(order).toEqual(['the pulse is over', 'clear'])
    gate.fail('silent')
    await expect(barrier.clearOutputs()).rejects.toMatchObject({ code: 'device.timeout' })
  })

  test('loop and photocell that are not wired are unknown; a stopped barrier moves nothing', async () => {
    expect(barrier.inputs()).toMatchObject({ loop: undefined, photocell: undefined, stop: undefined })
    await barrier.stop()
    for (const act of [barrier.pulseOpen, barrier.pulseClose, barrier.clearOutputs]) {
      await expect(act()).rejects.toMatchObject({ code: 'device.not-online' })
    }
    expect(gate.commands()).toEqual([])
  })
})

test('loop and photocell of a gate are points of boards that are there', () => {
  const configuration = (loop: string) => `version: 1
gateway: { id: g, checkpoint: c, data: ./data, simulation: true }
rulePack: pack.yaml
console: { officers: officers.yaml }
devices:
  camera: { kind: camera-folder, folder: . }
  inputs: { kind: modbus-board, transport: { type: tcp, host: 127.0.0.1, port: 502 }, points: { loop: { fc: 2, address: 0 } } }
  gate: { kind: hikvision-barrier, url: 'http://192.0.2.20/ISAPI/Parking/channels/1/barrierGate', loop: ${loop} }
lanes:
  - { id: lane-1, exitParty: KAZ, entryParty: KGZ, hostParty: KGZ, camera: camera }
`
  const parse = (loop: string) => parseConfiguration('lane.yaml', configuration(loop), { checkFiles: false })
  expect(parse('inputs.loop').devices.find(({ id }) => id === 'gate')?.role).toBe('barrier')
  expect(() => parse('inptus.loop')).toThrow(/there is no device "inptus"/)
  expect(() => parse('inputs.lop')).toThrow(/no point "lop"/)
  expect(() => parse('loop')).toThrow(/<board>\.<point>/)
})
