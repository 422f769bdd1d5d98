import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { decide } from '../../../edge/domain/crossing/decide.ts'
import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import { evolve } from '../../../edge/domain/crossing/evolve.ts'
import { explainActions } from '../../../edge/domain/crossing/explain-actions.ts'
import { type CrossingState, initialState } from '../../../edge/domain/crossing/state.ts'
import { type RefusalCode, refusalTable } from '../../../edge/domain/refusal.ts'
import {
  complete,
  concluded,
  controlled,
  officer,
  openCrossing,
  pack,
  passport,
  start,
  throughApproach,
} from '../../support/crossing-spec.ts'

const party = fc.constantFrom('KAZ', 'KGZ')
const kind = fc.constantFrom('border', 'customs')
const by = fc.tuple(party, kind).map(([of, body]) => officer(of, body))
const reason = fc.constantFrom('', 'a reason')
const barrier = fc.constantFrom('approachBarrier', 'releaseBarrier', 'returnBarrier')
const control = fc.record({ party, kind })

const command: fc.Arbitrary<CrossingCommand> = fc.oneof(
  fc.constant(openCrossing),
  fc.constant(passport),
  fc.tuple(party, kind).map(([of, body]) => start(of, body)),
  fc.tuple(party, kind).map(([of, body]) => complete(of, body)),
  fc.record({ type: fc.constant('StartControl' as const), by, control }),
  fc.record({ type: fc.constant('WaiveControl' as const), by, control, reason }),
  fc.record({ type: fc.constant('ConcludeExitControl' as const), by }),
  fc.record({ type: fc.constant('Release' as const), by }),
  fc.record({ type: fc.constant('Refuse' as const), by, cause: reason, reason }),
  fc.record({ type: fc.constant('AcceptReadmission' as const), by }),
  fc.record({ type: fc.constant('Return' as const), by, reason }),
  fc.record({ type: fc.constant('OpenBarrier' as const), by, barrier }),
  fc.record({
    type: fc.constant('OrderBarrierOpening' as const),
    barrier,
    permit: fc.constant('admission' as const),
  }),
  fc.record({ type: fc.constant('RecordBarrierOpened' as const), barrier }),
  fc.record({ type: fc.constant('RecordBarrierClosed' as const), barrier }),
  fc.record({ type: fc.constant('ConfirmPassage' as const), barrier }),
  fc.constant({ type: 'CloseCrossing' as const }),
)

/** The facts of the last crossing of the sequence, and the state they leave. */
function run(
  commands: readonly CrossingCommand[],
  each?: (state: CrossingState, command: CrossingCommand) => void,
) {
  let state: CrossingState = initialState
  const events: CrossingEvent[] = []
  for (const next of commands) {
    each?.(state, next)
    const decision = decide(next, state, pack)
    if (!decision.ok) continue
    for (const event of decision.events) {
      const actor = 'by' in next ? next.by : ({ kind: 'gateway' } as const)
      state = evolve(state, { event, actor, eventTime: '2026-11-24T06:00:00.000Z' })
      events.push(event)
    }
  }
  const opened = events.findLastIndex((event) => event.type === 'CrossingOpened')
  return { state, events: events.slice(Math.max(0, opened)) }
}

/** Chance alone seldom gets through a whole control; every run begins somewhere on the lawful way. */
const released: readonly CrossingCommand[] = [
  ...throughApproach,
  ...concluded.slice(1),
  ...controlled('KGZ'),
  { type: 'Release', by: officer('KGZ') },
  { type: 'OrderBarrierOpening', barrier: 'releaseBarrier', permit: 'release' },
  { type: 'RecordBarrierOpened', barrier: 'releaseBarrier' },
  { type: 'ConfirmPassage', barrier: 'releaseBarrier' },
  { type: 'RecordBarrierClosed', barrier: 'releaseBarrier' },
]
const refused: readonly CrossingCommand[] = [
  ...throughApproach,
  ...concluded.slice(1),
  { type: 'Refuse', by: officer('KGZ'), cause: 'other', reason: 'a reason' },
  { type: 'AcceptReadmission', by: officer('KAZ') },
]
const sequences = fc
  .tuple(fc.constantFrom(released, refused), fc.nat(released.length), fc.array(command, { maxLength: 40 }))
  .map(([way, length, rest]) => [...way.slice(0, length), ...rest])
const runs = { numRuns: 400 }

/** Codes that many acts share: the act, or what stands in its way, names its own article. */
const ofTheAct: ReadonlySet<string> = new Set<RefusalCode>([
  'control.reason-required',
  'restriction.in-force',
])

describe('whatever officers and devices do, in whatever order', () => {
  it('JC 7.1: no entry control stands before the conclusion of exit control', () => {
    fc.assert(
      fc.property(sequences, (commands) => {
        const { events } = run(commands)
        const concluded = events.findIndex((event) => event.type === 'ExitControlConcluded')
        const entry = events.findIndex(
          (event) => event.type === 'ControlStarted' && event.data.control.party === 'KGZ',
        )
        expect(entry === -1 || (concluded !== -1 && concluded < entry)).toBe(true)
      }),
      runs,
    )
  })

  it('BR 1(19): the release barrier is ordered only after release, the return barrier only after acceptance or return', () => {
    fc.assert(
      fc.property(sequences, (commands) => {
        const { events } = run(commands)
        const before = (index: number, ...types: readonly string[]) =>
          events.slice(0, index).some((event) => types.includes(event.type))
        events.forEach((event, index) => {
          if (event.type !== 'BarrierOpeningOrdered') return
          if (event.data.barrier === 'releaseBarrier') expect(before(index, 'CrossingReleased')).toBe(true)
          if (event.data.barrier === 'returnBarrier') {
            expect(before(index, 'ReadmissionAccepted', 'CrossingReturned')).toBe(true)
          }
        })
      }),
      runs,
    )
  })

  it('JC 1: a crossing ends once, with one outcome, and nothing follows its end', () => {
    fc.assert(
      fc.property(sequences, (commands) => {
        const { events } = run(commands)
        const outcomes = events.filter((event) =>
          ['CrossingReleased', 'CrossingRefused', 'CrossingReturned'].includes(event.type),
        )
        expect(outcomes.length).toBeLessThanOrEqual(1)
        const closed = events.findIndex((event) => event.type === 'CrossingClosed')
        const later =
          closed === -1 ? [] : events.slice(closed + 1).filter((event) => event.type !== 'CrossingOpened')
        expect(later).toEqual([])
      }),
      runs,
    )
  })

  it('every refusal carries the article of its code or of its act, a fact and who can unblock it', () => {
    fc.assert(
      fc.property(sequences, (commands) => {
        run(commands, (state, next) => {
          const decision = decide(next, state, pack)
          if (decision.ok) return
          const { code, article, fact, whoCanUnblock } = decision.refusal
          if (!ofTheAct.has(code)) expect(article).toBe(refusalTable[code].article)
          expect(article).toMatch(/^(JC|BR|IL) \d/)
          expect(fact).not.toBe('')
          expect(whoCanUnblock.length).toBeGreaterThan(0)
        })
      }),
      runs,
    )
  })

  it('a screen offers as possible just what decide accepts', () => {
    fc.assert(
      fc.property(sequences, by, (commands, officerAtScreen) => {
        const { state } = run(commands)
        for (const { action, control: key, refusal } of explainActions(state, officerAtScreen, pack)) {
          if (action !== 'StartControl' || !key || refusal) continue
          const decision = decide(
            { type: 'StartControl', by: officerAtScreen, control: key, repeatReason: 'x' },
            state,
            pack,
          )
          expect(decision.ok).toBe(true)
        }
      }),
      runs,
    )
  })

  it('state is a function of the facts alone', () => {
    fc.assert(
      fc.property(sequences, (commands) => {
        expect(run(commands).state).toEqual(run(commands).state)
      }),
      { numRuns: 50 },
    )
  })
})
