import { afterEach, describe, expect, test } from 'vitest'
import { parseConfiguration } from '../../../config/load-configuration.ts'
import { createScaleSimulator } from '../../../drivers/simulator/scale/scale-simulator.ts'
import { createDevices, type DeviceSet } from '../../../edge/composition/devices.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { inState, nextEvent } from '../drivers/support/device-events.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function configured(ports: readonly number[], scaleOptions: Readonly<Record<number, string>> = {}) {
  const devices = ports.map(
    (port, index) =>
      `  scale-${index}: { kind: scale, protocol: ${scaleOptions[index] ?? 'cas'}, settleMs: 100, reconnect: { firstMs: 20, maxMs: 50 }, transport: { type: tcp, host: 127.0.0.1, port: ${port} } }`,
  )
  const text = `version: 1
gateway: { id: g, checkpoint: c, data: ./data }
rulePack: pack.yaml
console: { officers: officers.yaml }
devices:
  camera: { kind: camera-folder, folder: . }
${devices.join('\n')}
lanes:
  - { id: lane-1, exitParty: KAZ, entryParty: KGZ, hostParty: KGZ, camera: camera, scale: scale-0 }
`
  return parseConfiguration('lane.yaml', text, { checkFiles: false })
}

async function twoScales() {
  const simulators = [await createScaleSimulator('cas'), await createScaleSimulator('cas')]
  for (const simulator of simulators) ends.push(() => simulator.close())
  const ports = simulators.map(({ port }) => port)
  const devices = createDevices(configured(ports), systemClock, silentLog)
  ends.push(() => devices.stop())
  await devices.get('scale', 'scale-0').start()
  await devices.get('scale', 'scale-1').start()
  await inState(devices.get('scale', 'scale-0'), 'online')
  await inState(devices.get('scale', 'scale-1'), 'online')
  return { simulators, ports, devices }
}

const since = (devices: DeviceSet, id: string) => devices.get('scale', id).health().counters.framesRead ?? 0

describe('a configuration that is read again', () => {
  test('restarts the one device that it changes; its listeners hear the new one, no other is touched', async () => {
    const { simulators, ports, devices } = await twoScales()
    const moved = await createScaleSimulator('toledo')
    ends.push(() => moved.close())
    const changed = devices.get('scale', 'scale-1')
    const states: string[] = []
    changed.onHealth(({ state }) => states.push(state))
    const others: string[] = []
    devices.get('scale', 'scale-0').onHealth(({ state }) => others.push(state))
    const before = since(devices, 'scale-0')
    const weighed = nextEvent(changed)

    const next = configured([ports[0] ?? 0, moved.port], { 1: 'toledo' })
    expect(await devices.reload(next.devices)).toEqual({ restarted: ['scale-1'], later: [] })
    moved.load(18_000)
    expect((await weighed).kilograms).toBe(18_000)
    expect(states).toEqual(expect.arrayContaining(['stopping', 'stopped', 'connecting', 'online']))
    expect(others.filter((state) => state !== 'online')).toEqual([])
    expect(since(devices, 'scale-0')).toBeGreaterThanOrEqual(before)
    simulators[1]?.load(5000)
  })

  test('that changes nothing restarts nothing, and says what waits for the next start', async () => {
    const { ports, devices } = await twoScales()
    expect(await devices.reload(configured(ports).devices)).toEqual({ restarted: [], later: [] })
    const { later } = await devices.reload(configured([...ports, 4001]).devices)
    expect(later).toEqual(['scale-2'])
    expect(devices.get('scale', 'scale-1').health().state).toBe('online')
  })
})
