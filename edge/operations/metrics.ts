import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { powerLevels } from '../ports/devices.ts'
import { type Disk, diskLevels } from '../ports/disk.ts'
import type { LaneControl, Percentiles } from '../ports/lane.ts'
import type { Power } from '../ports/power.ts'
import type { Replication } from '../ports/replication.ts'

/** Figures for Prometheus, read when they are asked for; no label or value holds personal data. */
export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
}

export function createMetrics(
  lanes: Pick<LaneControl, 'lanes' | 'view' | 'statistics'>,
  replication: Pick<Replication, 'status'>,
  disk: Pick<Disk, 'state'>,
  power?: Pick<Power, 'state'>,
): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const gauge = (
    name: string,
    help: string,
    labelNames: readonly string[],
    collect: (gauge: Gauge) => void,
  ) =>
    new Gauge({
      name: `ayaldama_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        this.reset()
        collect(this)
      },
    })

  gauge('crossings', 'Crossings closed since start, by outcome.', ['outcome'], (crossings) => {
    const { released, refused, returned } = lanes.statistics()
    crossings.set({ outcome: 'released' }, released)
    crossings.set({ outcome: 'refused' }, refused)
    crossings.set({ outcome: 'returned' }, returned)
  })
  gauge('events_written', 'Facts written to the journal since start.', [], (events) => {
    events.set(lanes.statistics().events)
  })
  const milliseconds = (name: string, help: string, of: () => Percentiles) =>
    gauge(name, help, ['quantile'], (durations) => {
      const { p50, p99 } = of()
      durations.set({ quantile: '0.5' }, p50)
      durations.set({ quantile: '0.99' }, p99)
    })
  milliseconds('frame_to_read_milliseconds', 'From the last byte of a frame to its read.', () => {
    return lanes.statistics().frameToRead
  })
  milliseconds('decision_to_barrier_milliseconds', 'From a durable decision to the OPEN output.', () => {
    return lanes.statistics().decisionToBarrier
  })
  gauge('lane_state', '1 for the state that the lane is in.', ['lane', 'state'], (states) => {
    for (const lane of lanes.lanes) states.set({ lane, state: lanes.view(lane, null).state }, 1)
  })
  gauge('device_online', '1 where the device is online.', ['lane', 'device'], (online) => {
    for (const lane of lanes.lanes) {
      for (const { id, health } of lanes.view(lane, null).devices) {
        online.set({ lane, device: id }, health.state === 'online' ? 1 : 0)
      }
    }
  })
  gauge('replication_backlog', 'Facts not yet acknowledged by the centre.', ['party'], (backlog) => {
    for (const status of replication.status()) backlog.set({ party: status.party }, status.backlog)
  })
  gauge('disk_used_percent', 'Part of the disk of the journal that is used.', [], (used) => {
    const { usedPercent } = disk.state()
    if (usedPercent !== null) used.set(usedPercent)
  })
  gauge('disk_level', '1 for the level of the disk: alarms from 80 and 90 %.', ['level'], (levels) => {
    const { level } = disk.state()
    for (const one of diskLevels) levels.set({ level: one }, one === level ? 1 : 0)
  })
  if (power) {
    gauge('power_level', '1 for what the box runs on.', ['level'], (levels) => {
      const { level } = power.state()
      for (const one of powerLevels) levels.set({ level: one }, one === level ? 1 : 0)
    })
    gauge('battery_charge_percent', 'Charge of the battery of the power supply.', [], (charge) => {
      const { chargePercent } = power.state()
      if (chargePercent !== null) charge.set(chargePercent)
    })
  }
  return { contentType: registry.contentType, text: () => registry.metrics() }
}
