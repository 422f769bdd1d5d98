import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createUpsSimulator } from '../../../drivers/simulator/ups/ups-simulator.ts'
import { planVehicle } from '../../../edge/demo/traffic.ts'
import { verifyJournal } from '../../../edge/journal/verify.ts'
import { createCheckpoint, lane, until } from '../../support/checkpoint.ts'

test('on a low battery no vehicle is called in, which lane, metrics and both centres are told; on mains work goes on', async () => {
  const upsd = await createUpsSimulator('lane')
  upsd.set({ 'ups.status': 'OB LB', 'battery.charge': '8' })
  const device = `{ kind: ups, ups: lane, pollMs: 50, transport: { type: tcp, host: 127.0.0.1, port: ${upsd.port} } }`
  const checkpoint = await createCheckpoint({ set: () => [`devices.ups=${device}`] })
  try {
    const officer = await checkpoint.officer('KGZ', 'border')
    const metrics = async () => (await fetch(`${checkpoint.gateway().url}/metrics`)).text()
    await until('the low battery in the metrics', async () =>
      (await metrics()).includes('ayaldama_power_level{level="low"} 1'),
    )
    expect(await metrics()).toContain('ayaldama_battery_charge_percent 8')

    void checkpoint.site.drive({ ...planVehicle(0, 1, 'KAZ'), outcome: 'released' }).catch(() => {})
    const waiting = await until('a vehicle that waits', async () => {
      const view = await officer.lane(lane)
      return view.occupied.approach === 'occupied' && view
    })
    expect(waiting).toMatchObject({ state: 'closed', crossing: null, closed: { code: 'lane.low-battery' } })
    for (const party of ['KAZ', 'KGZ'] as const) {
      await until(`the alarm at the centre of ${party}`, async () => {
        const status = (await officer.replication()).find((one) => one.party === party)
        return status?.backlog === 0 && status.head.seq > 0
      })
    }

    upsd.set({ 'ups.status': 'OL CHRG' })
    await until('a crossing', async () => (await officer.lane(lane)).crossing !== null)
    await checkpoint.gateway().stop()
    expect(verifyJournal(join(checkpoint.folder, 'data')).bad).toBeNull()
  } finally {
    await checkpoint.close()
    await upsd.close()
  }
}, 120_000)
