import type { LawRule, ScreenPlace, SourcePlace } from './rule.ts'

interface NoticePlaces {
  readonly decidedBy: SourcePlace | null
  readonly screen: ScreenPlace | null
  readonly test: SourcePlace | null
}

/** Not built yet. */
const open: NoticePlaces = { decidedBy: null, screen: null, test: null }

const refusalNotice: NoticePlaces = {
  decidedBy: 'edge/domain/crossing/decide-outcome.ts#refuseEntry',
  screen: { file: 'edge/console/ui/components/acts.tsx', what: 'act "Refuse entry" of the crossing' },
  test: 'tests/unit/crossing/decide.test.ts#BR 17.2: refusal, readmission, return path',
}

/** Notices with a lawful lead time: one mechanism, so that a row is data only. */
export const noticeRules: readonly LawRule[] = [
  notice('refusal-of-entry', 'BR 17.2', 'at once', refusalNotice),
  notice('separate-control', 'JC 15', 'at once', open),
  notice('restriction-outside-established-places', 'BR 11(2)', '48 h', open),
  notice('tourist-group-list', 'BR 18.3(2)', '15 days', open),
  notice('service-staff-list', 'BR 14.2', 'in advance', open),
  notice('border-mark-work', 'BR 5.1', '10 days', open),
  notice('border-strip-clearing', 'BR 8.1', '10 days', open),
  notice('bank-reinforcement', 'BR 28.1', '10 days', open),
  notice('activity-affecting-regime', 'BR 22.1', '3 days', open),
  notice('blasting', 'BR 23.2', '48 h', open),
  notice('survey-flight', 'BR 21.2', 'in advance', open),
  notice('border-mark-lost', 'BR 4.2', 'at once', open),
  notice('animal-disease', 'BR 25.1', 'at once', open),
  notice('illegal-aircraft-crossing', 'BR 37.1', 'at once', open),
  notice('incident', 'BR 34', 'at once', open),
  notice('joint-meeting', 'BR 42.1', '7 days, answer within 48 h', open),
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
