import { afterEach, describe, expect, test } from 'vitest'
import { createUpsSimulator } from '../../../drivers/simulator/ups/ups-simulator.ts'
import { ups } from '../../../drivers/ups/definition.ts'
import { createPower } from '../../../edge/composition/power.ts'
import type { PowerSupply } from '../../../edge/ports/devices.ts'
import { requireSystem } from '../../support/system-package.ts'
import { inState, nextEvent } from '../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'
import { startNut, upsd } from './support/nut-peer.ts'

interface UpsPeer {
  readonly port: number
  set(variables: Readonly<Record<string, string>>): unknown
  /** upsd has nothing more to tell of the UPS. */
  lose(): unknown
  dispose(): Promise<void>
}

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function started(port: number, changes: object = {}): Promise<PowerSupply> {
  const device = ups.create(
    ups.options.parse({
      ...{ transport: { type: 'tcp', host: '127.0.0.1', port }, ups: 'lane', pollMs: 50, timeoutMs: 300 },
      ...{ reconnect: { firstMs: 20, maxMs: 50 }, ...changes },
    }),
    driverContext('ups'),
    () => {
      throw new Error('a UPS has no board')
    },
  )
  ends.push(device.stop)
  await device.start()
  return device
}

const at = (device: PowerSupply, level: string) => nextEvent(device, ({ power }) => power.level === level)

/** What every source of `upsd` owes, ours and that of Network UPS Tools. */
function contract(name: string, make: () => Promise<UpsPeer>): void {
  describe(`PowerSupply: ${name}`, () => {
    async function prepared() {
      const peer = await make()
      ends.push(peer.dispose)
      return { peer, device: await started(peer.port) }
    }

    test('on mains it is online, with the charge and what is left', async () => {
      const { device } = await prepared()
      const { power } = await at(device, 'mains')
      expect(power).toEqual({ level: 'mains', chargePercent: 100, runtimeSeconds: 1800 })
      expect((await inState(device, 'online')).reason).toBe('on mains')
    })

    test('mains fail, the battery runs low, the mains come back: told each time, and in health', async () => {
      const { peer, device } = await prepared()
      await at(device, 'mains')
      await peer.set({ 'ups.status': 'OB DISCHRG', 'battery.charge': '80', 'battery.runtime': '900' })
      expect((await at(device, 'battery')).power.chargePercent).toBe(80)
      expect(device.health()).toMatchObject({ state: 'degraded', reason: 'mains have failed: on battery' })
      await peer.set({ 'ups.status': 'OB LB', 'battery.charge': '75', 'battery.runtime': '800' })
      await at(device, 'low')
      expect(device.health().reason).toBe('mains have failed and the battery is low')
      await peer.set({ 'ups.status': 'OL LB CHRG', 'battery.charge': '10', 'battery.runtime': '60' })
      await at(device, 'mains')
      expect(device.health().state).toBe('online')
    })

    test('a charge below the limit is low though the UPS does not say so', async () => {
      const { peer, device } = await prepared()
      await peer.set({ 'ups.status': 'OB', 'battery.charge': '19' })
      expect((await at(device, 'low')).power).toMatchObject({ chargePercent: 19 })
    })

    test('a UPS that upsd has lost is degraded, and mains are not believed any more', async () => {
      const { peer, device } = await prepared()
      await at(device, 'mains')
      const lost = inState(device, 'degraded')
      await peer.lose()
      expect((await lost).reason).toMatch(/device\.exception: .*(DATA-STALE|DRIVER-NOT-CONNECTED)/)
      expect(device.reading()?.level).toBe('unknown')
    })

    test('a UPS that upsd has lost on battery stays on battery', async () => {
      const { peer, device } = await prepared()
      await peer.set({ 'ups.status': 'OB', 'battery.charge': '80' })
      await at(device, 'battery')
      await peer.lose()
      await expect.poll(() => device.health().reason, { timeout: 10_000 }).toContain('device.exception')
      expect(device.reading()?.level).toBe('battery')
    })
  })
}

contract('the simulated upsd', async () => {
  const simulator = await createUpsSimulator('lane')
  return {
    port: simulator.port,
    set: (variables) => simulator.set({ 'battery.runtime': undefined, ...variables }),
    lose: () => simulator.fail('DATA-STALE'),
    dispose: simulator.close,
  }
})

describe.skipIf(!requireSystem(upsd, 'nut-server'))('Network UPS Tools', () => {
  contract('upsd of Debian with dummy-ups', async () => {
    const peer = await startNut()
    return { port: peer.port, set: peer.set, lose: peer.killDriver, dispose: peer.dispose }
  })
})

describe('upsd that is not there', () => {
  test('lost and found again it reads on; one that answers nothing is said to', async () => {
    const simulator = await createUpsSimulator('lane')
    ends.push(simulator.close)
    const device = await started(simulator.port)
    await at(device, 'mains')
    const lost = inState(device, 'connecting')
    await simulator.unplug()
    expect((await lost).reason).toContain('device.connect')
    expect(device.reading()?.level).toBe('unknown')
    await simulator.plug()
    await at(device, 'mains')
    const mute = inState(device, 'degraded')
    simulator.fail('silent')
    expect((await mute).reason).toContain('device.timeout')
    simulator.fail(null)
    await inState(device, 'online')
  })

  test('a name that upsd does not know is said in health', async () => {
    const simulator = await createUpsSimulator('other')
    ends.push(simulator.close)
    const device = await started(simulator.port)
    expect((await inState(device, 'degraded')).reason).toContain('UNKNOWN-UPS')
  })

  test('a battery that must be replaced is told on mains', async () => {
    const simulator = await createUpsSimulator('lane')
    ends.push(simulator.close)
    simulator.set({ 'ups.status': 'OL RB' })
    const device = await started(simulator.port)
    expect((await inState(device, 'degraded')).reason).toContain('must be replaced')
    expect(device.reading()?.level).toBe('mains')
  })
})

test('of two supplies of the box the worse one counts, and a change is told once', async () => {
  const simulators = [await createUpsSimulator('lane'), await createUpsSimulator('lane')] as const
  const supplies = await Promise.all(simulators.map(({ port }) => started(port)))
  ends.unshift(...simulators.map(({ close }) => close))
  const configured = supplies.map((_, i) => ({
    id: String(i),
    kind: 'ups',
    role: 'powerSupply',
    options: {},
  }))
  const get = (_role: string, id: string) => supplies[Number(id)]
  const power = createPower(configured as never, { get } as never)
  const told: string[] = []
  power?.onChange(() => told.push(power.state().level))
  await expect.poll(() => power?.state().level).toBe('mains')
  simulators[1].set({ 'ups.status': 'OB LB' })
  await expect.poll(() => power?.state().level).toBe('low')
  simulators[1].set({ 'ups.status': 'OL' })
  await expect.poll(() => power?.state().level).toBe('mains')
  expect(told).toEqual(['mains', 'low', 'mains'])
  expect(createPower([], { get } as never)).toBeUndefined()
})
