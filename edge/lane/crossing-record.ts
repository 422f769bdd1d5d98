import { noticesFor } from '../domain/checkpoint/notices-for.ts'
import type { RuleBook, Rules } from '../domain/control/rule-book.ts'
import { withheldFrom } from '../domain/control/sharing.ts'
import type { CrossingCommand } from '../domain/crossing/commands.ts'
import { decide } from '../domain/crossing/decide.ts'
import type { Decision } from '../domain/crossing/decision.ts'
import type { AnyEvent, CrossingEvent } from '../domain/crossing/events.ts'
import { evolve } from '../domain/crossing/evolve.ts'
import { type CrossingState, initialState } from '../domain/crossing/state.ts'
import { type Actor, type Party, parties } from '../domain/party.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Clock } from '../ports/clock.ts'
import type { NextId } from '../ports/ids.ts'
import type { Journal, NewEvent, RecordedEvent, Share } from '../ports/journal.ts'

export interface RecordDeps {
  readonly lane: string
  readonly journal: Pick<Journal, 'append'>
  readonly clock: Clock
  readonly nextId: NextId
  readonly rules: RuleBook
  /** Calendar date YYYY-MM-DD at the checkpoint. */
  readonly localDate: () => string
}

export type Outcome =
  | { readonly ok: true; readonly recorded: readonly RecordedEvent[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** The crossing that a lane works, as the journal has it: decide → durable → state, in this order. */
export interface CrossingRecord {
  readonly crossing: () => string | null
  readonly state: () => CrossingState
  /** Facts of the crossing that a Party may know of so far: no number tells that there are others. */
  readonly version: (party: Party) => number
  /** The rules that the crossing began under, or those of today where none is open (JC 8). */
  readonly rules: () => Rules
  /** Rejects with `journal.*` where the facts could not be made durable; then nothing has changed. */
  execute(command: CrossingCommand, actor: Actor, at?: { readonly eventTime: string }): Promise<Outcome>
  /** Puts a fact of the lane into the journal that belongs to no crossing. */
  note(event: AnyEvent, actor: Actor): Promise<void>
  /** Takes up a crossing that an earlier run of the daemon left open. */
  resume(crossing: string, events: readonly RecordedEvent[]): void
  /** How many facts were written since start. */
  readonly written: () => number
}

export function createCrossingRecord(deps: RecordDeps): CrossingRecord {
  let crossing: string | null = null
  let state: CrossingState = initialState
  let lastPlate: string | undefined
  let written = 0
  let version: Record<Party, number> = { KAZ: 0, KGZ: 0 }

  const rules = (): Rules =>
    (state.status === 'open' ? deps.rules.of(state.rulePack) : null) ?? deps.rules.on(deps.localDate())

  const envelope = (event: AnyEvent, actor: Actor, eventTime: string, of: string | null): NewEvent => ({
    id: deps.nextId(),
    event,
    crossing: of,
    lane: deps.lane,
    eventTime,
    actor,
    shares: { KAZ: share(event, actor, 'KAZ'), KGZ: share(event, actor, 'KGZ') },
  })

  const share = (event: AnyEvent, actor: Actor, party: 'KAZ' | 'KGZ'): Share => {
    const withheld = withheldFrom(party, event, actor, rules().pack)
    return withheld && { withheld }
  }

  const take = (recorded: readonly RecordedEvent[]) => {
    for (const { id, event, actor, eventTime, shares } of recorded) {
      for (const party of parties) if (shares[party] !== null) version[party] += 1
      if (event.type === 'PlateRead') lastPlate = id
      state = evolve(state, { event: event as CrossingEvent, actor, eventTime })
    }
  }

  return {
    crossing: () => crossing,
    state: () => state,
    version: (party) => version[party],
    rules,
    written: () => written,

    async execute(command, actor, at) {
      const from: CrossingState = state.status === 'closed' ? initialState : state
      const decision: Decision = decide(
        command,
        command.type === 'OpenCrossing' ? from : state,
        command.type === 'OpenCrossing' ? deps.rules.on(deps.localDate()).pack : rules().pack,
      )
      if (!decision.ok) return decision
      const eventTime = at?.eventTime ?? deps.clock.now().toISOString()
      const opened = decision.events.some((event) => event.type === 'CrossingOpened')
      const subject = opened ? deps.nextId() : crossing
      const facts = decision.events.map((event) => ({
        ...envelope(event, actor, eventTime, subject),
        ...(command.type === 'CorrectPlate' && {
          reason: command.reason,
          ...(lastPlate !== undefined && { corrects: lastPlate }),
        }),
        ...(command.type === 'WitnessPassage' && { reason: command.reason }),
      }))
      const plate = state.status === 'none' ? null : (state.plate?.text ?? null)
      // What has to be told is told in the same commit: a notice cannot fall into the gap of a power cut.
      const events = facts.flatMap((fact): readonly NewEvent[] => [
        fact,
        ...noticesFor(fact.event, { id: fact.id, issuedAt: eventTime, plate }).map((notice) =>
          envelope(notice, actor, eventTime, subject),
        ),
      ])
      if (events.length === 0) return { ok: true, recorded: [] }
      const recorded = await deps.journal.append(events)
      written += recorded.length
      if (opened) {
        crossing = subject
        state = initialState
        version = { KAZ: 0, KGZ: 0 }
        lastPlate = undefined
      }
      take(recorded)
      return { ok: true, recorded }
    },

    async note(event, actor) {
      await deps.journal.append([envelope(event, actor, deps.clock.now().toISOString(), null)])
      written += 1
    },

    resume(id, events) {
      crossing = id
      state = initialState
      version = { KAZ: 0, KGZ: 0 }
      take(events)
    },
  }
}
