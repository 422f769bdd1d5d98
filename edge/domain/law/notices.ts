import { type NoticeKind, type NoticeRule, noticeRule } from '../notices/table.ts'
import type { LawRule, ScreenPlace, SourcePlace } from './rule.ts'

interface NoticePlaces {
  readonly decidedBy: SourcePlace | null
  readonly screen: ScreenPlace | null
  readonly test: SourcePlace | null
}

const panel: ScreenPlace = {
  file: 'edge/console/ui/components/checkpoint-panel.tsx',
  what: 'notices with their clocks and receipts, act "Issue notice"',
}
const notices = 'tests/unit/law/notices.test.ts'

/** One mechanism decides them all; each row has its own test. */
const byHand = (title: string): NoticePlaces => ({
  decidedBy: 'edge/domain/checkpoint/decide.ts#issueNotice',
  screen: panel,
  test: `${notices}#${title}`,
})

const refusalNotice: NoticePlaces = {
  decidedBy: 'edge/domain/crossing/decide-outcome.ts#refuseEntry',
  screen: { file: 'edge/console/ui/components/acts.tsx', what: 'act "Refuse entry" of the crossing' },
  test: 'tests/unit/crossing/decide.test.ts#BR 17.2: refusal, readmission, return path',
}

/** Notices with a lawful lead time: one mechanism, so that a row is data only. */
export const noticeRules: readonly LawRule[] = [
  notice('refusal-of-entry', refusalNotice),
  notice('separate-control', {
    decidedBy: 'edge/domain/checkpoint/decide.ts#enterSeparate',
    screen: panel,
    test: `${notices}#JC 15: return to separate control`,
  }),
  notice('restriction-outside-established-places', {
    decidedBy: 'edge/domain/checkpoint/decide-restriction.ts#declare',
    screen: panel,
    test: 'tests/unit/law/restrictions.test.ts#BR 11(2): outside established places the other side is told at least 48 h before',
  }),
  notice('tourist-group-list', {
    decidedBy: 'edge/domain/registers/register.ts#lateRegister',
    screen: panel,
    test: `${notices}#BR 18.3(2): tourist group list`,
  }),
  notice('service-staff-list', {
    decidedBy: 'edge/domain/registers/register.ts#lateRegister',
    screen: panel,
    test: `${notices}#BR 14.2: service staff list`,
  }),
  notice('border-mark-work', byHand('BR 5.1: work on border marks')),
  notice('border-strip-clearing', byHand('BR 8.1: clearing of the border strip')),
  notice('bank-reinforcement', byHand('BR 28.1: bank reinforcement on border rivers')),
  notice('activity-affecting-regime', byHand('BR 22.1: activity that may affect the regime')),
  notice('blasting', byHand('BR 23.2: blasting within 1000 m')),
  notice('survey-flight', byHand('BR 21.2: survey flight')),
  notice('border-mark-lost', byHand('BR 4.2: lost or damaged border mark')),
  notice('animal-disease', byHand('BR 25.1: animal disease')),
  notice('illegal-aircraft-crossing', byHand('BR 37.1: illegal crossing by aircraft')),
  notice('incident', {
    decidedBy: 'edge/domain/checkpoint/notices-for.ts#noticesFor',
    screen: panel,
    test: 'tests/unit/law/incidents.test.ts#BR 34: the other border representative is told at once',
  }),
  notice('joint-meeting', {
    decidedBy: 'edge/domain/checkpoint/decide.ts#proposeMeeting',
    screen: panel,
    test: 'tests/unit/law/incidents.test.ts#BR 42.1: a joint meeting is proposed at least 7 days before, and answered within 48 h',
  }),
  notice('border-mark-threat', byHand('BR 6: threat to border marks by a disaster')),
  notice('rescue-crossing', byHand('BR 20.1: rescue services that cross elsewhere')),
  notice('strayed-animals', byHand('BR 24.2: domestic animals that crossed')),
  notice('border-violator', byHand('BR 35.1: traces of a violator of the border')),
  notice('aircraft-check', byHand('BR 37.2: what the check of an aircraft showed')),
  notice('incident-settled', {
    decidedBy: 'edge/domain/checkpoint/decide.ts#settle',
    screen: panel,
    test: 'tests/unit/law/incidents.test.ts#BR 39.4: how an incident was settled is told',
  }),
]

/** Article and lead time are those of the table by which notices are decided. */
function notice(kind: NoticeKind, places: NoticePlaces): LawRule {
  const rule = noticeRule(kind)
  return {
    id: `notice-${kind}`,
    table: 'notices',
    articles: [rule.article],
    text: `Notice ${kind}: ${leadTime(rule)}.`,
    ...places,
  }
}

function leadTime({ kind, leadHours, leadDays, inAdvance, receiptHours }: NoticeRule): string {
  if (kind === 'joint-meeting') return `${leadHours} h (7 days), answer within ${receiptHours} h`
  if (leadDays !== null) return `${leadDays} days`
  if (leadHours !== null) return `${leadHours} h`
  return inAdvance ? 'in advance' : 'at once'
}
