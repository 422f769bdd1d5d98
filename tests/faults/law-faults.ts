import type { Fault } from './faults.ts'

const law = 'edge/domain/crossing/decide-law.ts'
const persons = 'edge/domain/crossing/decide-persons.ts'
const control = 'edge/domain/crossing/decide-control.ts'
const barrier = 'edge/domain/crossing/decide-barrier.ts'
const passable = 'edge/domain/crossing/passable.ts'
const evolve = 'edge/domain/crossing/evolve-law.ts'
const state = 'edge/domain/crossing/state.ts'
const view = 'edge/domain/crossing/explain-crossing.ts'
const sharing = 'edge/domain/control/sharing.ts'
const schedule = 'edge/domain/control/schedule.ts'
const clocks = 'edge/domain/notices/clocks.ts'
const table = 'edge/domain/notices/table.ts'
const checkpoint = 'edge/domain/checkpoint/decide.ts'
const restriction = 'edge/domain/checkpoint/decide-restriction.ts'
const scope = 'edge/domain/restrictions/restriction.ts'
const alarms = 'edge/domain/checkpoint/alarms.ts'
const findings = 'edge/domain/checkpoint/findings.ts'
const register = 'edge/domain/registers/register.ts'

/** Slips of the pen in what the agreements add to the decider. */
export const lawFaults: readonly Fault[] = [
  {
    what: 'reopening where the pack says never',
    file: law,
    find: "if (choices.reopening === 'never') {",
    replace: 'if (false) {',
  },
  {
    what: 'reopening without assent',
    file: law,
    find: "if (choices.reopening === 'withEntryAssent') return",
    replace: 'if (false) return',
  },
  {
    what: 'the exit Party assents to its own reopening',
    file: law,
    find: 'const wrong = notOf(state.entryParty, by)\n  if (wrong) return wrong\n  if (!state.reopening',
    replace: 'if (!state.reopening',
  },
  {
    what: 'violation of both under the law of entry',
    file: law,
    find: 'jurisdiction: both ? state.exitParty : first',
    replace: 'jurisdiction: both ? state.entryParty : first',
  },
  {
    what: 'detention by the Party without jurisdiction',
    file: control,
    find: 'if (jurisdiction !== null && jurisdiction !== by.party) {',
    replace: 'if (false) {',
  },
  {
    what: 'the entry Party detains before conclusion',
    file: control,
    find: "if (state.phase === 'exitControl' && by.party === state.entryParty) {",
    replace: 'if (false) {',
  },
  {
    what: 'recognised what nobody has done',
    file: control,
    find: 'if (doneByOther(state, step)) return null',
    replace: 'return null',
  },
  {
    what: 'a repeat of the other Party’s control without a reason',
    file: control,
    find: "if (other && step.control.mode !== 'always' && !repeatReason?.trim()) {",
    replace: 'if (false) {',
  },
  {
    what: 'referred to no place',
    file: control,
    find: 'if (!place?.trim() || !isDay(followUpBy)) {',
    replace: 'if (false || place === undefined || followUpBy === undefined) {',
  },
  {
    what: 'a barrier over a hold',
    file: barrier,
    find: '  if (hold) {',
    replace: '  if (false && hold) {',
  },
  {
    what: 'a hold lifted by the other Party',
    file: law,
    find: 'if (!state.holds.some(({ heldBy }) => heldBy === by.party)) {',
    replace: 'if (state.holds.length === 0) {',
  },
  {
    what: 'a barrier by a Party that may not command it',
    file: barrier,
    find: 'if (refusal) return { ok: false, refusal }',
    replace: '',
  },
  {
    what: 'a barrier that the other Party opens',
    file: barrier,
    find: "if (who === 'either' || state[who] === by.party) return null",
    replace: 'return null',
  },
  {
    what: 'a person held holds nothing',
    file: passable,
    find: '  if (held) {',
    replace: '  if (false && held) {',
  },
  {
    what: 'a restriction forbids nothing',
    file: passable,
    find: '  if (restriction) {',
    replace: '  if (false && restriction) {',
  },
  {
    what: 'a restriction of the other Party forbids too',
    file: passable,
    find: "one.effect === 'forbids' && one.party === party",
    replace: "one.effect === 'forbids'",
  },
  {
    what: 'parity the wrong way round',
    file: passable,
    find: "const off = even ? 'KGZ' : 'KAZ'",
    replace: "const off = even ? 'KAZ' : 'KGZ'",
  },
  {
    what: 'everyone passes where only residents may',
    file: passable,
    find: 'if (!choices.residentsOnly ||',
    replace: 'if (true ||',
  },
  {
    what: 'a category without its list',
    file: persons,
    find: 'if (rule.listRequired && !list?.trim()) {',
    replace: 'if (false) {',
  },
  {
    what: 'rescue without equipment',
    file: persons,
    find: "if (category === 'rescue' && equipment.length === 0) {",
    replace: 'if (false) {',
  },
  {
    what: 'a takeover leaves the absent Party’s controls open',
    file: evolve,
    find: "return own || isDone(step) ? step2 : { ...step, state: 'notApplicable' as const }",
    replace: 'return step2',
  },
  {
    what: 'the exit Party’s law under separate control',
    file: state,
    find: "if (state.regime === 'separate') return state.hostParty",
    replace: '',
  },
  {
    what: 'a called control holds nothing',
    file: state,
    find: '        step.called !== null),',
    replace: '        false),',
  },
  {
    what: 'the other Party sees a hit on its screen',
    file: view,
    find: '.filter(({ party }) => party === viewer.party)',
    replace: '',
  },
  {
    what: 'the other Party gets a hit in its stream',
    file: sharing,
    find: 'return event.data.party === party ? [] : null',
    replace: 'return []',
  },
  {
    what: 'the lane admits outside the hours',
    file: schedule,
    find: 'days.includes(weekday) && open <= time && time < close',
    replace: 'days.includes(weekday)',
  },
  {
    what: 'lead time in days not looked at',
    file: clocks,
    find: 'if (!(found >= leadDays))',
    replace: 'if (false)',
  },
  {
    what: 'lead time in hours one hour short',
    file: clocks,
    find: 'ahead < leadHours * hourMs',
    replace: 'ahead < (leadHours - 1) * hourMs',
  },
  {
    what: 'an unreadable time is taken',
    file: clocks,
    find: 'if (!(ahead > 0)) return',
    replace: 'if (ahead <= 0) return',
  },
  {
    what: 'ten days become nine',
    file: table,
    find: "kind: 'bank-reinforcement',\n    article: 'BR 28.1',\n    ...days(10),",
    replace: "kind: 'bank-reinforcement',\n    article: 'BR 28.1',\n    ...days(9),",
  },
  {
    what: 'the sender confirms its own notice',
    file: checkpoint,
    find: 'if (notice.from === by.party) {',
    replace: 'if (false) {',
  },
  {
    what: 'separate control entered twice',
    file: checkpoint,
    find: "if (standing) return reject('separate.entered'",
    replace: "if (false && standing) return reject('separate.entered'",
  },
  {
    what: 'the other Party ends separate control',
    file: checkpoint,
    find: 'if (standing.party !== by.party) {',
    replace: 'if (false) {',
  },
  {
    what: 'a paper form twice',
    file: checkpoint,
    find: "if (known) return reject('paper.known'",
    replace: "if (false) return reject('paper.known'",
  },
  {
    what: 'a restriction outside established places at once',
    file: restriction,
    find: 'if (outside && late) return',
    replace: 'if (false) return',
  },
  {
    what: 'a restriction lifted by the other Party',
    file: restriction,
    find: 'if (found.party !== by.party) {',
    replace: 'if (false) {',
  },
  {
    what: 'a restriction after its term',
    file: scope,
    find: 'Date.parse(from) <= at && at < Date.parse(until)',
    replace: 'Date.parse(from) <= at',
  },
  {
    what: 'a restriction of the other direction',
    file: scope,
    find: '(scope.exitParty ?? exitParty) === exitParty',
    replace: 'true',
  },
  {
    what: 'no alarm for a receipt that is due',
    file: alarms,
    find: 'receivedAt === null && late(receiptDue)',
    replace: 'false && receivedAt === null && late(receiptDue)',
  },
  {
    what: 'animals without a veterinary',
    file: findings,
    find: "if (kind === 'veterinary' && state.goods.some((one) => animalGoods.includes(one))) {",
    replace: 'if (false) {',
  },
  {
    what: 'a list of another month',
    file: register,
    find: 'register.from <= day && day <= register.until',
    replace: 'register.from <= day',
  },
  {
    what: 'the absent Party acts under separate control',
    file: 'edge/domain/crossing/decide.ts',
    find: "if (state.regime !== 'separate' || !('by' in command) ||",
    replace: "if (true || state.regime !== 'separate' || !('by' in command) ||",
  },
  {
    what: 'a hold of the absent Party stands after a takeover',
    file: evolve,
    find: 'holds: state.holds.filter(({ heldBy }) => heldBy === hostParty),',
    replace: '',
  },
  {
    what: 'a refused vehicle is stuck when the exit Party has left',
    file: law,
    find: "const waits = state.phase === 'awaitingReadmission' && by.party === state.entryParty",
    replace: 'const waits = false',
  },
]
