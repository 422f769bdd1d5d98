import type { ActionExplanation } from '../../../domain/crossing/explain.ts'
import { noticeTable } from '../../../domain/notices/table.ts'
import type { Party } from '../../../domain/party.ts'
import type { OfficerRequest } from './api.ts'

/** Answers to the questions of the law's acts by name; all text as typed. */
export type LawAnswers = Readonly<Record<string, string>>

/** What the command needs of the screen beside the answers. */
export interface LawPlace {
  readonly lane: string
  /** IANA name of the checkpoint's time zone. */
  readonly timeZone: string
}

/** Acts that stand in the panel of the checkpoint, not among those of the crossing. */
export const checkpointActs: ReadonlySet<ActionExplanation['action']> = new Set([
  'IssueNotice',
  'ConfirmReceipt',
  'DeclareRestriction',
  'LiftRestriction',
  'EnterSeparateControl',
  'EndSeparateControl',
  'ProposeMeeting',
  'AnswerMeeting',
  'SettleIncident',
  'EnterPaperForm',
  'ReportBorderPoint',
  'FollowUpReferral',
] as const)

/** Acts about the crossing that are seldom called for: offered on demand. */
export const rareActs: ReadonlySet<ActionExplanation['action']> = new Set([
  'CallControl',
  'RequestReopening',
  'RecordViolation',
  'NameDriver',
  'HoldPassenger',
  'Detain',
  'HoldVehicle',
  'AssignCategory',
  'DeclareGoods',
  'OpenIncident',
  'EnterDocument',
  'TakeOver',
] as const)

/** The command that an act of the law stands for; null where it lacks what it is about. */
export function lawCommandOf(
  act: ActionExplanation,
  reason: string,
  given: LawAnswers,
  { lane, timeZone }: LawPlace,
): OfficerRequest | null {
  const { control, subject } = act
  const text = (name: string) => (given[name] ?? '').trim()
  const lines = (name: string) =>
    text(name)
      .split(/[\n,]/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
  const at = (name: string) => zonedInstant(text(name), timeZone)
  const plate = () => text('plate').toUpperCase().replace(/[\s-]/g, '')
  switch (act.action) {
    case 'RecogniseControl':
      return control && { type: act.action, control }
    case 'CallControl':
      return control && { type: act.action, control, reason }
    case 'AssentReopening':
    case 'LiftHold':
      return { type: act.action }
    case 'RequestReopening':
    case 'HoldVehicle':
    case 'TakeOver':
    case 'EndSeparateControl':
      return { type: act.action, reason }
    case 'RecordViolation': {
      const laws: Party[] = text('laws') === 'both' ? ['KAZ', 'KGZ'] : [text('laws') as Party]
      return { type: act.action, laws, description: text('description') }
    }
    case 'NameDriver':
      return subject === undefined ? null : { type: act.action, document: subject }
    case 'HoldPassenger':
    case 'ClearPassenger':
      return subject === undefined ? null : { type: act.action, document: subject, reason }
    case 'Detain':
      return { type: act.action, what: text('what') as 'vehicle', place: text('place'), reason }
    case 'AssignCategory': {
      const equipment = lines('equipment')
      return {
        type: act.action,
        category: text('category') as 'rescue',
        ...(text('list') !== '' && { list: text('list') }),
        ...(equipment.length > 0 && { equipment }),
        reason,
      }
    }
    case 'DeclareGoods':
      return { type: act.action, goods: lines('goods') }
    case 'ExplainTransit':
      return { type: act.action, exception: text('exception') as 'breakdown', reason }
    case 'OpenIncident':
      return {
        type: act.action,
        kind: text('incidentKind'),
        place: text('place'),
        causes: text('causes'),
        participants: lines('participants'),
        witnesses: lines('witnesses'),
      }
    case 'EnterDocument':
      return {
        type: act.action,
        documentCode: text('documentCode').toUpperCase(),
        issuingState: text('issuingState').toUpperCase(),
        documentNumber: text('documentNumber').toUpperCase().replace(/[\s-]/g, ''),
        nationality: text('nationality').toUpperCase(),
        surname: text('surname').toUpperCase(),
        givenNames: text('givenNames').toUpperCase(),
        birthDate: text('birthDate'),
        expiryDate: text('expiryDate'),
        reason,
      }
    case 'IssueNotice': {
      const rule = noticeTable.find(({ kind }) => kind === text('notice'))
      if (!rule) return null
      const fields = rule.fields.map((field) => [
        field,
        isTimeField(field) ? at(`f.${field}`) : text(`f.${field}`),
      ])
      return { type: act.action, notice: rule.kind, fields: Object.fromEntries(fields) }
    }
    case 'ConfirmReceipt':
      return subject === undefined ? null : { type: act.action, subject }
    case 'DeclareRestriction':
      return {
        type: act.action,
        article: text('article') as 'BR 11',
        place: text('placeKind') as 'established',
        cause: text('restrictionCause') as 'epidemic',
        scope: {
          lane: text('thisLane') === 'yes' ? lane : null,
          exitParty: null,
          citizenships: lines('citizenships').map((sign) => sign.toUpperCase()),
          goods: lines('goods'),
        },
        from: at('from'),
        until: at('until'),
        reason,
      }
    case 'LiftRestriction':
      return subject === undefined ? null : { type: act.action, subject, reason }
    case 'EnterSeparateControl':
      return { type: act.action, cause: text('separateCause') as 'epidemic', reason }
    case 'ProposeMeeting':
      if (subject === undefined) return null
      return {
        type: act.action,
        subject,
        meetingAt: at('meetingAt'),
        place: text('place'),
        agenda: text('agenda'),
        participants: lines('participants'),
      }
    case 'AnswerMeeting':
      if (subject === undefined) return null
      return { type: act.action, subject, accepted: text('accepted') === 'yes', reason }
    case 'SettleIncident':
      if (subject === undefined) return null
      return { type: act.action, subject, way: text('way') as 'joint', result: text('result') }
    case 'FollowUpReferral':
      return subject === undefined ? null : { type: act.action, subject, result: text('result') }
    case 'EnterPaperForm':
      return {
        type: act.action,
        series: text('series'),
        number: Number(text('number')),
        filledAt: at('filledAt'),
        plate: plate(),
        outcome: text('paperOutcome') as 'released',
        reason,
      }
    case 'ReportBorderPoint':
      return { type: act.action, plate: plate(), point: text('point'), passedAt: at('passedAt') }
    default:
      return null
  }
}

/** Fields of a form that hold a time. */
export function isTimeField(field: string): boolean {
  return field === 'from' || field === 'until' || field === 'time'
}

/** A wall-clock time YYYY-MM-DDTHH:MM of the checkpoint as an instant in UTC; '' where it is none. */
export function zonedInstant(local: string, timeZone: string): string {
  const asUtc = Date.parse(`${local}:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) || Number.isNaN(asUtc)) return ''
  const first = asUtc - offset(asUtc, timeZone)
  // Beside a change of the clocks the offset of the found instant counts.
  return new Date(asUtc - offset(first, timeZone)).toISOString()
}

function offset(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00'
  const wall = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:00Z`
  return Date.parse(wall) - Math.floor(at / 60_000) * 60_000
}
