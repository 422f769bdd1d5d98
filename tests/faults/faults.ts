/** One planted fault: `find` stands exactly once in the file. */
export interface Fault {
  readonly what: string
  readonly file: string
  readonly find: string
  readonly replace: string
  /** Tests that must see it, where they are not those of the domain. */
  readonly tests?: readonly string[]
}

const control = 'edge/domain/crossing/decide-control.ts'
const outcome = 'edge/domain/crossing/decide-outcome.ts'
const barrier = 'edge/domain/crossing/decide-barrier.ts'
const evolve = 'edge/domain/crossing/evolve.ts'
const state = 'edge/domain/crossing/state.ts'
const decide = 'edge/domain/crossing/decide.ts'
const actions = 'edge/domain/crossing/explain-actions.ts'
const view = 'edge/domain/crossing/explain-crossing.ts'

/** What a slip of the pen could do to the decider and to what stands beside it. */
export const faults: readonly Fault[] = [
  {
    what: 'entry control before conclusion',
    file: control,
    find: "if (phase === 'entry' && state.phase === 'entryControl') return null",
    replace: "if (phase === 'entry') return null",
  },
  {
    what: 'exit control after conclusion',
    file: control,
    find: "if (phase === 'exit' && state.phase === 'exitControl') return null",
    replace: "if (phase === 'exit') return null",
  },
  {
    what: 'control by the other Party',
    file: control,
    find: 'if (by.party !== control.party) {',
    replace: 'if (false) {',
  },
  {
    what: 'control by another body',
    file: control,
    find: 'if (by.body !== control.kind) {',
    replace: 'if (false) {',
  },
  {
    what: 'repeat without a reason',
    file: control,
    find: 'if (isDone(step) && !repeatReason?.trim()) {',
    replace: 'if (false) {',
  },
  {
    what: 'border control waived',
    file: control,
    find: "if (control.kind === 'border') {",
    replace: 'if (false) {',
  },
  {
    what: 'waiver without a reason',
    file: control,
    find: "if (reason.trim() === '') return needsReason('JC 4', 'a waiver states why', by)",
    replace: '',
  },
  {
    what: 'border control without a document',
    file: control,
    find: 'state.documents.length === 0',
    replace: 'false',
  },
  {
    what: 'entry control begins twice',
    file: control,
    find: 'every((other) => other.startedAt === null)',
    replace: 'some((other) => other.startedAt === null)',
  },
  {
    what: 'completion of a control that does not run',
    file: control,
    find: "if (step.state !== 'started') {",
    replace: 'if (false) {',
  },
  {
    what: 'conclusion by the entry Party',
    file: outcome,
    find: 'function conclude(by: OfficerActor, state: OpenCrossing, choices: Choices): Decision {\n  const wrong = notOf(state.exitParty, by)',
    replace:
      'function conclude(by: OfficerActor, state: OpenCrossing, choices: Choices): Decision {\n  const wrong = null as Decision | null',
  },
  {
    what: 'conclusion over an open control',
    file: outcome,
    find: 'const open = unfinished(state, state.exitParty, choices)',
    replace: 'const open = null as Decision | null',
  },
  {
    what: 'release over an open control',
    file: outcome,
    find: 'const open = unfinished(state, state.entryParty, choices)',
    replace: 'const open = null as Decision | null',
  },
  {
    what: 'release by the exit Party',
    file: outcome,
    find: 'const wrong = notOf(state.entryParty, by) ?? notInEntryControl(state)\n  if (wrong) return wrong\n  const open',
    replace: 'const wrong = notInEntryControl(state)\n  if (wrong) return wrong\n  const open',
  },
  {
    what: 'release before conclusion',
    file: outcome,
    find: "if (state.phase !== 'exitControl') return decided(state)\n  return reject('control.exit-not-concluded'",
    replace:
      "if (state.phase !== 'exitControl') return decided(state)\n  if (state.steps.length > 0) return null\n  return reject('control.exit-not-concluded'",
  },
  {
    what: 'refusal without cause and reason',
    file: outcome,
    find: "if (cause.trim() === '' || reason.trim() === '') {",
    replace: 'if (false) {',
  },
  {
    what: 'a detained vehicle goes on',
    file: outcome,
    find: "step.decision === 'detained'",
    replace: 'false',
  },
  {
    what: 'a waiver counts whatever the pack says',
    file: outcome,
    find: 'choices.waiverCountsAsConclusion ? undefined :',
    replace: 'true ? undefined :',
  },
  {
    what: 'readmission without refusal',
    file: outcome,
    find: "if (state.phase !== 'awaitingReadmission') {",
    replace: 'if (false) {',
  },
  { what: 'refusal told to one side only', file: outcome, find: 'to: parties,', replace: 'to: [by.party],' },
  {
    what: 'return without a reason',
    file: outcome,
    find: "if (reason.trim() === '') return needsReason('JC 7.2', 'a return states why', by)",
    replace: '',
  },
  {
    what: 'release barrier without release',
    file: barrier,
    find: "return state.phase === 'released' || detainedBy(state, state.entryParty)\n",
    replace: "return state.phase !== 'closed'\n",
  },
  {
    what: 'return barrier before acceptance',
    file: barrier,
    find: "if (state.phase === 'returning' || detainedBy(state, state.exitParty)) return null",
    replace: "if (state.phase === 'returning' || state.phase === 'awaitingReadmission') return null",
  },
  {
    what: 'admission after exit control',
    file: barrier,
    find: "return state.phase === 'exitControl' || awaitedAtApproach(state)\n",
    replace: "return state.phase !== 'closed'\n",
  },
  {
    what: 'a barrier ordered twice',
    file: barrier,
    find: 'if (progress?.ordered) {',
    replace: 'if (false) {',
  },
  {
    what: 'passage through a shut barrier',
    file: barrier,
    find: 'if (!progress?.opened && !(witnessed && progress?.closed))',
    replace: 'if (false)',
  },
  {
    what: 'loops confirm a passage under a boom that is down',
    file: barrier,
    find: '!(witnessed && progress?.closed)',
    replace: '!progress?.closed',
  },
  {
    what: 'closed under an open boom',
    file: barrier,
    find: 'if (standing) return',
    replace: 'if (standing && false) return',
  },
  {
    what: 'closed before the vehicle is through',
    file: barrier,
    find: 'if (!isThrough(state) || state.outcome === null) {',
    replace: 'if (state.outcome === null) {',
  },
  {
    what: 'the law in force stays after conclusion',
    file: state,
    find: "case 'entryControl':\n    case 'awaitingReadmission':\n    case 'released':\n      return state.entryParty",
    replace:
      "case 'entryControl':\n      return state.exitParty\n    case 'awaitingReadmission':\n    case 'released':\n      return state.entryParty",
  },
  {
    what: 'a planned control holds nothing',
    file: state,
    find: "step.control.mode === 'always' ||",
    replace: '',
  },
  {
    what: 'a second vehicle in a lane at work',
    file: decide,
    find: "if (state.status === 'open') {",
    replace: 'if (false) {',
  },
  {
    what: 'conclusion is not kept',
    file: evolve,
    find: "        phase: 'entryControl',\n",
    replace: '',
  },
  {
    what: 'explain looks at another state',
    file: actions,
    find: 'const decision = decide(command, state, choices)',
    replace:
      'const decision = decide(command, state, { ...choices, documentRequired: false, waiverCountsAsConclusion: true })',
  },
  {
    what: 'the other Party reads notes',
    file: view,
    find: "note: hidden.includes('note') || hidden.includes('reason') ? null : note",
    replace: 'note',
  },
]
