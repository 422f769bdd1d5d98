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
  notice('refusal-of-entry', 'BR 17.2', 'at once', refusalNotice),
  notice('separate-control', 'JC 15', 'at once', {
    decidedBy: 'edge/domain/checkpoint/decide.ts#enterSeparate',
    screen: panel,
    test: `${notices}#JC 15: return to separate control`,
  }),
  notice('restriction-outside-established-places', 'BR 11(2)', '48 h', {
    decidedBy: 'edge/domain/checkpoint/decide-restriction.ts#declare',
    screen: panel,
    test: 'tests/unit/law/restrictions.test.ts#BR 11(2): outside established places the other side is told at least 48 h before',
  }),
  notice('tourist-group-list', 'BR 18.3(2)', '15 days', {
    decidedBy: 'edge/domain/registers/register.ts#lateRegister',
    screen: panel,
    test: `${notices}#BR 18.3(2): tourist group list`,
  }),
  notice('service-staff-list', 'BR 14.2', 'in advance', {
    decidedBy: 'edge/domain/notices/clocks.ts#tooLate',
    screen: panel,
    test: `${notices}#BR 14.2: service staff list`,
  }),
  notice('border-mark-work', 'BR 5.1', '10 days', byHand('BR 5.1: work on border marks')),
  notice('border-strip-clearing', 'BR 8.1', '10 days', byHand('BR 8.1: clearing of the border strip')),
  notice('bank-reinforcement', 'BR 28.1', '10 days', byHand('BR 28.1: bank reinforcement on border rivers')),
  notice(
    'activity-affecting-regime',
    'BR 22.1',
    '3 days',
    byHand('BR 22.1: activity that may affect the regime'),
  ),
  notice('blasting', 'BR 23.2', '48 h', byHand('BR 23.2: blasting within 1000 m')),
  notice('survey-flight', 'BR 21.2', 'in advance', byHand('BR 21.2: survey flight')),
  notice('border-mark-lost', 'BR 4.2', 'at once', byHand('BR 4.2: lost or damaged border mark')),
  notice('animal-disease', 'BR 25.1', 'at once', byHand('BR 25.1: animal disease')),
  notice('illegal-aircraft-crossing', 'BR 37.1', 'at once', byHand('BR 37.1: illegal crossing by aircraft')),
  notice('incident', 'BR 34', 'at once', {
    decidedBy: 'edge/domain/checkpoint/notices-for.ts#noticesFor',
    screen: panel,
    test: 'tests/unit/law/incidents.test.ts#BR 34: the other border representative is told at once',
  }),
  notice('joint-meeting', 'BR 42.1', '7 days, answer within 48 h', {
    decidedBy: 'edge/domain/checkpoint/decide.ts#proposeMeeting',
    screen: panel,
    test: 'tests/unit/law/incidents.test.ts#BR 42.1: a joint meeting is proposed at least 7 days before, and answered within 48 h',
  }),
]

function notice(kind: string, article: string, lead: string, places: NoticePlaces): LawRule {
  return {
    id: `notice-${kind}`,
    table: 'notices',
    articles: [article],
    text: `Notice ${kind}: ${lead}.`,
    ...places,
  }
}
