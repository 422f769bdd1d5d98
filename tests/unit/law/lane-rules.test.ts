import { describe, expect, it } from 'vitest'
import { overdue } from '../../../edge/domain/checkpoint/alarms.ts'
import type { CheckpointCommand } from '../../../edge/domain/checkpoint/commands.ts'
import { degradations } from '../../../edge/domain/checkpoint/degraded.ts'
import { evolveCheckpoint } from '../../../edge/domain/checkpoint/evolve.ts'
import { findings } from '../../../edge/domain/checkpoint/findings.ts'
import { paperGaps } from '../../../edge/domain/checkpoint/paper-gaps.ts'
import { initialCheckpoint } from '../../../edge/domain/checkpoint/state.ts'
import { isAcceptedDocument } from '../../../edge/domain/control/accepted-documents.ts'
import { mayUse } from '../../../edge/domain/control/device-policy.ts'
import { planControls } from '../../../edge/domain/control/plan.ts'
import { createRuleBook } from '../../../edge/domain/control/rule-book.ts'
import type { RulePack, ScheduleRule, Weekday } from '../../../edge/domain/control/rule-pack.ts'
import { closedBySchedule } from '../../../edge/domain/control/schedule.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import {
  after,
  complete,
  given,
  officer,
  openCrossing,
  pack,
  passport,
  start,
} from '../../support/crossing-spec.ts'
import { checkpointAfter, decideAt, inHours, noon, openAfter } from '../../support/law-spec.ts'

describe('JC 5.2: which Party may view or command which device', () => {
  const rules: RulePack = {
    ...pack,
    devices: [
      { device: 'camera', party: 'KAZ', view: false, command: false },
      { device: 'barriers', party: 'KAZ', view: true, command: false },
    ],
  }

  it('what the pack does not name is open to both', () => {
    expect([mayUse(rules, 'KAZ', 'camera', 'view'), mayUse(rules, 'KGZ', 'camera', 'view')]).toEqual([
      false,
      true,
    ])
  })

  it('a barrier is not ordered by an officer whose Party may not command it', () => {
    const open = (party: 'KAZ' | 'KGZ'): CrossingCommand => ({
      ...{ type: 'OpenBarrier', by: officer(party), barrier: 'approachBarrier' },
    })
    expect(() => after([openCrossing, open('KAZ')], rules)).toThrow('device.not-agreed')
    expect(after([openCrossing, open('KGZ')], rules).events.at(-1)?.type).toBe('BarrierOpeningOrdered')
  })
})

describe('JC 6: outside the hours of a Party the lane does not admit', () => {
  const hours = (more: Partial<ScheduleRule> = {}): ScheduleRule => ({
    ...{ party: 'KAZ', days: ['mon', 'tue'], open: '08:00', close: '20:00' },
    ...more,
  })
  const at = (time: string, weekday: Weekday = 'tue', rules = [hours()]) =>
    closedBySchedule({ schedules: rules }, 'lane-1', { date: '2026-11-24', weekday, time })

  it('from the first minute to the last, on its days', () => {
    expect(['07:59', '08:00', '19:59', '20:00'].map((time) => at(time) === null)).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(at('12:00', 'wed')).toMatchObject({ code: 'lane.closed', article: 'JC 6' })
  })

  it('hours over midnight belong to the day on which they begin', () => {
    const night = [hours({ days: ['tue'], open: '22:00', close: '06:00' })]
    expect([at('23:00', 'tue', night), at('05:59', 'wed', night)]).toEqual([null, null])
    expect(at('05:00', 'tue', night)).not.toBeNull()
    expect(at('06:00', 'wed', night)).not.toBeNull()
  })

  it('for the lane that is named; a Party without a rule works round the clock', () => {
    expect(at('03:00', 'tue', [hours({ lane: 'lane-2' })])).toBeNull()
    expect(at('03:00', 'tue', [])).toBeNull()
    expect(at('03:00', 'sun', [hours({ open: '00:00', close: '24:00' })])?.whoCanUnblock).toEqual([
      { kind: 'officer', party: 'KAZ' },
    ])
  })
})

describe('JC 8: the pack in force on a day, and the one that a crossing began under', () => {
  const version = (name: string, effectiveFrom: string) => ({
    pack: { ...pack, version: name, effectiveFrom },
    ref: { name: pack.name, version: name, sha256: name },
  })
  const book = createRuleBook(
    [version('b', '2026-06-01'), version('a', '2026-01-01')],
    [version('old', '2025-01-01')],
  )

  it('the latest that has begun; before the first, the first', () => {
    const days = ['2025-12-31', '2026-01-01', '2026-05-31', '2026-06-01', '2030-01-01']
    expect(days.map((day) => book.on(day).ref.version)).toEqual(['a', 'a', 'a', 'b', 'b'])
  })

  it('a former pack serves only the crossings that know it', () => {
    expect(book.of({ name: 'x', version: 'x', sha256: 'old' })?.ref.version).toBe('old')
    expect(book.of({ name: 'x', version: 'x', sha256: 'other' })).toBeNull()
  })

  it('a control with a term is planned within it', () => {
    const termed = {
      controls: pack.controls.map((rule) =>
        rule.kind === 'customs' ? { ...rule, from: '2026-12-01', until: '2026-12-31' } : rule,
      ),
    }
    const planned = (day: string) => planControls(termed, 'KAZ', 'KGZ', day).length
    expect(['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01'].map(planned)).toEqual([2, 4, 4, 2])
  })
})

describe('BR 17.1: citizens pass on the documents set by the treaties in force', () => {
  const rules: RulePack = {
    ...pack,
    acceptedDocuments: [
      { citizenship: 'KAZ', documents: ['P', 'I'], article: 'BR 17.1' },
      { citizenship: 'KGZ', documents: ['P'], article: 'BR 17.1', until: '2026-12-31' },
      { citizenship: 'KGZ', documents: ['P', 'ID'], article: 'BR 17.1', from: '2027-01-01' },
      { citizenship: '*', documents: ['P'], article: 'BR 17.1' },
    ],
  }
  const passes = (documentCode: string, nationality: string, day = '2026-11-24') =>
    isAcceptedDocument(rules, { documentCode, nationality }, day)

  it('by citizenship, kind and day', () => {
    expect([passes('ID', 'KAZ'), passes('ID', 'KGZ'), passes('ID', 'KGZ', '2027-01-01')]).toEqual([
      true,
      false,
      true,
    ])
    expect([passes('P', 'UTO'), passes('ID', 'UTO')]).toEqual([true, false])
  })

  it('a pack without rules accepts what reads', () => {
    const any = { acceptedDocuments: [] }
    expect(isAcceptedDocument(any, { documentCode: 'X', nationality: 'UTO' }, '2026-11-24')).toBe(true)
  })

  it('border control does not release a person on another document', () => {
    const card: CrossingCommand =
      passport.type === 'RecordDocument'
        ? {
            ...passport,
            read: { ...passport.read, fields: { ...passport.read.fields, documentCode: 'ID' } },
          }
        : passport
    const begun = [openCrossing, card, start('KAZ', 'border')]
    expect(() => after([...begun, complete('KAZ', 'border')], rules)).toThrow('document.not-accepted')
    const held: CrossingCommand = {
      ...{ type: 'HoldPassenger', by: officer('KAZ'), document: 'd1', reason: 'no passport' },
    }
    expect(after([...begun, held, complete('KAZ', 'border')], rules).events.at(-1)?.type).toBe(
      'ControlCompleted',
    )
  })
})

describe('BR 15: time from the border to the checkpoint', () => {
  const report: CheckpointCommand = {
    ...{ type: 'ReportBorderPoint', by: officer('KGZ'), plate: '123ABC02', point: 'bridge' },
    passedAt: inHours(-1),
  }
  const plate: CrossingCommand = {
    type: 'RecordPlate',
    read: {
      ...{ part: 'vehicle', text: '123ABC02', country: 'KZ', confidence: 0.9, accepted: true },
      source: 'model',
    },
  }
  const timed = (transitMinutes: number) => {
    const { state } = checkpointAfter([report])
    return findings(openAfter([openCrossing, plate]), {
      checkpoint: { restrictions: [], borderPoints: state.borderPoints },
      ...{ registers: [], watchLists: [], pack: { ...pack, transitMinutes }, now: noon, seed: 'c1' },
    })
  }

  it('over the set limit raises an alert', () => {
    expect(timed(30)).toMatchObject([{ type: 'RecordTransit', transit: { minutes: 60, over: true } }])
    expect(timed(60)).toMatchObject([{ transit: { minutes: 60, over: false } }])
  })

  it('BR 18.2: an emergency, a breakdown or medical help explains it, once, with the reason', () => {
    const explain: CrossingCommand = {
      ...{ type: 'ExplainTransit', by: officer('KAZ'), exception: 'breakdown', reason: 'a tyre' },
    }
    const over = [openCrossing, plate, ...timed(30)]
    given(...over)
      .when(explain)
      .yields('TransitExplained')
    given(...over, explain)
      .when(explain)
      .refused('transit.not-over', 'BR 15')
    given(openCrossing, plate, ...timed(60))
      .when(explain)
      .refused('transit.not-over', 'BR 15')
  })

  it('a passage that lies ahead or is no time is refused', () => {
    expect(decideAt({ ...report, passedAt: inHours(1) } as CheckpointCommand).code).toBe('paper.invalid')
    expect(decideAt({ ...report, plate: 'no plate' } as CheckpointCommand).code).toBe('plate.invalid')
  })
})

describe('JC 9.3: a referred control has its follow-up', () => {
  const referred = evolveCheckpoint(initialCheckpoint, {
    id: 'r1',
    event: {
      type: 'ControlReferred',
      data: {
        control: { party: 'KAZ', kind: 'customs' },
        ...{ place: 'terminal 2', followUpBy: '2026-11-25', plate: '123ABC02', lawInForce: 'KAZ' },
      },
    },
    ...{ crossing: 'c1', eventTime: noon },
  })
  const follow = (party: 'KAZ' | 'KGZ', result = 'cleared'): CheckpointCommand => ({
    ...{ type: 'FollowUpReferral', by: officer(party), subject: 'r1', result },
  })

  it('by the Party of the control, with its result; an alarm when its day is over', () => {
    expect(decideAt(follow('KAZ'), referred).types).toEqual(['ReferralFollowedUp'])
    expect(decideAt(follow('KGZ'), referred).code).toBe('officer.wrong-party')
    expect(decideAt(follow('KAZ', ' '), referred).code).toBe('control.reason-required')
    expect(decideAt(follow('KAZ')).code).toBe('referral.unknown')
    expect(overdue(referred, noon, '2026-11-25')).toEqual([])
    expect(overdue(referred, noon, '2026-11-26')).toMatchObject([{ kind: 'referral', party: 'KAZ' }])
  })
})

describe('degraded mode: what may lawfully go on goes on', () => {
  const works = { camera: true, documentReader: true, barriers: true, links: { KAZ: true, KGZ: null } }

  it('says what is missing and how work goes on', () => {
    expect(degradations(works)).toEqual([])
    expect(
      degradations({
        camera: false,
        documentReader: false,
        barriers: false,
        links: { KAZ: false, KGZ: true },
      }),
    ).toMatchObject([
      { missing: 'camera', goesOnBy: 'CorrectPlate' },
      { missing: 'documentReader', goesOnBy: 'EnterDocument' },
      { missing: 'barriers', goesOnBy: 'WitnessPassage' },
      { missing: 'link', party: 'KAZ', goesOnBy: null },
    ])
  })

  const byHand: CrossingCommand = {
    type: 'EnterDocument',
    by: officer('KAZ'),
    ...{ documentCode: 'P', issuingState: 'KAZ', documentNumber: 'N12345678', nationality: 'KAZ' },
    ...{ surname: 'BEKOV', givenNames: 'ERLAN', birthDate: '1990-01-02', expiryDate: '2031-05-06' },
    reason: 'the reader is broken',
  }

  it('BR 17.1: a document entered by hand identifies, with the reason, and claims no check', () => {
    const [event] = given(openCrossing).when(byHand).yields('DocumentRead')
    expect(event?.data).toMatchObject({ source: 'officer', checks: [], lines: [] })
    given(openCrossing, byHand, start('KAZ', 'border'))
      .when(complete('KAZ', 'border'))
      .yields('ControlCompleted')
    given(openCrossing)
      .when({ ...byHand, reason: '' } as CrossingCommand)
      .refused('control.reason-required', 'BR 17.1')
    for (const wrong of [
      { documentNumber: '1' },
      { nationality: 'kaz' },
      { surname: ' ' },
      { birthDate: '02.01.1990' },
    ]) {
      given(openCrossing)
        .when({ ...byHand, ...wrong } as CrossingCommand)
        .refused('document.invalid', 'BR 17.1')
    }
  })

  const form = (number: number, more: object = {}): CheckpointCommand => ({
    ...{ type: 'EnterPaperForm', by: officer('KAZ'), series: 'AA', number, filledAt: inHours(-2) },
    ...{ plate: '123ABC02', outcome: 'released', reason: 'power cut' },
    ...more,
  })

  it('JC 4: numbered paper forms are entered afterwards, each number once, and gaps are shown', () => {
    const { state } = checkpointAfter([form(1), form(2), form(5), form(9)])
    expect(paperGaps(state.papers)).toEqual([
      { party: 'KAZ', series: 'AA', from: 3, to: 4 },
      { party: 'KAZ', series: 'AA', from: 6, to: 8 },
    ])
    expect(decideAt(form(5), state).code).toBe('paper.known')
    expect(decideAt(form(5, { series: 'AB' }), state).types).toEqual(['PaperFormEntered'])
    expect(decideAt(form(5, { by: officer('KGZ') }), state).types).toEqual(['PaperFormEntered'])
  })

  it('a form of the future, or without a number, is none', () => {
    for (const wrong of [{ filledAt: inHours(1) }, { number: 0 }, { number: 1.5 }, { series: ' ' }]) {
      expect(decideAt(form(1, wrong)).code).toBe('paper.invalid')
    }
    expect(decideAt(form(1, { plate: 'a' })).code).toBe('plate.invalid')
    expect(decideAt(form(1, { plate: '', outcome: 'void' })).types).toEqual(['PaperFormEntered'])
  })
})
