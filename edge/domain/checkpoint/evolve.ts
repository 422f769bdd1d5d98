import type { AnyEvent } from '../crossing/events.ts'
import { receiptDue } from '../notices/clocks.ts'
import { type CheckpointState, type IssuedNotice, initialCheckpoint, type OpenIncident } from './state.ts'

/** One fact as the journal has it. */
export interface CheckpointOccurrence {
  readonly id: string
  readonly event: AnyEvent
  readonly crossing: string | null
  readonly eventTime: string
}

/** Notices and paper forms that are kept in the state; older ones stay in the journal. */
const kept = 500

export function foldCheckpoint(facts: readonly CheckpointOccurrence[]): CheckpointState {
  return facts.reduce(evolveCheckpoint, initialCheckpoint)
}

/** The state after one more fact; facts of lanes and crossings that change nothing here leave it as it is. */
export function evolveCheckpoint(
  state: CheckpointState,
  { id, event, crossing, eventTime }: CheckpointOccurrence,
): CheckpointState {
  switch (event.type) {
    case 'NoticeIssued':
      return withNotice(state, { ...event.data, id, issuedAt: eventTime, receivedAt: null })
    case 'RefusalNoticeIssued': {
      const { article, from, to, cause, reason, plate, documents } = event.data
      const fields = { what: cause, reason, plate: plate ?? '', documents: documents.join(', ') }
      return withNotice(state, {
        ...{ notice: 'refusal-of-entry', article, from, to, fields, effectiveAt: null },
        receiptDue: receiptDue('refusal-of-entry', eventTime),
        ...{ id, issuedAt: eventTime, receivedAt: null },
      })
    }
    case 'NoticeReceived':
      return received(state, event.data.notice, eventTime)
    case 'RestrictionDeclared':
      return { ...state, restrictions: [...state.restrictions, { ...event.data, id }] }
    case 'RestrictionLifted': {
      const { restriction } = event.data
      return { ...state, restrictions: state.restrictions.filter((one) => one.id !== restriction) }
    }
    case 'SeparateControlEntered':
      return {
        ...state,
        separate: [
          ...state.separate.filter(({ lane }) => lane !== event.data.lane),
          { ...event.data, since: eventTime },
        ],
      }
    case 'SeparateControlEnded':
      return { ...state, separate: state.separate.filter(({ lane }) => lane !== event.data.lane) }
    case 'RegisterReceived':
      return { ...state, registers: latest(state.registers, event.data) }
    case 'WatchListReceived':
      return { ...state, watchLists: latest(state.watchLists, event.data) }
    case 'ShiftHandedOver':
      return { ...state, handovers: [...state.handovers, { ...event.data, at: eventTime }].slice(-kept) }
    case 'SigningKeyRequested':
      return { ...state, keyRequests: [...state.keyRequests, event.data].slice(-kept) }
    case 'SigningKeysApproved':
      return { ...state, signingKeys: latest(state.signingKeys, event.data) }
    case 'IncidentOpened': {
      const { kind, openedBy, place } = event.data
      const incident = { id, crossing, kind, openedBy, place, openedAt: eventTime }
      return {
        ...state,
        incidents: [...state.incidents, { ...incident, meeting: null, answer: null, settled: null }],
      }
    }
    case 'MeetingProposed':
      return withIncident(state, event.data.incident, (one) => ({
        ...one,
        meeting: { ...event.data, proposedAt: eventTime },
        answer: null,
      }))
    case 'MeetingAnswered':
      return withIncident(state, event.data.incident, (one) => ({ ...one, answer: event.data }))
    case 'IncidentSettled':
      return withIncident(state, event.data.incident, (one) => ({ ...one, settled: event.data.result }))
    case 'PaperFormEntered':
      return { ...state, papers: [...state.papers, { ...event.data, id }].slice(-kept) }
    case 'BorderPointPassed': {
      const others = state.borderPoints.filter(({ plate }) => plate !== event.data.plate)
      return { ...state, borderPoints: [...others, event.data].slice(-kept) }
    }
    case 'ControlReferred': {
      const { control, place, followUpBy, plate } = event.data
      const { party, kind } = control
      const referral = { id, crossing, party, kind, place, followUpBy, plate, result: null }
      return { ...state, referrals: [...state.referrals, referral] }
    }
    case 'ReferralFollowedUp':
      return {
        ...state,
        referrals: state.referrals.map((one) =>
          one.id === event.data.referral ? { ...one, result: event.data.result } : one,
        ),
      }
    default:
      return state
  }
}

function withNotice(state: CheckpointState, notice: IssuedNotice): CheckpointState {
  return { ...state, notices: [...state.notices, notice].slice(-kept) }
}

/** BR 42.1: from its receipt on, a proposal of a meeting is answered within 48 hours. */
function received(state: CheckpointState, notice: string, at: string): CheckpointState {
  const found = state.notices.find(({ id }) => id === notice)
  const noted = {
    ...state,
    notices: state.notices.map((one) =>
      one.id === notice ? { ...one, receivedAt: one.receivedAt ?? at } : one,
    ),
  }
  const proposes = found?.notice === 'joint-meeting' && found.receivedAt === null
  if (!proposes || found.about === undefined) return noted
  return withIncident(noted, found.about, (one) => ({
    ...one,
    meeting: one.meeting && { ...one.meeting, answerDue: receiptDue('joint-meeting', at) },
  }))
}

function withIncident(
  state: CheckpointState,
  id: string,
  change: (incident: OpenIncident) => OpenIncident,
): CheckpointState {
  return { ...state, incidents: state.incidents.map((one) => (one.id === id ? change(one) : one)) }
}

/** A later version of a Party's list takes the place of the earlier one; an earlier one changes nothing. */
function latest<List extends { readonly party: string; readonly list: string; readonly version: number }>(
  lists: readonly List[],
  list: List,
): readonly List[] {
  const same = (one: List) => one.party === list.party && one.list === list.list
  if (lists.some((one) => same(one) && one.version > list.version)) return lists
  return [...lists.filter((one) => !same(one)), list]
}
