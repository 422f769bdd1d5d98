import type { Party } from '../domain/party.ts'
import type { RecordedEvent } from '../ports/journal.ts'
import { type Json, withhold } from './withheld.ts'

/** The events that a Party may see, each without what is withheld from it. */
export function asSeenBy(events: readonly RecordedEvent[], party: Party): readonly RecordedEvent[] {
  return events.flatMap((event) => {
    const share = event.shares[party]
    if (share === null) return []
    const { data } = withhold(event.event.data as unknown as Json, share.withheld)
    return [{ ...event, event: { type: event.event.type, data } as unknown as RecordedEvent['event'] }]
  })
}
