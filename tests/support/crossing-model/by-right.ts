import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import { type Actor, otherParty, type Party } from '../../../edge/domain/party.ts'
import { aloneBy } from './facts.ts'
import { fail } from './fail.ts'

/** Every act is of the Party and the body that it belongs to, and has the reason that it needs (JC 3, JC 9.1). */
export function byRight(
  event: CrossingEvent,
  before: readonly CrossingEvent[],
  actor: Actor,
  exit: Party,
): void {
  const after = [...before, event]
  const host = aloneBy(before)
  if (host !== null && actor.kind === 'officer' && actor.party !== host)
    fail(`JC 15: ${event.type} by the absent Party`, after)
  const of = (owner: Party) => {
    if (actor.kind !== 'officer' || actor.party !== owner) fail(`JC 3: ${event.type} not by ${owner}`, after)
  }
  switch (event.type) {
    case 'ControlStarted':
    case 'ControlCompleted':
    case 'ControlWaived': {
      const { party: owner, kind: body } = event.data.control
      of(owner)
      if (actor.kind !== 'officer' || actor.body !== body)
        fail(`JC 9.1: ${event.type} by another body`, after)
      if (event.type === 'ControlWaived' && event.data.reason.trim() === '')
        fail('waived without a reason', after)
      const last = before.findLast(
        (one) =>
          (one.type === 'ControlStarted' ||
            one.type === 'ControlCompleted' ||
            one.type === 'ControlWaived') &&
          one.data.control.party === owner &&
          one.data.control.kind === body,
      )
      const recognised = event.type === 'ControlCompleted' && event.data.decision === 'recognised'
      if (event.type === 'ControlCompleted' && !recognised && last?.type !== 'ControlStarted')
        fail('completed, not started', after)
      const released = before.some(
        (one) =>
          one.type === 'ControlCompleted' &&
          one.data.control.party !== owner &&
          one.data.control.kind === body &&
          one.data.decision === 'released',
      )
      if (recognised && !released) fail('JC 4: recognised what nobody has done', after)
      return
    }
    case 'ExitControlConcluded':
    case 'ReadmissionAccepted':
      of(exit)
      return
    case 'CrossingReturned':
      of(aloneBy(before) ?? exit)
      return
    case 'CrossingTakenOver':
      of(event.data.takenOverBy)
      return
    case 'CrossingReleased':
      of(aloneBy(before) ?? otherParty(exit))
      return
    case 'CrossingRefused':
      of(otherParty(exit))
      return
  }
}
