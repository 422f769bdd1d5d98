import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TestPart } from '../../../edge/domain/maintenance/events.ts'
import { mayBeginMaintenance, mayTry, type TrialScene } from '../../../edge/domain/maintenance/trial.ts'
import { refuse } from '../../../edge/domain/refusal.ts'
import { createLaneBench, type LaneBench } from '../../support/lane-bench.ts'

const by = { officer: 'KAZ-199', party: 'KAZ' } as const
const up: TestPart = { kind: 'barrier', barrier: 'approachBarrier', act: 'open' }
const down: TestPart = { kind: 'barrier', barrier: 'approachBarrier', act: 'close' }

describe('IL 1: what may be tried, whatever the lane looks like', () => {
  const seen = fc.constantFrom('clear', 'occupied', 'unknown' as const)
  const veto = fc.constantFrom(null, refuse('barrier.hold-off', 'the way has been clear for 1 ms', []))
  const scenes: fc.Arbitrary<TrialScene> = fc.record({
    outOfService: fc.boolean(),
    crossingOpen: fc.boolean(),
    approach: fc.option(seen),
    zone: fc.option(seen),
    booms: fc.array(
      fc.record({
        role: fc.constantFrom('approachBarrier', 'releaseBarrier'),
        ...{ way: seen, closed: fc.boolean(), mayOpen: veto, mayClose: veto },
      }),
      { maxLength: 2 },
    ),
  })
  const parts = fc.constantFrom<TestPart>(up, down, { kind: 'light', colour: 'green' })

  it('moves nothing in service, with a crossing, near a vehicle, by a loop that is silent, or against the interlock', () => {
    fc.assert(
      fc.property(scenes, parts, (scene, part) => {
        const free = [scene.approach, scene.zone, ...scene.booms.map(({ way }) => way)].every(
          (one) => one === null || one === 'clear',
        )
        const boom = scene.booms.find(({ role }) => part.kind === 'barrier' && role === part.barrier)
        const interlock =
          part.kind !== 'barrier' || (boom && (part.act === 'open' ? boom.mayOpen : boom.mayClose))
        const may = scene.outOfService && !scene.crossingOpen && free
        const allowed = part.kind === 'barrier' ? may && boom !== undefined && interlock === null : may
        expect(mayTry(part, scene) === null).toBe(allowed)
        if (scene.crossingOpen) expect(mayBeginMaintenance(scene)).not.toBeNull()
      }),
      { seed: 8, numRuns: 500 },
    )
  })
})

describe('a lane out of service', () => {
  let bench: LaneBench
  beforeEach(async () => {
    vi.useFakeTimers()
    bench = createLaneBench(undefined, null, {}, { zoneLoop: true })
    bench.lane.start()
    bench.setApproachLoop(false)
    bench.setZoneLoop(false)
    await bench.pass(200)
  })
  afterEach(async () => {
    await bench.lane.stop()
    vi.useRealTimers()
  })

  it('admits nobody, and goes on when it is back in service', async () => {
    expect(await bench.lane.beginMaintenance(by, 'new boom')).toMatchObject({ ok: true })
    bench.setApproachLoop(true)
    await bench.pass(1000)
    expect(bench.types()).toEqual(['MaintenanceBegun'])
    expect(bench.lane.law.closed()).toMatchObject({ code: 'lane.maintenance' })
    bench.setApproachLoop(false)
    expect(await bench.lane.endMaintenance(by)).toMatchObject({ ok: true })
    bench.setApproachLoop(true)
    await bench.pass(1000)
    expect(bench.types()).toContain('CrossingOpened')
    expect(await bench.lane.beginMaintenance(by, 'x')).toMatchObject({
      refusal: { code: 'crossing.already-open' },
    })
  })

  it('tries a boom, journalled before it moves, and by name', async () => {
    expect(await bench.lane.tryPart(up, by)).toMatchObject({ refusal: { code: 'maintenance.none' } })
    await bench.lane.beginMaintenance(by, 'new boom')
    bench.journal.failure = new Error('full')
    await expect(bench.lane.tryPart(up, by)).rejects.toThrow('full')
    expect(bench.approach.opened).toEqual([])
    bench.journal.failure = null
    expect(await bench.lane.tryPart(up, by)).toMatchObject({ ok: true })
    expect(bench.approach.opened).toEqual(['trial'])
    expect(bench.journal.events.at(-1)).toMatchObject({
      actor: { kind: 'technician', officer: 'KAZ-199' },
      event: { type: 'TestOrdered', data: { part: up, party: 'KAZ' } },
    })
  })

  it('sends no boom down on a vehicle: not one that stands there, and not one that comes while it is written', async () => {
    await bench.lane.beginMaintenance(by, 'new boom')
    bench.setZoneLoop(true)
    expect(await bench.lane.tryPart(down, by)).toMatchObject({ refusal: { code: 'maintenance.vehicle' } })
    bench.setZoneLoop(false)
    const append = bench.journal.append.bind(bench.journal)
    bench.journal.append = async (events) => {
      bench.setApproachLoop(true)
      return append(events)
    }
    expect(await bench.lane.tryPart(down, by)).toMatchObject({ refusal: { code: 'maintenance.vehicle' } })
    expect(bench.approach.closings).toBe(0)
    bench.journal.append = append
    bench.setApproachLoop(false)
    expect(await bench.lane.tryPart(down, by)).toMatchObject({ ok: true })
    expect(bench.approach.closings).toBe(1)
  })

  it('IL 1: takes a loop that has grown silent for a vehicle', async () => {
    await bench.lane.beginMaintenance(by, 'new boom')
    bench.cutZoneLoop()
    expect(await bench.lane.tryPart(up, by)).toMatchObject({ ok: true })
    await bench.pass(1500)
    expect(await bench.lane.tryPart(up, by)).toMatchObject({ refusal: { fact: 'zone loop is unknown' } })
  })

  it('shows a light for five seconds, then red again: green would call the next vehicle', async () => {
    await bench.lane.beginMaintenance(by, 'lamp')
    expect(await bench.lane.tryPart({ kind: 'light', colour: 'green' }, by)).toMatchObject({ ok: true })
    await bench.pass(300)
    expect(bench.light()).toBe('green')
    await bench.pass(5200)
    expect(bench.light()).toBe('red')
  })

  it('goes back into service with every boom down only, and records who drives through meanwhile', async () => {
    await bench.lane.beginMaintenance(by, 'new boom')
    bench.approach.position = 'open'
    expect(await bench.lane.endMaintenance(by)).toMatchObject({ refusal: { code: 'maintenance.boom-up' } })
    bench.approach.emit({ type: 'passage', permit: 'trial', at: 0 })
    await bench.pass(100)
    expect(bench.journal.events.at(-1)).toMatchObject({
      event: { type: 'PassageIrregular', data: { irregularity: 'outOfService' } },
    })
  })
})
