import { hoursAfter, tooLate } from '../notices/clocks.ts'
import { noticeRule, noticeTable } from '../notices/table.ts'
import type { OfficerActor } from '../party.ts'
import { otherParty } from '../party.ts'
import type { CheckpointCommand, CheckpointContext } from './commands.ts'
import { decideRestriction } from './decide-restriction.ts'
import { accept, type CheckpointDecision, needsReason, reject, rejectNotice } from './decision.ts'
import type { SettlementWay } from './events.ts'
import { instantOf } from './instant.ts'
import { noticeEvent } from './notices-for.ts'
import type { CheckpointState } from './state.ts'

type Of<Type extends CheckpointCommand['type']> = Extract<CheckpointCommand, { type: Type }>
const blank = (text: string) => text.trim() === ''

/** What an act about the checkpoint does: facts, or the refusal with its article. Pure and total. */
export function decideCheckpoint(
  command: CheckpointCommand,
  state: CheckpointState,
  context: CheckpointContext,
): CheckpointDecision {
  switch (command.type) {
    case 'IssueNotice':
      return issueNotice(command, context)
    case 'ConfirmReceipt':
      return confirmReceipt(command, state)
    case 'DeclareRestriction':
    case 'LiftRestriction':
      return decideRestriction(command, state, context)
    case 'EnterSeparateControl':
      return enterSeparate(command, state, context)
    case 'EndSeparateControl':
      return endSeparate(command, state, context)
    case 'ProposeMeeting':
      return proposeMeeting(command, state, context)
    case 'AnswerMeeting':
      return answerMeeting(command, state, context)
    case 'SettleIncident':
      return settle(command, state, context)
    case 'EnterPaperForm':
      return enterPaper(command, state, context)
    case 'ReportBorderPoint':
      return reportBorderPoint(command, context)
    case 'FollowUpReferral':
      return followUp(command, state)
  }
}

function issueNotice({ by, notice, fields }: Of<'IssueNotice'>, context: CheckpointContext) {
  const rule = noticeTable.find(({ kind }) => kind === notice)
  if (!rule || rule.automatic) {
    return reject('notice.not-by-hand', `notice ${notice}`, [{ kind: 'nobody' }])
  }
  const missing = rule.fields.find((field) => blank(fields[field] ?? ''))
  if (missing) return rejectNotice(notice, 'notice.incomplete', `field ${missing} is empty`, [by])
  const begins = rule.fields.includes('from') ? instantOf(fields.from) : null
  const late = tooLate(notice, {
    issuedAt: context.now,
    issuedOn: context.localDate(context.now),
    effectiveAt: begins,
    effectiveOn: begins && context.localDate(begins),
  })
  if (late) return rejectNotice(notice, 'notice.too-late', late, [by])
  const form = Object.fromEntries(rule.fields.map((field) => [field, fields[field] ?? '']))
  return accept(
    noticeEvent(notice, { from: by.party, fields: form, issuedAt: context.now, effectiveAt: begins }),
  )
}

function confirmReceipt({ by, subject }: Of<'ConfirmReceipt'>, state: CheckpointState) {
  const notice = state.notices.find(({ id }) => id === subject)
  if (!notice) return reject('notice.unknown', 'no such notice', [{ kind: 'nobody' }])
  if (notice.from === by.party) {
    return rejectNotice(notice.notice, 'notice.own', `notice of ${notice.from}`, [
      { kind: 'officer', party: otherParty(notice.from) },
    ])
  }
  if (notice.receivedAt) {
    return rejectNotice(notice.notice, 'notice.received', 'receipt is confirmed', [{ kind: 'nobody' }])
  }
  return accept({ type: 'NoticeReceived', data: { notice: subject, receivedBy: by.party } })
}

/** JC 15: each Party may go back to control on its own territory; the other is told at once. */
function enterSeparate(
  { by, cause, reason }: Of<'EnterSeparateControl'>,
  state: CheckpointState,
  { lane, hostParty, now }: CheckpointContext,
) {
  const standing = state.separate.find((one) => one.lane === lane)
  if (standing) return reject('separate.entered', `${standing.party} controls alone`, [by])
  const wrong = notBorder(by)
  if (wrong) return wrong
  if (blank(reason)) return needsReason('JC 15', 'separate control states why', by)
  const fields = { place: lane, reason: `${cause}: ${reason}` }
  return accept(
    {
      type: 'SeparateControlEntered',
      data: { lane, party: by.party, cause, reason, article: 'JC 15' },
    },
    noticeEvent('separate-control', {
      from: by.party,
      fields: { ...fields, place: `${lane} (${hostParty})` },
      issuedAt: now,
    }),
  )
}

/** The way back: by the Party that had entered it. */
function endSeparate(
  { by, reason }: Of<'EndSeparateControl'>,
  state: CheckpointState,
  { lane, now }: CheckpointContext,
) {
  const standing = state.separate.find((one) => one.lane === lane)
  if (!standing) return reject('separate.not-entered', `${lane} is under joint control`, [{ kind: 'nobody' }])
  if (standing.party !== by.party) {
    return reject('officer.wrong-party', `it belongs to ${standing.party}, you act for ${by.party}`, [
      { kind: 'officer', party: standing.party },
    ])
  }
  const wrong = notBorder(by)
  if (wrong) return wrong
  if (blank(reason)) return needsReason('JC 15', 'the way back states why', by)
  return accept(
    { type: 'SeparateControlEnded', data: { lane, party: by.party, reason, article: 'JC 15' } },
    noticeEvent('joint-control-resumed', {
      from: by.party,
      fields: { place: lane, reason },
      issuedAt: now,
    }),
  )
}

/** BR 42.1: proposed at least seven days before; the answer is due within 48 hours. */
function proposeMeeting(
  { by, subject, meetingAt, place, agenda, participants }: Of<'ProposeMeeting'>,
  state: CheckpointState,
  context: CheckpointContext,
) {
  const incident = state.incidents.find(({ id }) => id === subject)
  if (!incident || incident.settled !== null) {
    return reject('incident.unknown', 'no such open incident', [{ kind: 'nobody' }])
  }
  const named = participants.map((one) => one.trim()).filter((one) => one !== '')
  if (blank(place) || blank(agenda) || named.length === 0) {
    const fact = 'place, agenda or participants are empty'
    return rejectNotice('joint-meeting', 'notice.incomplete', fact, [by])
  }
  const { now, localDate } = context
  const begins = instantOf(meetingAt)
  const late = tooLate('joint-meeting', {
    issuedAt: now,
    issuedOn: localDate(now),
    effectiveAt: begins,
    effectiveOn: begins && localDate(begins),
  })
  if (late || begins === null) {
    return rejectNotice('joint-meeting', 'notice.too-late', late ?? 'it does not say when it begins', [by])
  }
  const { receiptHours } = noticeRule('joint-meeting')
  return accept(
    {
      type: 'MeetingProposed',
      data: {
        incident: subject,
        proposedBy: by.party,
        meetingAt: begins,
        ...{ place, agenda, participants: named },
        answerDue: hoursAfter(now, receiptHours),
      },
    },
    noticeEvent('joint-meeting', {
      from: by.party,
      fields: { time: begins, place, agenda, participants: named.join(', ') },
      issuedAt: now,
      effectiveAt: begins,
      about: subject,
    }),
  )
}

function answerMeeting(
  { by, subject, accepted, reason }: Of<'AnswerMeeting'>,
  state: CheckpointState,
  { now }: CheckpointContext,
) {
  const meeting = state.incidents.find(({ id }) => id === subject)?.meeting
  const incident = state.incidents.find(({ id }) => id === subject)
  if (!meeting || incident?.answer) return reject('meeting.none', 'no meeting waits', [{ kind: 'nobody' }])
  if (meeting.proposedBy === by.party) {
    return rejectNotice('joint-meeting-answer', 'notice.own', `notice of ${meeting.proposedBy}`, [
      { kind: 'officer', party: otherParty(meeting.proposedBy) },
    ])
  }
  if (blank(reason)) return needsReason('BR 42.1', 'an answer states why', by)
  return accept(
    {
      type: 'MeetingAnswered',
      data: {
        incident: subject,
        answeredBy: by.party,
        ...{ accepted, reason },
        // A late answer is an answer all the same; that it was late stays in the record.
        late: Date.parse(now) > Date.parse(meeting.answerDue),
      },
    },
    noticeEvent('joint-meeting-answer', {
      from: by.party,
      fields: { answer: accepted ? 'accepted' : 'declined', reason },
      issuedAt: now,
      about: subject,
    }),
  )
}

const settlementArticle: Readonly<Record<SettlementWay, string>> = {
  unilateral: 'BR 38.2',
  joint: 'BR 39.4',
  diplomatic: 'BR 43',
}

/** BR 38, 39, 43: how it was settled, and what came of it, is told to the other Party. */
function settle(
  { by, subject, way, result }: Of<'SettleIncident'>,
  state: CheckpointState,
  { now }: CheckpointContext,
) {
  const incident = state.incidents.find(({ id }) => id === subject)
  if (!incident || incident.settled !== null) {
    return reject('incident.unknown', 'no such open incident', [{ kind: 'nobody' }])
  }
  const wrong = notBorder(by)
  if (wrong) return wrong
  if (blank(result)) return needsReason('BR 33', 'a settlement states its result', by)
  const article = settlementArticle[way]
  return accept(
    { type: 'IncidentSettled', data: { incident: subject, settledBy: by.party, way, article, result } },
    noticeEvent('incident-settled', {
      from: by.party,
      fields: { what: incident.kind, place: incident.place, way, result },
      issuedAt: now,
      about: subject,
      article,
    }),
  )
}

/** Degraded mode: a form that was filled while the gateway could not be used, once by its number. */
function enterPaper(
  { by, series, number, filledAt, plate, outcome, reason }: Of<'EnterPaperForm'>,
  state: CheckpointState,
  { lane, now }: CheckpointContext,
) {
  const filled = instantOf(filledAt)
  if (blank(series) || !Number.isInteger(number) || number < 1 || filled === null || filled > now) {
    return reject('paper.invalid', 'series, number or time is not that of a filled form', [by])
  }
  if (outcome !== 'void' && !/^[A-Z0-9]{2,12}$/.test(plate)) {
    return reject('plate.invalid', `"${plate}" is not 2 to 12 capital letters and digits`, [by])
  }
  const known = state.papers.some(
    (one) => one.party === by.party && one.series === series && one.number === number,
  )
  if (known) return reject('paper.known', `form ${series} ${number}`, [{ kind: 'nobody' }])
  if (blank(reason)) return needsReason('JC 4', 'a form entered afterwards states why', by)
  return accept({
    type: 'PaperFormEntered',
    data: { lane, party: by.party, series, number, filledAt: filled, plate, outcome, reason },
  })
}

function reportBorderPoint(
  { by, plate, point, passedAt }: Of<'ReportBorderPoint'>,
  { now }: CheckpointContext,
) {
  const passed = instantOf(passedAt)
  if (passed === null || passed > now || blank(point)) {
    return reject('paper.invalid', 'point or time is not that of a passage', [by])
  }
  if (!/^[A-Z0-9]{2,12}$/.test(plate)) {
    return reject('plate.invalid', `"${plate}" is not 2 to 12 capital letters and digits`, [by])
  }
  return accept({ type: 'BorderPointPassed', data: { plate, point, passedAt: passed, reportedBy: by.party } })
}

/** JC 9.3: the Party whose control was referred says what became of it. */
function followUp({ by, subject, result }: Of<'FollowUpReferral'>, state: CheckpointState) {
  const referral = state.referrals.find(({ id }) => id === subject)
  if (!referral || referral.result !== null) {
    return reject('referral.unknown', 'no such open referral', [{ kind: 'nobody' }])
  }
  if (referral.party !== by.party) {
    return reject('officer.wrong-party', `it belongs to ${referral.party}, you act for ${by.party}`, [
      { kind: 'officer', party: referral.party },
    ])
  }
  if (blank(result)) return needsReason('JC 9.3', 'a follow-up states its result', by)
  return accept({ type: 'ReferralFollowedUp', data: { referral: subject, party: by.party, result } })
}

/** Notices go through border representatives (BR 11, 17.2, 33): acts of the border body. */
function notBorder(by: OfficerActor): CheckpointDecision | null {
  if (by.body === 'border') return null
  return reject('officer.wrong-body', `${by.party}/border, you act for ${by.body}`, [
    { kind: 'officer', party: by.party, body: 'border' },
  ])
}
