import { planControls } from '../../../edge/domain/control/plan.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { decide } from '../../../edge/domain/crossing/decide.ts'
import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import { evolve, type Occurrence } from '../../../edge/domain/crossing/evolve.ts'
import { initialState } from '../../../edge/domain/crossing/state.ts'
import { otherParty, parties } from '../../../edge/domain/party.ts'
import type { Sequence } from '../crossing-sequences.ts'
import { openCrossing } from '../crossing-spec.ts'
import { agree, asSigned } from './agreement.ts'
import { byRight } from './by-right.ts'
import { fail } from './fail.ts'
import { lawful } from './lawful-order.ts'
import { possibleNow } from './possible-acts.ts'
import { secretsKept } from './secrets.ts'

/** Plays one sequence and throws at the first rule that does not hold. Answers the facts it made. */
export function play({ exitParty, guarded, rules: of, steps, ...place }: Sequence): readonly CrossingEvent[] {
  const entryParty = otherParty(exitParty)
  const journal: Occurrence[] = []
  const facts: CrossingEvent[] = []
  let state = initialState
  let at = Date.UTC(2026, 10, 24, 6)
  const carryOut = (command: CrossingCommand): void => {
    const before = state
    const answer = decide(command, before, of)
    if ('by' in command) agree(before, command, answer.ok, of, facts)
    if (!answer.ok) return
    const actor = 'by' in command ? command.by : ({ kind: 'gateway' } as const)
    for (const event of answer.events) {
      lawful(event, facts, state, exitParty, of)
      byRight(event, facts, actor, exitParty)
      if ('by' in command) asSigned(command, event, facts)
      const occurrence: Occurrence = { event, actor, eventTime: new Date(at).toISOString() }
      journal.push(occurrence)
      facts.push(event)
      state = evolve(state, occurrence)
    }
  }
  if (openCrossing.type !== 'OpenCrossing') throw new Error('no opening')
  carryOut({
    ...openCrossing,
    exitParty,
    entryParty,
    guarded,
    hostParty: place.hostParty,
    localDate: place.localDate,
    controls: planControls(of, exitParty, entryParty),
    ...(place.separate && { regime: 'separate' as const }),
  })
  for (const [index, step] of steps.entries()) {
    at += step.seconds * 1000
    const possible = step.lawful === 0 ? [] : possibleNow(state, of, `secret-${index}`, step.lawful > 1)
    const command = step.lawful === 0 ? step.command : possible[step.pick % possible.length]
    if (command) carryOut(command)
  }
  for (const viewer of parties) secretsKept(viewer, state, journal, of, facts)
  const stored = JSON.parse(JSON.stringify(journal)) as readonly Occurrence[]
  const replayed = stored.reduce((so, occurrence) => evolve(so, occurrence), initialState)
  if (JSON.stringify(replayed) !== JSON.stringify(state))
    fail('replay of the journal gives another state', facts)
  return facts
}
