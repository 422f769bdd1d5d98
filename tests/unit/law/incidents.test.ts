import { describe, expect, it } from 'vitest'
import { overdue } from '../../../edge/domain/checkpoint/alarms.ts'
import type { CheckpointCommand } from '../../../edge/domain/checkpoint/commands.ts'
import { decideCheckpoint } from '../../../edge/domain/checkpoint/decide.ts'
import { evolveCheckpoint } from '../../../edge/domain/checkpoint/evolve.ts'
import { noticesFor } from '../../../edge/domain/checkpoint/notices-for.ts'
import { type CheckpointState, initialCheckpoint } from '../../../edge/domain/checkpoint/state.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { complete, given, officer, openCrossing, passport, start } from '../../support/crossing-spec.ts'
import { context, decideAt, inHours, noon } from '../../support/law-spec.ts'

const frame = { sha256: 'f'.repeat(64), mediaType: 'image/jpeg', bytes: 9 }
const plate: CrossingCommand = {
  type: 'RecordPlate',
  read: {
    ...{ part: 'vehicle', text: '123ABC02', country: 'KZ', confidence: 0.9, accepted: true },
    ...{ source: 'model', frame, crop: { ...frame, sha256: 'c'.repeat(64) } },
  },
}
const open: CrossingCommand = {
  ...{ type: 'OpenIncident', by: officer('KAZ'), kind: 'ram', place: 'lane 1', causes: 'brakes' },
  participants: ['driver'],
  witnesses: ['officer KGZ-101'],
}

function opened(): { readonly state: CheckpointState; readonly id: string } {
  const [event] = given(openCrossing, plate, passport, start('KAZ', 'border'), complete('KAZ', 'border'))
    .when(open)
    .yields('IncidentOpened')
  if (!event) throw new Error('no incident')
  const fact = { id: 'i1', event, crossing: 'c1', eventTime: noon }
  return { state: evolveCheckpoint(initialCheckpoint, fact), id: 'i1' }
}

const propose = (days: number): CheckpointCommand => ({
  ...{ type: 'ProposeMeeting', by: officer('KAZ'), subject: 'i1', place: 'Merke', agenda: 'the ram' },
  participants: ['both border representatives'],
  meetingAt: inHours(24 * days),
})
const answer = (party: 'KAZ' | 'KGZ'): CheckpointCommand => ({
  ...{ type: 'AnswerMeeting', by: officer(party), subject: 'i1', accepted: true, reason: 'agreed' },
})

function proposed(state: CheckpointState): CheckpointState {
  const decision = decideCheckpoint(propose(7), state, context())
  if (!decision.ok) throw new Error(decision.refusal.fact)
  return decision.events.reduce(
    (so, event, index) => evolveCheckpoint(so, { id: `m${index}`, event, crossing: null, eventTime: noon }),
    state,
  )
}

describe('BR 33: an incident is opened from a crossing with what it shows', () => {
  it('keeps kind, place, causes, participants, witnesses, pictures, reads, steps and officers', () => {
    const [event] = given(openCrossing, plate, passport, start('KAZ', 'border'), complete('KAZ', 'border'))
      .when(open)
      .yields('IncidentOpened')
    expect(event?.data).toMatchObject({
      ...{ kind: 'ram', openedBy: 'KAZ', participants: ['driver'], witnesses: ['officer KGZ-101'] },
      ...{ plate: '123ABC02', documents: ['L898902C3'], officers: ['KAZ-border-1'] },
      exhibits: [frame, { sha256: 'c'.repeat(64) }],
    })
    expect(event?.type === 'IncidentOpened' && event.data.steps[0]).toMatchObject({
      control: { party: 'KAZ', kind: 'border' },
      ...{ state: 'completed', decision: 'released', officer: 'KAZ-border-1' },
    })
  })

  it('states kind, place and causes', () => {
    for (const field of ['kind', 'place', 'causes']) {
      given(openCrossing)
        .when({ ...open, [field]: ' ' } as CrossingCommand)
        .refused('incident.incomplete', 'BR 33')
    }
  })

  it('is settled by a border officer, with its result', () => {
    const { state } = opened()
    const settle = (result: string, body: 'border' | 'customs' = 'border'): CheckpointCommand => ({
      ...{ type: 'SettleIncident', by: officer('KGZ', body), subject: 'i1', way: 'joint', result },
    })
    expect(decideAt(settle('paid'), state).types).toEqual(['IncidentSettled', 'NoticeIssued'])
    expect(decideAt(settle(' '), state)).toMatchObject({ code: 'control.reason-required', article: 'BR 33' })
    expect(decideAt(settle('paid', 'customs'), state).code).toBe('officer.wrong-body')
    expect(decideAt({ ...settle('paid'), subject: 'i2' } as CheckpointCommand, state).code).toBe(
      'incident.unknown',
    )
  })
})

describe('BR 34: the other border representative is told at once', () => {
  it('by the act that opens the incident', () => {
    const [event] = given(openCrossing).when(open).yields('IncidentOpened')
    if (!event) throw new Error('no incident')
    const [notice] = noticesFor(event, { id: 'e1', issuedAt: noon, plate: '123ABC02' })
    expect(notice?.data).toMatchObject({
      ...{ notice: 'incident', article: 'BR 34', from: 'KAZ', to: ['KAZ', 'KGZ'], about: 'e1' },
    })
  })
})

describe('BR 39.4: how an incident was settled is told', () => {
  it.for([
    ['unilateral', 'BR 38.2'],
    ['joint', 'BR 39.4'],
    ['diplomatic', 'BR 43'],
  ] as const)('%s, under its own article', ([way, article]) => {
    const { state } = opened()
    const settle = { type: 'SettleIncident', by: officer('KGZ'), subject: 'i1', way, result: 'paid' } as const
    const [settled, notice] = decideAt(settle, state).events
    expect(settled?.data).toMatchObject({ way, article, settledBy: 'KGZ' })
    expect(notice?.data).toMatchObject({
      ...{ notice: 'incident-settled', article, from: 'KGZ', to: ['KAZ', 'KGZ'], about: 'i1' },
      fields: { what: 'ram', place: 'lane 1', way, result: 'paid' },
    })
  })
})

describe('BR 42.1: a joint meeting is proposed at least 7 days before, and answered within 48 h', () => {
  it('6 days are too few, 7 are enough', () => {
    const { state } = opened()
    expect(decideAt(propose(6), state)).toMatchObject({ code: 'notice.too-late' })
    // Seven calendar days on, and less than seven times 24 hours (семь суток).
    expect(decideAt(propose(6.99), state)).toMatchObject({ code: 'notice.too-late', article: 'BR 42.1' })
    expect(decideAt(propose(7), state).types).toEqual(['MeetingProposed', 'NoticeIssued'])
  })

  it('names place, agenda and those who take part', () => {
    const { state } = opened()
    for (const empty of [{ place: ' ' }, { agenda: '' }, { participants: [' '] }, { participants: [] }]) {
      const command = { ...propose(7), ...empty } as CheckpointCommand
      expect(decideAt(command, state)).toMatchObject({ code: 'notice.incomplete', article: 'BR 42.1' })
    }
    const { events } = decideAt(propose(7), state)
    expect(events[0]?.data).toMatchObject({ participants: ['both border representatives'] })
    expect(events[1]?.data).toMatchObject({ fields: { participants: 'both border representatives' } })
  })

  it('the answer is the other Party’s; after 48 h an alarm is raised, and a late answer says so', () => {
    const state = proposed(opened().state)
    expect(decideAt(answer('KAZ'), state).code).toBe('notice.own')
    expect(decideAt(answer('KGZ'), state, inHours(48)).events[0]?.data).toMatchObject({ late: false })
    expect(decideAt(answer('KGZ'), state, inHours(48.1)).events[0]?.data).toMatchObject({ late: true })
    const alarms = (hours: number) =>
      overdue(state, inHours(hours), '2026-11-26').filter(({ kind }) => kind === 'meeting-answer')
    expect(alarms(47.9)).toEqual([])
    expect(alarms(48.1)).toMatchObject([{ subject: 'i1', party: 'KGZ', article: 'BR 42.1' }])
    expect(decideAt(answer('KGZ'), opened().state).code).toBe('meeting.none')
  })

  it('the 48 h run from the receipt of the proposal', () => {
    const state = proposed(opened().state)
    const received = evolveCheckpoint(state, {
      ...{ id: 'r1', crossing: null, eventTime: inHours(40) },
      event: { type: 'NoticeReceived', data: { notice: 'm1', receivedBy: 'KGZ' } },
    })
    expect(state.notices.find(({ id }) => id === 'm1')?.notice).toBe('joint-meeting')
    expect(decideAt(answer('KGZ'), received, inHours(87.9)).events[0]?.data).toMatchObject({ late: false })
    expect(decideAt(answer('KGZ'), received, inHours(88.1)).events[0]?.data).toMatchObject({ late: true })
    expect(overdue(received, inHours(60), '2026-11-26')).not.toContainEqual(
      expect.objectContaining({ kind: 'meeting-answer' }),
    )
  })
})
