import type { CheckpointCommand, CheckpointContext } from '../../edge/domain/checkpoint/commands.ts'
import { decideCheckpoint } from '../../edge/domain/checkpoint/decide.ts'
import type { CheckpointEvent } from '../../edge/domain/checkpoint/events.ts'
import { evolveCheckpoint } from '../../edge/domain/checkpoint/evolve.ts'
import { type CheckpointState, initialCheckpoint } from '../../edge/domain/checkpoint/state.ts'
import type { FourEyesRule, RulePack } from '../../edge/domain/control/rule-pack.ts'
import type { CrossingCommand } from '../../edge/domain/crossing/commands.ts'
import type { OpenCrossing } from '../../edge/domain/crossing/state.ts'
import { after } from './crossing-spec.ts'

/** The clock of the checkpoint in these tests: 24 November 2026, 12:00 in Bishkek (UTC+6). */
export const noon = '2026-11-24T06:00:00.000Z'

export function context(now = noon, fourEyes: readonly FourEyesRule[] = []): CheckpointContext {
  return {
    lane: 'lane-1',
    hostParty: 'KGZ',
    now,
    fourEyes,
    localDate: (at) => new Date(Date.parse(at) + 6 * 3_600_000).toISOString().slice(0, 10),
  }
}

/** An instant so many hours after the clock of the tests. */
export const inHours = (hours: number, now = noon) =>
  new Date(Date.parse(now) + hours * 3_600_000).toISOString()

/** Runs acts that must all be accepted; ids are `fact-1`, `fact-2` … in the order of the facts. */
export function checkpointAfter(
  commands: readonly CheckpointCommand[],
  now = noon,
): { readonly state: CheckpointState; readonly events: readonly CheckpointEvent[] } {
  let state = initialCheckpoint
  const events: CheckpointEvent[] = []
  for (const command of commands) {
    const decision = decideCheckpoint(command, state, context(now))
    if (!decision.ok) throw new Error(`${command.type}: ${decision.refusal.code}: ${decision.refusal.fact}`)
    for (const event of decision.events) {
      events.push(event)
      state = evolveCheckpoint(state, {
        id: `fact-${events.length}`,
        event,
        crossing: null,
        eventTime: now,
      })
    }
  }
  return { state, events }
}

export function decideAt(
  command: CheckpointCommand,
  state = initialCheckpoint,
  now = noon,
  fourEyes: readonly FourEyesRule[] = [],
) {
  const decision = decideCheckpoint(command, state, context(now, fourEyes))
  return decision.ok
    ? { types: decision.events.map(({ type }) => type), events: decision.events, code: null, article: null }
    : { types: [], events: [], code: decision.refusal.code, article: decision.refusal.article }
}

export function openAfter(commands: readonly CrossingCommand[], rules?: RulePack): OpenCrossing {
  const { state } = rules ? after(commands, rules) : after(commands)
  if (state.status === 'none') throw new Error('no crossing')
  return state
}
