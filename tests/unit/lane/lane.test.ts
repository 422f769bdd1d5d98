import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTranslator, languages } from '../../../edge/console/ui/i18n/translator.ts'
import type { OfficerCommand } from '../../../edge/domain/crossing/commands.ts'
import { printMrz } from '../../../edge/domain/identity/mrz/print.ts'
import { laneView } from '../../../edge/lane/lane-view.ts'
import type { Disk } from '../../../edge/ports/disk.ts'
import { AyaldamaError } from '../../../edge/ports/errors.ts'
import { controlled, officer, pack } from '../../support/crossing-spec.ts'
import { createLaneBench, type LaneBench } from '../../support/lane-bench.ts'
import { createMemoryJournal } from '../../support/memory-journal.ts'

const passport = printMrz(
  {
    documentCode: 'P',
    issuingState: 'UTO',
    documentNumber: 'L898902C3',
    nationality: 'UTO',
    surname: 'ERIKSSON',
    givenNames: 'ANNA MARIA',
    sex: 'F',
    birth: '740812',
    expiry: '300415',
  },
  'TD3',
)

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearInterval', 'clearTimeout', 'Date', 'performance'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

async function arrived(bench: LaneBench): Promise<void> {
  bench.lane.start()
  bench.setApproachLoop(true)
  await bench.pass(600)
}

async function inTheZone(bench: LaneBench): Promise<void> {
  await arrived(bench)
  bench.approach.position = 'open'
  bench.approach.emit({ type: 'opened', cause: 'permit', permit: null, at: 0 })
  bench.approach.emit({ type: 'passage', permit: null, at: 0 })
  bench.setApproachLoop(false)
  bench.approach.position = 'closed'
  bench.approach.emit({ type: 'closed', ordered: true, at: 0 })
  await bench.pass(300)
}

async function officersDo(bench: LaneBench, commands: readonly unknown[]): Promise<void> {
  for (const command of commands as readonly OfficerCommand[]) {
    const result = await bench.lane.execute(command)
    if (!result.ok) throw new Error(`${command.type}: ${result.refusal.code}`)
  }
}

async function released(bench: LaneBench): Promise<void> {
  await inTheZone(bench)
  bench.scan(passport)
  await bench.pass(100)
  await officersDo(bench, [
    ...controlled('KAZ'),
    { type: 'ConcludeExitControl', by: officer('KAZ') },
    ...controlled('KGZ'),
    { type: 'Release', by: officer('KGZ') },
  ])
}

describe('a vehicle drives up', () => {
  it('opens a crossing and lets it in', async () => {
    const bench = createLaneBench()
    await arrived(bench)
    expect(bench.types()).toEqual(['CrossingOpened', 'BarrierOpeningOrdered'])
    expect(bench.approach.opened).toEqual(['admission'])
  })

  it('does not answer a flicker of the loop', async () => {
    const bench = createLaneBench()
    bench.lane.start()
    bench.setApproachLoop(true)
    await bench.pass(100)
    bench.setApproachLoop(false)
    await bench.pass(1000)
    expect(bench.types()).toEqual([])
  })

  it('goes through both Parties’ controls to the end', async () => {
    const bench = createLaneBench()
    await released(bench)
    expect(bench.release.opened).toEqual(['release'])
    bench.release.position = 'open'
    bench.release.emit({ type: 'opened', cause: 'permit', permit: null, at: 0 })
    bench.release.emit({ type: 'passage', permit: null, at: 0 })
    await bench.pass(100)
    expect(bench.release.closings).toBe(1)
    bench.release.position = 'closed'
    bench.release.emit({ type: 'closed', ordered: true, at: 0 })
    await bench.pass(100)
    expect(bench.types().slice(-4)).toEqual([
      'BarrierOpened',
      'PassageConfirmed',
      'BarrierClosed',
      'CrossingClosed',
    ])
    expect(bench.lane.tally).toEqual({ released: 1, refused: 0, returned: 0, detained: 0 })
  })
})

describe('commit before effect', () => {
  it('moves no barrier where the decision did not become durable', async () => {
    const bench = createLaneBench()
    await inTheZone(bench)
    bench.scan(passport)
    await bench.pass(100)
    await officersDo(bench, [
      ...controlled('KAZ'),
      { type: 'ConcludeExitControl', by: officer('KAZ') },
      ...controlled('KGZ'),
    ])
    bench.journal.failure = new AyaldamaError('journal.full', 'disk')
    await expect(bench.lane.execute({ type: 'Release', by: officer('KGZ') })).rejects.toThrow('journal')
    await bench.pass(1000)
    expect(bench.release.opened).toEqual([])
    bench.journal.failure = null
    await officersDo(bench, [{ type: 'Release', by: officer('KGZ') }])
    expect(bench.release.opened).toEqual(['release'])
  })
})

describe.each([
  ['a full disk', 'lane.no-room'],
  ['a low battery', 'lane.low-battery'],
] as const)('%s', (_, code) => {
  it('finishes the crossing under way and begins no new one, which the lane explains, until it is over', async () => {
    let over = true
    const onChange = () => () => {}
    const disk: Disk = { state: () => ({ level: over ? 'ample' : 'full', usedPercent: null }), onChange }
    const reading = { chargePercent: 12, runtimeSeconds: null }
    const power = { state: () => ({ ...reading, level: over ? 'battery' : 'low' }) as const, onChange }
    const wired = code === 'lane.no-room' ? { disk } : { power }
    const bench = createLaneBench(createMemoryJournal(), null, {}, wired)
    await inTheZone(bench)
    over = false
    bench.scan(passport)
    await bench.pass(100)
    await officersDo(bench, [
      ...controlled('KAZ'),
      { type: 'ConcludeExitControl', by: officer('KAZ') },
      ...controlled('KGZ'),
      { type: 'Release', by: officer('KGZ') },
    ])
    for (const type of ['opened', 'passage'] as const) {
      bench.release.emit({
        type,
        ...(type === 'opened' && { cause: 'permit' }),
        permit: null,
        at: 0,
      } as never)
    }
    bench.release.emit({ type: 'closed', ordered: true, at: 0 })
    await bench.pass(300)
    expect(bench.types().at(-1)).toBe('CrossingClosed')

    bench.setApproachLoop(true)
    await bench.pass(1000)
    expect(bench.types().at(-1)).toBe('CrossingClosed')
    const { state, closed } = laneView(bench.lane, officer('KAZ'), bench.around)
    expect([state, closed?.code, closed?.article]).toEqual(['closed', code, 'JC 7.3'])
    for (const language of languages) {
      const { fact } = createTranslator(language, 'UTC')
      expect(closed && fact(closed)).toMatchObject({ translated: true })
    }
    over = true
    await bench.pass(300)
    expect(bench.types().slice(-2)).toEqual(['CrossingOpened', 'BarrierOpeningOrdered'])
  })
})

describe('a restart in the middle of a crossing', () => {
  async function restarted(before: LaneBench): Promise<LaneBench> {
    const events = before.journal.events.filter(({ crossing }) => crossing !== null)
    await before.lane.stop()
    const bench = createLaneBench(Object.assign(createMemoryJournal(), {}))
    bench.journal.events.push(...before.journal.events)
    bench.lane.resume(events[0]?.crossing ?? '', events)
    return bench
  }

  it('goes on where it was and sends no pulse', async () => {
    const first = createLaneBench()
    await inTheZone(first)
    const bench = await restarted(first)
    bench.lane.start()
    await bench.pass(2000)
    expect([bench.approach.opened, bench.release.opened]).toEqual([[], []])
    expect(laneView(bench.lane, officer('KAZ'), bench.around)).toMatchObject({
      lawInForce: 'KAZ',
      crossing: { phase: 'exitControl' },
    })
  })

  it('does not replay an opening that was ordered, and asks an officer to order it again', async () => {
    const first = createLaneBench()
    await released(first)
    const bench = await restarted(first)
    bench.lane.start()
    await bench.pass(1000)
    expect(bench.release.opened).toEqual([])
    expect(bench.types().at(-1)).toBe('BarrierOpeningFailed')
    await officersDo(bench, [{ type: 'OpenBarrier', by: officer('KGZ'), barrier: 'releaseBarrier' }])
    expect(bench.release.opened).toEqual(['release'])
  })

  it('records that the boom stands open instead of opening it again', async () => {
    const first = createLaneBench()
    await released(first)
    const bench = await restarted(first)
    bench.release.position = 'open'
    bench.lane.start()
    await bench.pass(300)
    expect(bench.release.opened).toEqual([])
    expect(bench.types().at(-1)).toBe('BarrierOpened')
  })

  it('ends by the word of an officer where the passage fell into the gap', async () => {
    const first = createLaneBench()
    await released(first)
    const bench = await restarted(first)
    bench.release.position = 'open'
    bench.lane.start()
    await bench.pass(300)
    await officersDo(bench, [
      {
        type: 'WitnessPassage',
        by: officer('KGZ'),
        barrier: 'releaseBarrier',
        reason: 'seen from the booth',
      },
    ])
    expect(bench.release.closings).toBe(1)
    bench.release.position = 'closed'
    await bench.pass(300)
    expect(bench.types().slice(-2)).toEqual(['BarrierClosed', 'CrossingClosed'])
  })
})

describe('what readers send', () => {
  it('keeps no character of what is no MRZ', async () => {
    const bench = createLaneBench()
    await inTheZone(bench)
    bench.scan(['SECRET\u0000RUBBISH', '1234'])
    await bench.pass(100)
    const last = bench.journal.events.at(-1)
    expect(last?.event).toMatchObject({ type: 'DocumentUnreadable', data: { lines: 2, characters: 18 } })
    expect(JSON.stringify(last)).not.toContain('SECRET')
  })

  it('records a document once, with its checks', async () => {
    const bench = createLaneBench()
    await inTheZone(bench)
    bench.scan(passport)
    bench.scan(passport)
    await bench.pass(100)
    expect(bench.types().filter((type) => type === 'DocumentRead')).toHaveLength(1)
  })

  it('JC 7.1: a vehicle paper joins the crossing once, under the law of the Party at work', async () => {
    const bench = createLaneBench()
    await inTheZone(bench)
    bench.scanBarcode('01KG123ABC|КАМАЗ')
    bench.scanBarcode('01KG123ABC|КАМАЗ')
    bench.scanBarcode('another')
    await bench.pass(100)
    const papers = bench.journal.events.filter(({ event }) => event.type === 'VehiclePaperRead')
    expect(papers.map(({ event }) => event.data)).toMatchObject([
      { format: 'PDF417', characters: 16, text: '01KG123ABC|КАМАЗ', source: 'scanner', lawInForce: 'KAZ' },
      { text: 'another' },
    ])
  })

  it('gives the weight of the vehicle to its crossing, and to nobody where none is open', async () => {
    const bench = createLaneBench()
    bench.weigh(9000)
    await inTheZone(bench)
    bench.weigh(25_340)
    await bench.pass(100)
    const weights = bench.journal.events.filter(({ event }) => event.type === 'VehicleWeighed')
    expect(weights).toMatchObject([
      {
        crossing: bench.lane.record.crossing(),
        actor: { kind: 'device', device: 'scale' },
        event: { data: { scale: 'scale', kilograms: 25_340, weight: 'gross' } },
      },
    ])
    const by = { kind: 'officer', party: 'KAZ', officer: 'KAZ-104', body: 'customs' } as const
    expect(laneView(bench.lane, by, bench.around).crossing?.weight).toEqual({
      kilograms: 25_340,
      weight: 'gross',
    })
  })

  it('does not give a vehicle paper to nobody, and keeps none of it', async () => {
    const bench = createLaneBench()
    bench.lane.start()
    bench.scanBarcode('SECRET')
    await bench.pass(100)
    expect(bench.journal.events.map(({ event }) => event)).toEqual([
      { type: 'DocumentUnclaimed', data: { reader: 'scanner' } },
    ])
    expect(JSON.stringify(bench.journal.events)).not.toContain('SECRET')
  })

  it('does not give a document to nobody', async () => {
    const bench = createLaneBench()
    bench.lane.start()
    bench.scan(passport)
    await bench.pass(100)
    expect(bench.journal.events.map(({ event }) => event)).toEqual([
      { type: 'DocumentUnclaimed', data: { reader: 'reader' } },
    ])
  })
})

describe('what a passer-by sees', () => {
  it('shows no crossing and no plates without sign-in', async () => {
    const bench = createLaneBench()
    await inTheZone(bench)
    const view = laneView(bench.lane, null, bench.around)
    expect(view.crossing).toBeNull()
    expect(view.camera.plates).toEqual([])
    expect(view.state).toBe('identifying')
  })
})

describe('rule 8 and rule 9: the emergency stop and the emergency opening', () => {
  it('records one stop for the lane and one reset by the officer who looked', async () => {
    const bench = createLaneBench()
    await inTheZone(bench)
    bench.approach.emit({ type: 'emergencyLatched', at: 0 })
    bench.release.emit({ type: 'emergencyLatched', at: 0 })
    await bench.pass(100)
    expect(bench.types().filter((type) => type === 'EmergencyStopLatched')).toHaveLength(1)
    expect(bench.lane.emergency()).toBe(true)
    expect(await bench.lane.resetEmergency(officer('KAZ'))).toMatchObject({ ok: true })
    expect(bench.journal.events.at(-1)).toMatchObject({
      event: { type: 'EmergencyStopReset' },
      actor: { kind: 'officer', officer: 'KAZ-border-1' },
    })
    expect(bench.lane.emergency()).toBe(false)
  })

  it('has the reason of an emergency opening durable before the pulse', async () => {
    const bench = createLaneBench()
    await inTheZone(bench)
    bench.journal.failure = new AyaldamaError('journal.full', 'disk')
    await expect(bench.lane.emergencyOpen('releaseBarrier', 'fire', officer('KGZ'))).rejects.toThrow()
    expect(bench.release.emergencies).toBe(0)
    bench.journal.failure = null
    await bench.lane.emergencyOpen('releaseBarrier', 'fire', officer('KGZ'))
    expect(bench.release.emergencies).toBe(1)
  })

  it('opens in an emergency for two officers only, where the pack asks two, and has both on record', async () => {
    const fourEyes = [{ act: 'OpenInEmergency', second: 'either' }] as const
    const ref = { name: pack.name, version: pack.version, sha256: '00' }
    const bench = createLaneBench(createMemoryJournal(), null, {
      packs: [{ pack: { ...pack, fourEyes }, ref }],
    })
    await inTheZone(bench)
    const by = officer('KGZ')
    expect(await bench.lane.emergencyOpen('releaseBarrier', 'fire', by)).toMatchObject({
      refusal: { code: 'override.second-missing' },
    })
    expect(bench.release.emergencies).toBe(0)
    const second = { officer: 'KAZ-border-1', party: 'KAZ', body: 'border' } as const
    await bench.lane.emergencyOpen('releaseBarrier', 'fire', { ...by, second })
    expect(bench.release.emergencies).toBe(1)
    expect(bench.journal.events.at(-1)).toMatchObject({
      ...{ event: { type: 'EmergencyOpeningOrdered' }, actor: { officer: by.officer, second } },
    })
  })

  it('records a second vehicle close behind the first', async () => {
    const bench = createLaneBench()
    await inTheZone(bench)
    bench.approach.emit({ type: 'tailgate', at: 0 })
    await bench.pass(100)
    expect(bench.journal.events.at(-1)?.event).toEqual({
      type: 'PassageIrregular',
      data: { barrier: 'approachBarrier', irregularity: 'tailgate' },
    })
  })
})

describe('the control zone', () => {
  const watched = () => createLaneBench(createMemoryJournal(), null, {}, { zoneLoop: true })
  const giveBack = { type: 'Return', by: officer('KAZ'), reason: 'goods without a declaration' }
  const witness = {
    ...{ type: 'WitnessPassage', by: officer('KGZ'), barrier: 'approachBarrier' },
    reason: 'seen from the booth',
  }
  const stateOf = (bench: LaneBench) => laneView(bench.lane, officer('KAZ'), bench.around)

  /** It came in, and the loops under the boom missed it. */
  async function unseenInZone(bench: LaneBench): Promise<void> {
    await arrived(bench)
    bench.approach.position = 'open'
    bench.approach.emit({ type: 'opened', cause: 'permit', permit: null, at: 0 })
    bench.setApproachLoop(false)
    bench.setZoneLoop(true)
    await bench.pass(300)
  }

  it('BR 17.2: a vehicle that is sent back from the zone is not gone before it has passed out', async () => {
    const bench = watched()
    await unseenInZone(bench)
    await officersDo(bench, [giveBack])
    await bench.pass(2000)
    expect([bench.approach.closings, bench.types().includes('CrossingClosed')]).toEqual([0, false])
    await officersDo(bench, [witness])
    await bench.pass(300)
    expect(bench.approach.opened).toEqual(['admission', 'return'])
  })

  it('BR 17.2: nor where the boom came down behind it: an officer says that it is inside', async () => {
    const bench = watched()
    await unseenInZone(bench)
    bench.approach.position = 'closed'
    bench.approach.emit({ type: 'closed', ordered: false, at: 0 })
    await officersDo(bench, [giveBack])
    await bench.pass(2000)
    expect(bench.types()).not.toContain('CrossingClosed')
    await officersDo(bench, [witness])
    await bench.pass(300)
    expect(bench.approach.opened).toEqual(['admission', 'return'])
  })

  it('one that was turned away before the zone is gone when the boom is down', async () => {
    const bench = watched()
    await arrived(bench)
    bench.approach.position = 'open'
    bench.approach.emit({ type: 'opened', cause: 'permit', permit: null, at: 0 })
    await bench.pass(300)
    await officersDo(bench, [giveBack])
    await bench.pass(300)
    expect(bench.approach.closings).toBe(1)
    bench.setApproachLoop(false)
    bench.approach.position = 'closed'
    bench.approach.emit({ type: 'closed', ordered: true, at: 0 })
    await bench.pass(300)
    expect(bench.types().at(-1)).toBe('CrossingClosed')
  })

  it('the light calls a vehicle in, and none while another is inside or on its way back', async () => {
    const bench = watched()
    await arrived(bench)
    expect(bench.light()).toBe('red')
    bench.approach.position = 'open'
    bench.approach.emit({ type: 'opened', cause: 'permit', permit: null, at: 0 })
    await bench.pass(300)
    expect(bench.light()).toBe('green')
    bench.setZoneLoop(true)
    bench.approach.emit({ type: 'passage', permit: null, at: 0 })
    await bench.pass(300)
    expect([bench.approach.position, bench.light()]).toEqual(['open', 'red'])
    await officersDo(bench, [giveBack])
    bench.approach.emit({ type: 'opened', cause: 'permit', permit: null, at: 0 })
    await bench.pass(300)
    expect([bench.types().at(-1), bench.light()]).toEqual(['BarrierOpened', 'red'])
  })

  it('somebody in it without a crossing blocks the lane, and nobody is let in beside', async () => {
    const bench = watched()
    bench.lane.start()
    bench.setZoneLoop(true)
    await bench.pass(300)
    expect(stateOf(bench).state).toBe('blocked')
    bench.setApproachLoop(true)
    await bench.pass(3000)
    expect([bench.types().at(-1), bench.approach.opened]).toEqual(['CrossingOpened', []])
    bench.setZoneLoop(false)
    await bench.pass(300)
    expect(bench.approach.opened).toEqual(['admission'])
  })
})
