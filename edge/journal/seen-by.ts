import { actFieldIn } from '../domain/crossing/act-outcomes.ts'
import type { Actor, Party } from '../domain/party.ts'
import type { RecordedEvent } from '../ports/journal.ts'
import { openingsFor } from '../ports/proof/act-statement.ts'
import { type Json, withhold } from './withheld.ts'

/**
 * The actor as one may see who sees `data`: of a signed act only those fields are opened whose values
 * stand there, so that no salt lets a withheld word be guessed.
 */
export function actorFor(actor: Actor, data: unknown, reason: string | undefined): Actor {
  if (actor.kind !== 'officer' || actor.act === undefined) return actor
  const { statement, opened } = actor.act
  const seen = openingsFor(opened, (field) => actFieldIn(statement.act, field, data, reason) !== undefined)
  return { ...actor, act: { ...actor.act, opened: seen } }
}

/** The events that a Party may see, each without what is withheld from it. */
export function asSeenBy(events: readonly RecordedEvent[], party: Party): readonly RecordedEvent[] {
  return events.flatMap((event) => {
    const share = event.shares[party]
    if (share === null) return []
    const { data } = withhold(event.event.data as unknown as Json, share.withheld)
    const actor = actorFor(event.actor, data, event.reason)
    return [{ ...event, actor, event: { type: event.event.type, data } as unknown as RecordedEvent['event'] }]
  })
}
