import type { Actor } from '../domain/party.ts'
import { type CloudEvent, eventTypePrefix } from '../ports/feed/messages.ts'
import { signedActAttributes } from '../ports/feed/signed-act.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import type { StreamEntry } from '../ports/journal.ts'

/** A stream entry as CloudEvents 1.0; the sharing policy itself does not leave the gateway. */
export function cloudEvent(entry: StreamEntry, { checkpoint, gateway }: GatewayIdentity): CloudEvent {
  const { event, withheld } = entry
  return {
    specversion: '1.0',
    id: event.id,
    source: `/jbc/v1/${checkpoint}/${gateway}`,
    type: `${eventTypePrefix}${event.event.type}`,
    ...(event.crossing === null ? {} : { subject: event.crossing }),
    time: event.eventTime,
    datacontenttype: 'application/json',
    epoch: entry.epoch,
    seq: entry.seq,
    recordtime: event.recordTime,
    ...(event.lane === null ? {} : { lane: event.lane }),
    ...actorAttributes(event.actor),
    ...(event.corrects === undefined ? {} : { corrects: event.corrects }),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(withheld.length === 0 ? {} : { withheld: withheld.join(',') }),
    ...(entry.erased && { erased: true }),
    data: { ...event.event.data },
  }
}

function actorAttributes(actor: Actor): Partial<CloudEvent> & Pick<CloudEvent, 'actorkind'> {
  switch (actor.kind) {
    case 'officer':
      return {
        actorkind: 'officer',
        actorid: actor.officer,
        actorparty: actor.party,
        actorbody: actor.body,
        ...(actor.second && {
          actorsecond: actor.second.officer,
          actorsecondparty: actor.second.party,
          actorsecondbody: actor.second.body,
        }),
        ...(actor.act && signedActAttributes(actor.act)),
      }
    case 'technician':
      return { actorkind: 'technician', actorid: actor.officer }
    case 'device':
      return { actorkind: 'device', actorid: actor.device }
    case 'gateway':
      return { actorkind: 'gateway' }
  }
}
