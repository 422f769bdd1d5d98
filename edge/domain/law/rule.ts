/** A place in the sources, `edge/domain/crossing/decide.ts#decide`: file from the root, then the name in it. */
export type SourcePlace = `${string}#${string}`

/** Where an officer sees the rule: file of the page, and what stands there in plain words. */
export interface ScreenPlace {
  readonly file: string
  readonly what: string
}

/** One row of the tables of the two agreements as a lane meets them. Each place is null until it is built. */
export interface LawRule {
  /** Stays the same when the words change. */
  readonly id: string
  readonly table: 'joint-control' | 'border-regime' | 'notices'
  /** Articles as data carries them: `JC 7.1`, `BR 1(19)`. The test is named after one of them. */
  readonly articles: readonly string[]
  readonly text: string
  readonly decidedBy: SourcePlace | null
  readonly screen: ScreenPlace | null
  /** `tests/unit/crossing/decide.test.ts#JC 7.1: …`: file, then the title of a test or of a group of tests. */
  readonly test: SourcePlace | null
}

export type LackingPlace = 'decidedBy' | 'screen' | 'test'

export interface RuleStatus {
  readonly status: 'built' | 'missing'
  readonly lacks: readonly LackingPlace[]
}

/** A rule is built when it is decided somewhere, proved by a test and seen by an officer; else it says what lacks. */
export function ruleStatus(rule: LawRule): RuleStatus {
  const places: readonly LackingPlace[] = ['decidedBy', 'screen', 'test']
  const lacks = places.filter((place) => rule[place] === null)
  return { status: lacks.length === 0 ? 'built' : 'missing', lacks }
}
