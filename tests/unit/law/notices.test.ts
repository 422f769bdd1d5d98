import { describe, expect, it } from 'vitest'
import { overdue } from '../../../edge/domain/checkpoint/alarms.ts'
import type { CheckpointCommand } from '../../../edge/domain/checkpoint/commands.ts'
import { evolveCheckpoint } from '../../../edge/domain/checkpoint/evolve.ts'
import { explainCheckpointActions } from '../../../edge/domain/checkpoint/explain.ts'
import { listNotices, noticesFor } from '../../../edge/domain/checkpoint/notices-for.ts'
import { initialCheckpoint } from '../../../edge/domain/checkpoint/state.ts'
import { tooLate } from '../../../edge/domain/notices/clocks.ts'
import { type NoticeKind, noticeRule, noticeTable } from '../../../edge/domain/notices/table.ts'
import { lateRegister } from '../../../edge/domain/registers/register.ts'
import { after, concluded, officer } from '../../support/crossing-spec.ts'
import { checkpointAfter, context, decideAt, inHours, noon } from '../../support/law-spec.ts'

/** A notice with every field filled; `from` says when what it announces begins. */
const issue = (notice: NoticeKind, from = inHours(2000)): CheckpointCommand => ({
  type: 'IssueNotice',
  by: officer('KAZ'),
  notice,
  fields: Object.fromEntries(
    noticeRule(notice).fields.map((field) => [field, field === 'from' ? from : 'as stated']),
  ),
})
/** What decide says of a notice that begins at local noon, so many days and hours from now. */
const begins = (notice: NoticeKind, days: number, hours = 0) =>
  decideAt(issue(notice, inHours(24 * days + hours)))
const late = { code: 'notice.too-late' }
const sent = { types: ['NoticeIssued'] }

describe('the table of notices', () => {
  it('has one row a kind, each with an article and fields', () => {
    expect(new Set(noticeTable.map(({ kind }) => kind)).size).toBe(noticeTable.length)
    for (const rule of noticeTable) {
      expect(rule.article).toMatch(/^(JC|BR) \d/)
      expect(rule.fields.length).toBeGreaterThan(1)
    }
  })

  it('every field is filled, and no other is taken', () => {
    const notice = issue('blasting')
    if (notice.type !== 'IssueNotice') throw new Error('no notice')
    for (const field of Object.keys(notice.fields)) {
      const without = { ...notice, fields: { ...notice.fields, [field]: ' ' } }
      expect(decideAt(without).code).toBe('notice.incomplete')
    }
    const more = decideAt({ ...notice, fields: { ...notice.fields, secret: 'x' } })
    expect(JSON.stringify(more.events)).not.toContain('secret')
  })

  it('one that comes too late or lacks a field is refused under its own article', () => {
    const byHand = noticeTable.filter(({ automatic }) => !automatic)
    expect(byHand.length).toBeGreaterThan(8)
    for (const { kind, article, fields, leadHours, leadDays, inAdvance } of byHand) {
      const empty = issue(kind)
      if (empty.type !== 'IssueNotice') throw new Error('no notice')
      const without = { ...empty, fields: { ...empty.fields, [fields[0] ?? '']: '' } }
      expect(decideAt(without)).toMatchObject({ code: 'notice.incomplete', article })
      if (leadHours === null && leadDays === null && !inAdvance) continue
      expect(decideAt(issue(kind, inHours(-1)))).toMatchObject({ code: 'notice.too-late', article })
    }
  })

  it('goes to both Parties', () => {
    expect(decideAt(issue('animal-disease')).events[0]?.data).toMatchObject({
      from: 'KAZ',
      to: ['KAZ', 'KGZ'],
      article: 'BR 25.1',
    })
  })

  it('what the lane issues itself is not issued by hand', () => {
    for (const { kind, automatic } of noticeTable) {
      expect([kind, decideAt(issue(kind)).code]).toEqual([kind, automatic ? 'notice.not-by-hand' : null])
    }
  })
})

describe('BR 17.2: refusal of entry', () => {
  it('makes its notice in the same commit, and it waits for receipt', () => {
    const { events } = after([
      ...concluded,
      { type: 'Refuse', by: officer('KGZ'), cause: 'other', reason: 'no visa' },
    ])
    const notice = events.find(({ type }) => type === 'RefusalNoticeIssued')
    if (!notice) throw new Error('no notice')
    const state = evolveCheckpoint(initialCheckpoint, {
      ...{ id: 'n1', event: notice, crossing: 'c1', eventTime: noon },
    })
    expect(state.notices).toMatchObject([{ id: 'n1', notice: 'refusal-of-entry', receivedAt: null }])
    expect(decideAt({ type: 'ConfirmReceipt', by: officer('KAZ'), subject: 'n1' }, state).types).toEqual([
      'NoticeReceived',
    ])
  })
})

describe('JC 15: return to separate control', () => {
  it('is told at once, with the act itself', () => {
    const act = decideAt({
      ...{ type: 'EnterSeparateControl', by: officer('KAZ'), cause: 'epidemic', reason: 'order 12' },
    })
    expect(act.types).toEqual(['SeparateControlEntered', 'NoticeIssued'])
    expect(act.events[1]?.data).toMatchObject({ notice: 'separate-control', to: ['KAZ', 'KGZ'] })
  })
})

describe('BR 5.1: work on border marks', () => {
  it('BR 5.1: 9 days are too few, 10 are enough', () => {
    expect([begins('border-mark-work', 9), begins('border-mark-work', 10)]).toMatchObject([late, sent])
  })
})

describe('BR 8.1: clearing of the border strip', () => {
  it('BR 8.1: 9 days are too few, 10 are enough', () => {
    expect([begins('border-strip-clearing', 9), begins('border-strip-clearing', 10)]).toMatchObject([
      late,
      sent,
    ])
  })
})

describe('BR 28.1: bank reinforcement on border rivers', () => {
  it('BR 28.1: 9 days are too few, 10 are enough', () => {
    expect([begins('bank-reinforcement', 9), begins('bank-reinforcement', 10)]).toMatchObject([late, sent])
  })
})

describe('BR 22.1: activity that may affect the regime', () => {
  it('BR 22.1: 2 days are too few, 3 are enough', () => {
    expect([begins('activity-affecting-regime', 2), begins('activity-affecting-regime', 3)]).toMatchObject([
      late,
      sent,
    ])
  })
})

describe('BR 23.2: blasting within 1000 m', () => {
  it('BR 23.2: 47 hours are too few, 48 are enough', () => {
    expect([begins('blasting', 0, 47), begins('blasting', 0, 48)]).toMatchObject([late, sent])
  })
})

/** What the form of annex 4 asks for, in its order. */
const annex4 = [
  ...['purpose', 'from', 'until', 'duration', 'place', 'coordinates', 'direction', 'altitude'],
  ...['owner', 'aircraft', 'colour', 'marks', 'boardNumber', 'callSigns', 'radar', 'camera', 'focalLength'],
]

describe('BR 21.2: survey flight', () => {
  it('BR 21.2: before the flight, not after', () => {
    expect([begins('survey-flight', 0, -1), begins('survey-flight', 0, 1)]).toMatchObject([late, sent])
    expect(noticeRule('survey-flight').fields).toEqual(annex4)
  })
})

describe('BR 4.2: lost or damaged border mark', () => {
  it('BR 4.2: at once, whenever it happened', () => {
    expect(decideAt(issue('border-mark-lost'))).toMatchObject(sent)
    expect(noticeRule('border-mark-lost').fields).toEqual(['mark', 'what', 'time'])
  })
})

describe('BR 25.1: animal disease', () => {
  it('BR 25.1: at once', () => {
    expect(decideAt(issue('animal-disease'))).toMatchObject(sent)
  })
})

describe('BR 37.1: illegal crossing by aircraft', () => {
  it('BR 37.1: type, time, place, altitude and direction', () => {
    expect(decideAt(issue('illegal-aircraft-crossing'))).toMatchObject(sent)
    expect(noticeRule('illegal-aircraft-crossing').fields).toEqual([
      'aircraft',
      'time',
      'place',
      'altitude',
      'direction',
    ])
  })
})

/** Told as soon as it is known, with this form. */
function toldAtOnce(kind: NoticeKind, article: string, fields: readonly string[]): void {
  expect(noticeRule(kind)).toMatchObject({
    article,
    leadHours: null,
    leadDays: null,
    inAdvance: false,
    fields,
  })
  expect(decideAt(issue(kind))).toMatchObject(sent)
}

describe('BR 6: threat to border marks by a disaster', () => {
  it('BR 6: with the measures taken', () => {
    toldAtOnce('border-mark-threat', 'BR 6', ['mark', 'reason', 'measures'])
  })
})

describe('BR 24.2: domestic animals that crossed', () => {
  it('BR 24.2: where, when, and what is done to find and keep them', () => {
    toldAtOnce('strayed-animals', 'BR 24.2', ['what', 'place', 'time', 'measures'])
  })
})

describe('BR 35.1: traces of a violator of the border', () => {
  it('BR 35.1: where, when, who, and what was done', () => {
    toldAtOnce('border-violator', 'BR 35.1', ['place', 'time', 'persons', 'what', 'measures'])
  })
})

describe('BR 37.2: what the check of an aircraft showed', () => {
  it('BR 37.2: the reasons, or that nothing is known of it', () => {
    toldAtOnce('aircraft-check', 'BR 37.2', ['aircraft', 'time', 'reason', 'measures'])
  })
})

describe('BR 20.1: rescue services that cross elsewhere', () => {
  it('BR 20.1: border authorities are told before', () => {
    expect([
      decideAt(issue('rescue-crossing', inHours(-1))),
      decideAt(issue('rescue-crossing', inHours(1))),
    ]).toMatchObject([late, sent])
    expect(noticeRule('rescue-crossing').article).toBe('BR 20.1')
  })
})

describe('BR 18.3(2): tourist group list', () => {
  it('BR 18.3(2): 15 calendar days, by the notice as by the list', () => {
    expect(noticeRule('tourist-group-list').leadDays).toBe(15)
    const list = {
      ...({ party: 'KAZ', category: 'tourist-group', list: 'g', version: 1, issuer: 'i' } as const),
      ...{ from: '2026-12-01', until: '2026-12-01', sentOn: '2026-11-24', equipment: [], entries: [] },
    }
    expect(lateRegister(list)).toEqual({ article: 'BR 18.3(2)', fact: '7 days of 15 days' })
  })
})

describe('BR 14.2: service staff list', () => {
  it('BR 14.2: in advance', () => {
    const time = { issuedAt: noon, issuedOn: '2026-11-24' }
    const at = (effectiveAt: string) =>
      tooLate('service-staff-list', { ...time, effectiveAt, effectiveOn: effectiveAt.slice(0, 10) })
    expect([at(inHours(-1)), at(inHours(1))]).toEqual(['it begins before the notice', null])
    const list = {
      ...({ party: 'KAZ', list: 's', version: 1, issuer: 'i', equipment: [], entries: [] } as const),
      ...{ from: '2026-11-24', until: '2026-12-01' },
    }
    for (const [category, article] of [
      ['service-staff', 'BR 14.2'],
      ['resident', 'BR 18.3(1)'],
    ] as const) {
      expect(lateRegister({ ...list, category, sentOn: '2026-11-25' })).toMatchObject({ article })
      expect(lateRegister({ ...list, category, sentOn: '2026-11-24' })).toBeNull()
    }
  })

  it('BR 14.2: the list that came is told to both Parties, without its lines', () => {
    const content = { sha256: 'f'.repeat(64), mediaType: 'application/json', bytes: 9 }
    const received = {
      ...({ party: 'KAZ', list: 's', version: 1, issuer: 'akimat', entries: 3, source: 'feed' } as const),
      ...{ from: '2026-11-24', until: '2026-12-01', content },
    }
    const told = (category: 'service-staff' | 'tourist-group' | 'rescue') =>
      listNotices({ ...received, category }, noon).map(({ data }) => [data.notice, data.article, data.from])
    expect(told('service-staff')).toEqual([['service-staff-list', 'BR 14.2', 'KAZ']])
    expect(told('tourist-group')).toEqual([['tourist-group-list', 'BR 18.3(2)', 'KAZ']])
    expect(told('rescue')).toEqual([])
    const [notice] = listNotices({ ...received, category: 'service-staff' }, noon)
    expect(Object.keys(notice?.data.fields ?? {})).toEqual(noticeRule('service-staff-list').fields)
    expect(notice?.data.to).toEqual(['KAZ', 'KGZ'])
  })
})

describe('BR 11(2): restriction outside established places', () => {
  it('BR 11(2): 48 hours', () => {
    expect(noticeRule('restriction-outside-established-places').leadHours).toBe(48)
  })
})

describe('lead times in days are calendar days of the checkpoint', () => {
  it('a notice late in the evening counts the day on which it is sent', () => {
    // 23:30 in Bishkek on the 24th; ten days later at 00:30 is the 4th, ten calendar days on.
    const evening = '2026-11-24T17:30:00.000Z'
    const morning = '2026-12-03T18:30:00.000Z'
    expect(decideAt(issue('border-mark-work', morning), initialCheckpoint, evening)).toMatchObject(sent)
    expect(
      decideAt(issue('border-mark-work', '2026-12-03T17:30:00.000Z'), initialCheckpoint, evening),
    ).toMatchObject(late)
  })

  it('a time that nobody can read is no time ahead', () => {
    expect(decideAt(issue('blasting', 'soon'))).toMatchObject(late)
    expect(
      tooLate('blasting', { issuedAt: noon, issuedOn: '', effectiveAt: 'x', effectiveOn: 'y' }),
    ).not.toBeNull()
  })
})

describe('receipt and alarm', () => {
  it('the other Party confirms, once; until then an alarm is raised when the time is over', () => {
    const { state } = checkpointAfter([issue('animal-disease')])
    const due = state.notices[0]?.receiptDue ?? ''
    expect(overdue(state, noon, '2026-11-24')).toEqual([])
    expect(overdue(state, inHours(1, due), '2026-11-26')).toMatchObject([
      { kind: 'receipt', subject: 'fact-1', party: 'KGZ', article: 'BR 25.1' },
    ])
    const confirm = (party: 'KAZ' | 'KGZ'): CheckpointCommand => ({
      ...{ type: 'ConfirmReceipt', by: officer(party), subject: 'fact-1' },
    })
    expect(decideAt(confirm('KAZ'), state).code).toBe('notice.own')
    const received = checkpointAfter([issue('animal-disease'), confirm('KGZ')]).state
    expect(overdue(received, inHours(1, due), '2026-11-26')).toEqual([])
    expect(decideAt(confirm('KGZ'), received).code).toBe('notice.received')
    expect(decideAt({ ...confirm('KGZ'), subject: 'x' } as CheckpointCommand, received).code).toBe(
      'notice.unknown',
    )
  })

  it('acts of a crossing that have to be told carry their notice with them', () => {
    const told = (event: Parameters<typeof noticesFor>[0]) =>
      noticesFor(event, { id: 'e1', issuedAt: noon, plate: '123ABC02' }).map(({ data }) => data.notice)
    expect(
      told({
        type: 'ControlCalled',
        data: {
          control: { party: 'KAZ', kind: 'veterinary' },
          ...{ reason: 'animals', calledBy: 'KAZ', lawInForce: 'KAZ' },
        },
      }),
    ).toEqual(['called-control'])
    expect(
      told({
        type: 'ExitControlReopened',
        data: { exitParty: 'KAZ', ground: 'notice', reason: 'wanted', lawInForce: 'KAZ' },
      }),
    ).toEqual(['reopening'])
    expect(told({ type: 'BarrierOpened', data: { barrier: 'releaseBarrier' } })).toEqual([])
  })
})

it('every act about the checkpoint that a screen offers is allowed, or says why not', () => {
  const { state } = checkpointAfter([issue('animal-disease')])
  for (const by of [officer('KAZ'), officer('KGZ'), officer('KGZ', 'customs')]) {
    const actions = explainCheckpointActions(state, by, context())
    expect(actions.map(({ action }) => action)).toContain('IssueNotice')
    for (const { refusal } of actions) {
      if (refusal) expect(refusal.whoCanUnblock.length).toBeGreaterThan(0)
    }
  }
  const own = explainCheckpointActions(state, officer('KGZ'), context())
  expect(own.find(({ action }) => action === 'ConfirmReceipt')).toMatchObject({
    subject: 'fact-1',
    refusal: null,
  })
})
