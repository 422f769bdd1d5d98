import { describe, expect, it } from 'vitest'
import { planControls } from '../../../edge/domain/control/plan.ts'
import type { RulePack } from '../../../edge/domain/control/rule-pack.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { explainActions } from '../../../edge/domain/crossing/explain-actions.ts'
import { lawInForce, turn } from '../../../edge/domain/crossing/state.ts'
import {
  after,
  complete,
  concluded,
  controlled,
  given,
  officer,
  openCrossing,
  pack,
  passport,
  start,
} from '../../support/crossing-spec.ts'
import { openAfter } from '../../support/law-spec.ts'

const conclude: CrossingCommand = { type: 'ConcludeExitControl', by: officer('KAZ') }
const release: CrossingCommand = { type: 'Release', by: officer('KGZ') }
const reopen: CrossingCommand = { type: 'RequestReopening', by: officer('KAZ'), reason: 'a wanted person' }
const assent: CrossingCommand = { type: 'AssentReopening', by: officer('KGZ') }
const violation = (by: 'KAZ' | 'KGZ', ...laws: readonly ('KAZ' | 'KGZ')[]): CrossingCommand => ({
  type: 'RecordViolation',
  by: officer(by),
  laws,
  description: 'undeclared goods',
})
const detain = (party: 'KAZ' | 'KGZ'): CrossingCommand => ({
  type: 'Detain',
  by: officer(party),
  what: 'goods',
  place: 'customs yard',
  reason: 'undeclared',
})

describe('JC 3: every step and decision records the law in force', () => {
  it('of the exit Party until its conclusion, of the entry Party after it', () => {
    const { events } = after([...concluded, ...controlled('KGZ'), release])
    const laws = events.flatMap((event) =>
      'lawInForce' in event.data ? [[event.type, event.data.lawInForce]] : [],
    )
    const turned = laws.findIndex(([type]) => type === 'ExitControlConcluded')
    expect(new Set(laws.slice(0, turned).map(([, law]) => law))).toEqual(new Set(['KAZ']))
    expect(new Set(laws.slice(turned).map(([, law]) => law))).toEqual(new Set(['KGZ']))
  })
})

describe('JC 7.1: reopening of exit control after conclusion, as the pack says', () => {
  const rules = (reopening: RulePack['reopening']): RulePack => ({ ...pack, reopening })

  it('never: is refused', () => {
    given(...concluded)
      .when(reopen, rules('never'))
      .refused('reopening.never', 'JC 7.1')
  })

  it('withEntryAssent: waits for the entry Party, which alone may assent', () => {
    given(...concluded)
      .when(reopen)
      .yields('ReopeningRequested')
    given(...concluded, reopen)
      .when({ ...assent, by: officer('KAZ') })
      .refused('officer.wrong-party', 'JC 3')
    given(...concluded)
      .when(assent)
      .refused('reopening.not-requested', 'JC 7.1')
    const state = openAfter([...concluded, reopen, assent])
    expect([state.phase, lawInForce(state), turn(state)]).toEqual(['exitControl', 'KAZ', 'KAZ'])
  })

  it('afterNotice: takes effect at once, and is told to both', () => {
    given(...concluded)
      .when(reopen, rules('afterNotice'))
      .yields('ReopeningRequested', 'ExitControlReopened')
  })

  it('suspends what the entry Party had begun, and gives it back with the second conclusion', () => {
    const suspended = openAfter([...concluded, start('KGZ', 'border'), reopen, assent])
    expect(suspended.steps.find(({ control }) => control.party === 'KGZ')?.state).toBe('suspended')
    given(...concluded, start('KGZ', 'border'), reopen, assent)
      .when(complete('KGZ', 'border'))
      .refused('control.exit-not-concluded', 'JC 7.1')
    const again = openAfter([...concluded, start('KGZ', 'border'), reopen, assent, conclude])
    expect(again.steps.find(({ control }) => control.party === 'KGZ')?.state).toBe('started')
  })

  it('is not asked for before conclusion, nor twice, nor without a reason', () => {
    given(openCrossing).when(reopen).refused('reopening.not-concluded', 'JC 7.1')
    given(...concluded, reopen)
      .when(reopen)
      .refused('reopening.requested', 'JC 7.1')
    given(...concluded)
      .when({ ...reopen, reason: ' ' } as CrossingCommand)
      .refused('control.reason-required', 'JC 7.1')
  })
})

describe('JC 7.1: order may be swapped where the pack says so', () => {
  const swapped: RulePack = { ...pack, swappedOrder: true }

  it('entry control begins before conclusion, under the exit Party’s law', () => {
    const events = given(openCrossing, passport)
      .when(start('KGZ', 'border'), swapped)
      .yields('EntryControlStarted', 'ControlStarted')
    expect(events[1]?.data).toMatchObject({ lawInForce: 'KAZ' })
  })

  it('the entry Party detains nobody until then, and releases nobody', () => {
    const begun = [openCrossing, passport, start('KGZ', 'border')]
    const { state } = after(begun, swapped)
    expect(state.status).toBe('open')
    const step: CrossingCommand = {
      type: 'CompleteControl',
      by: officer('KGZ'),
      control: { party: 'KGZ', kind: 'border' },
      decision: 'detained',
    }
    expect(() => after([...begun, step], swapped)).toThrow('control.entry-detains-nobody')
    expect(() => after([...begun, detain('KGZ')], swapped)).toThrow('control.entry-detains-nobody')
    expect(() => after([...begun, complete('KGZ', 'border'), release], swapped)).toThrow(
      'control.exit-not-concluded',
    )
  })
})

describe('JC 9.1: another body is called', () => {
  const call = (kind: 'veterinary' | 'customs'): CrossingCommand => ({
    type: 'CallControl',
    by: officer('KAZ'),
    control: { party: 'KAZ', kind },
    reason: 'animals in the load',
  })

  it('becomes a step that holds its phase, although the pack plans none', () => {
    const called = [openCrossing, passport, call('veterinary')]
    expect(openAfter(called).steps.at(-1)).toMatchObject({ called: 'animals in the load', state: 'planned' })
    given(...called, ...controlled('KAZ'))
      .when(conclude)
      .refused('control.open', 'JC 7.1')
    given(...called, ...controlled('KAZ'), start('KAZ', 'veterinary'), complete('KAZ', 'veterinary'))
      .when(conclude)
      .yields('ExitControlConcluded')
  })

  it('is of the own Party, for a reason, and not called twice', () => {
    given(openCrossing)
      .when({ ...call('veterinary'), by: officer('KGZ') } as CrossingCommand)
      .refused('officer.wrong-party', 'JC 3')
    given(openCrossing)
      .when({ ...call('veterinary'), reason: '' } as CrossingCommand)
      .refused('control.reason-required', 'JC 9.1')
    given(openCrossing, call('veterinary'))
      .when(call('veterinary'))
      .refused('control.already-called', 'JC 9.1')
    given(openCrossing).when(call('customs')).refused('control.already-called', 'JC 9.1')
  })
})

describe('JC 9.3: a control is referred to a place outside', () => {
  const refer = (more: object): CrossingCommand => ({
    type: 'CompleteControl',
    by: officer('KAZ', 'customs'),
    control: { party: 'KAZ', kind: 'customs' },
    decision: 'referred',
    ...more,
  })

  it('names the place and the last day, and lets the crossing go on', () => {
    const begun = [openCrossing, passport, start('KAZ', 'customs')]
    given(...begun)
      .when(refer({ place: 'terminal 2', followUpBy: '2026-12-01' }))
      .yields('ControlCompleted', 'ControlReferred')
    for (const lacking of [
      {},
      { place: 'terminal 2' },
      { place: 'x', followUpBy: '2026-02-30' },
      { place: ' ', followUpBy: '2026-12-01' },
    ]) {
      given(...begun)
        .when(refer(lacking))
        .refused('control.place-required', 'JC 9.3')
    }
  })
})

describe('JC 1: a control may be closed on the other Party’s result', () => {
  const recognise: CrossingCommand = {
    type: 'RecogniseControl',
    by: officer('KGZ', 'customs'),
    control: { party: 'KGZ', kind: 'customs' },
  }

  it('recognises what the exit Party released, without beginning it', () => {
    const [event] = given(...concluded)
      .when(recognise)
      .yields('ControlCompleted')
    expect(event?.data).toMatchObject({ decision: 'recognised' })
  })

  it('recognises nothing that nobody has done', () => {
    given(openCrossing)
      .when({
        type: 'RecogniseControl',
        by: officer('KAZ', 'customs'),
        control: { party: 'KAZ', kind: 'customs' },
      })
      .refused('control.nothing-to-recognise', 'JC 4')
    given(openCrossing, start('KAZ', 'customs'))
      .when({
        type: 'CompleteControl',
        by: officer('KAZ', 'customs'),
        control: { party: 'KAZ', kind: 'customs' },
        decision: 'recognised',
      })
      .refused('control.nothing-to-recognise', 'JC 4')
  })

  it('repeats the other Party’s control for a stated reason only, where the pack plans it by risk', () => {
    const selective: RulePack = {
      ...pack,
      controls: pack.controls.map((rule) =>
        rule.kind === 'customs' && rule.direction === 'entry' ? { ...rule, mode: 'selective' } : rule,
      ),
    }
    const opened = { ...openCrossing, controls: planControls(selective, 'KAZ', 'KGZ') } as CrossingCommand
    const done = [opened, ...concluded.slice(1)]
    given(...done)
      .when(start('KGZ', 'customs'))
      .refused('control.other-party-did-it', 'JC 1')
    given(...done)
      .when({ ...start('KGZ', 'customs'), repeatReason: 'the seal is broken' } as CrossingCommand)
      .yields('EntryControlStarted', 'ControlStarted')
  })
})

describe('JC 14.1: violation of one Party’s law only', () => {
  it('that law applies, and the other Party does not detain for it', () => {
    const [event] = given(...concluded)
      .when(violation('KGZ', 'KGZ'))
      .yields('ViolationRecorded')
    expect(event?.data).toMatchObject({ jurisdiction: 'KGZ', article: 'JC 14.1' })
    given(openCrossing, violation('KAZ', 'KAZ')).when(detain('KAZ')).yields('CrossingDetained')
    given(...concluded, violation('KGZ', 'KGZ'))
      .when(detain('KAZ'))
      .refused('violation.other-jurisdiction', 'JC 14.2')
  })

  it('is recorded by an officer of the law that is violated, and says what was done', () => {
    given(openCrossing).when(violation('KAZ', 'KGZ')).refused('officer.wrong-party', 'JC 3')
    given(openCrossing).when(violation('KAZ')).refused('violation.incomplete', 'JC 14.1')
  })
})

describe('JC 14.2: violation of both laws', () => {
  it('the law of the Party of departure applies, and the pictures stay for both', () => {
    const frame = { sha256: 'f'.repeat(64), mediaType: 'image/jpeg', bytes: 9 }
    const plate: CrossingCommand = {
      type: 'RecordPlate',
      read: {
        ...{ part: 'vehicle', text: '123ABC02', country: 'KZ', confidence: 0.9, accepted: true },
        ...{ source: 'model', frame },
      },
    }
    const [event] = given(openCrossing, plate, ...concluded.slice(1))
      .when(violation('KGZ', 'KAZ', 'KGZ'))
      .yields('ViolationRecorded')
    expect(event?.data).toMatchObject({ jurisdiction: 'KAZ', article: 'JC 14.2', frozen: [frame] })
    const both = [...concluded, violation('KGZ', 'KGZ', 'KAZ')]
    given(...both)
      .when(detain('KGZ'))
      .refused('violation.other-jurisdiction', 'JC 14.2')
    given(...both)
      .when(detain('KAZ'))
      .yields('CrossingDetained')
  })

  it('what is detained leaves on the side of the Party that detains, by an officer’s order', () => {
    const way = (barrier: 'releaseBarrier' | 'returnBarrier', party: 'KAZ' | 'KGZ'): CrossingCommand => ({
      type: 'OpenBarrier',
      by: officer(party),
      barrier,
    })
    const held = [openCrossing, detain('KAZ')]
    given(...held)
      .when(way('returnBarrier', 'KAZ'))
      .yields('BarrierOpeningOrdered')
    given(...held)
      .when(way('releaseBarrier', 'KGZ'))
      .refused('crossing.not-decided', 'BR 1(19)')
    expect(lawInForce(openAfter([...concluded, detain('KGZ')]))).toBe('KGZ')
  })
})

describe('JC 8: what one failing person does to the vehicle is a choice of the pack', () => {
  const hold: CrossingCommand = {
    type: 'HoldPassenger',
    by: officer('KAZ'),
    document: 'd1',
    reason: 'ban on leaving',
  }
  const clear: CrossingCommand = {
    type: 'ClearPassenger',
    by: officer('KAZ'),
    document: 'd1',
    reason: 'a mistake',
  }
  const done = [openCrossing, passport, ...controlled('KAZ')]

  it('hold: the vehicle waits for the person', () => {
    given(...done, hold)
      .when(conclude)
      .refused('passenger.held', 'JC 8')
    given(...done, hold, clear)
      .when(conclude)
      .yields('ExitControlConcluded')
  })

  it('continueWithout: the vehicle goes on', () => {
    const rules: RulePack = { ...pack, failingPassenger: 'continueWithout' }
    expect(after([...done, hold, conclude], rules).events.at(-1)?.type).toBe('ExitControlConcluded')
  })

  it('BR 17.2: a person whom the entry Party keeps out is told of when the vehicle goes on', () => {
    const rules: RulePack = { ...pack, failingPassenger: 'continueWithout' }
    const entry = (['border', 'customs'] as const).flatMap((kind) => [
      start('KGZ', kind),
      complete('KGZ', kind),
    ])
    const kept = { ...hold, by: officer('KGZ') } as CrossingCommand
    const told = (...commands: readonly CrossingCommand[]) =>
      after([...concluded, ...commands, ...entry, release], rules).events.filter(
        ({ type }) => type === 'RefusalNoticeIssued',
      )
    expect(told(kept)).toMatchObject([
      {
        data: {
          ...{ article: 'BR 17.2', from: 'KGZ', to: ['KAZ', 'KGZ'], documents: ['L898902C3'] },
          reason: 'reason' in hold ? hold.reason : '',
        },
      },
    ])
    expect(told()).toEqual([])
    expect(told(kept, { ...clear, by: officer('KGZ') } as CrossingCommand)).toEqual([])
  })

  it('is an act of the Party whose law is in force, about a person that was read', () => {
    given(...done)
      .when({ ...hold, by: officer('KGZ') } as CrossingCommand)
      .refused('officer.wrong-party', 'JC 3')
    given(...done)
      .when({ ...hold, document: 'd2' } as CrossingCommand)
      .refused('passenger.unknown', 'BR 17.1')
    given(...done, hold)
      .when({ ...clear, by: officer('KGZ') } as CrossingCommand)
      .refused('passenger.not-held', 'JC 8')
  })
})

describe('JC 8: either Party may hold the vehicle, neither alone releases', () => {
  const hold = (party: 'KAZ' | 'KGZ'): CrossingCommand => ({
    type: 'HoldVehicle',
    by: officer(party),
    reason: 'a look at the seal',
  })
  const out: CrossingCommand = { type: 'OrderBarrierOpening', barrier: 'releaseBarrier', permit: 'release' }
  const released = [...concluded, ...controlled('KGZ'), release]

  it('a hold keeps the barriers shut over the decision until the same Party lifts it', () => {
    given(...released, hold('KAZ'))
      .when(out)
      .refused('barrier.held', 'JC 8')
    given(...released, hold('KAZ'))
      .when({ type: 'LiftHold', by: officer('KGZ') })
      .refused('barrier.not-held', 'JC 8')
    given(...released, hold('KAZ'), { type: 'LiftHold', by: officer('KAZ') })
      .when(out)
      .yields('BarrierOpeningOrdered')
  })

  it('the pack may leave the hold to the law in force', () => {
    const rules: RulePack = { ...pack, holds: 'lawInForce' }
    expect(() => after([openCrossing, hold('KGZ')], rules)).toThrow('officer.wrong-party')
  })

  it('the pack says whose officers order a barrier again', () => {
    const rules: RulePack = { ...pack, opens: { ...pack.opens, releaseBarrier: 'entryParty' } }
    const again: CrossingCommand = { type: 'OpenBarrier', by: officer('KAZ'), barrier: 'releaseBarrier' }
    expect(() => after([...released, again], rules)).toThrow('barrier.other-party-opens')
  })
})

it('every act that a screen offers is one that decide takes or refuses alike', () => {
  const { state } = after(concluded)
  for (const by of [officer('KAZ'), officer('KGZ'), officer('KGZ', 'customs')]) {
    const actions = explainActions(state, by, pack)
    expect(actions.length).toBeGreaterThan(8)
    for (const { refusal } of actions) {
      if (refusal) expect(refusal.article).toMatch(/^(JC|BR) \d/)
    }
  }
})
