import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { scale } from '../../../drivers/scale/definition.ts'
import {
  createScaleSimulator,
  type ScaleSimulator,
} from '../../../drivers/simulator/scale/scale-simulator.ts'
import type { WeighingScale } from '../../../edge/ports/devices.ts'
import { inState, nextEvent } from '../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'

describe.each(['toledo', 'yaohua', 'cas'] as const)('WeighingScale: the simulated scale, %s', (protocol) => {
  let simulator: ScaleSimulator
  let device: WeighingScale

  beforeEach(async () => {
    simulator = await createScaleSimulator(protocol, { everyMs: 20 })
    const options = scale.options.parse({
      transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port },
      ...{ protocol, settleMs: 200, silenceMs: 500, reconnect: { firstMs: 20, maxMs: 50 } },
    })
    device = scale.create(options, driverContext('scale'), () => {
      throw new Error('a scale has no board')
    })
    await device.start()
    await inState(device, 'online')
    await simulator.whenConnected()
  })
  afterEach(async () => {
    await device.stop()
    await simulator.close()
  })

  test('a vehicle at rest is weighed once, with the time', async () => {
    const weighed = nextEvent(device)
    const before = performance.now()
    simulator.load(25_340)
    const { at, ...event } = await weighed
    expect(event).toEqual({ type: 'VehicleWeighed', kilograms: 25_340, net: false })
    expect(at).toBeGreaterThanOrEqual(before)
    const next = nextEvent(device)
    simulator.load(0)
    await expect.poll(() => device.health().counters.framesRead).toBeGreaterThan(20)
    simulator.load(8000)
    expect((await next).kilograms).toBe(8000)
    expect(device.health().counters.weighings).toBe(2)
  })

  test('a scale that falls silent, or sends what is no weight, says so and heals', async () => {
    const silent = inState(device, 'degraded')
    simulator.fail('silent')
    expect((await silent).reason).toContain('device.timeout')
    const healed = inState(device, 'online')
    simulator.fail(null)
    await healed
    const wrong = inState(device, 'degraded')
    simulator.fail('cut-frames')
    expect((await wrong).reason).toContain('device.protocol')
    simulator.fail(null)
    await inState(device, 'online')
    expect(device.health().counters.framesRejected).toBeGreaterThan(0)
  })

  test('unplugged and plugged in again it weighs anew what stands there', async () => {
    simulator.load(25_340)
    await nextEvent(device)
    const lost = inState(device, 'connecting')
    await simulator.unplug()
    expect((await lost).reason).toContain('device.connect')
    const weighed = nextEvent(device)
    await simulator.plug()
    expect((await weighed).kilograms).toBe(25_340)
  })
})
