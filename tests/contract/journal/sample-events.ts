import { randomUUID } from 'node:crypto'
import type { AnyEvent } from '../../../edge/domain/crossing/events.ts'
import type { Party } from '../../../edge/domain/party.ts'
import type { NewEvent, Share } from '../../../edge/ports/journal.ts'

export const seenByBoth: Record<Party, Share> = { KAZ: { withheld: [] }, KGZ: { withheld: [] } }

/** A fact with the least that a journal needs; `changes` says what the test is about. */
export function newEvent(event: AnyEvent, changes: Partial<NewEvent> = {}): NewEvent {
  return {
    id: randomUUID(),
    event,
    crossing: 'c-1',
    lane: 'lane-1',
    eventTime: '2026-05-01T10:00:00.000Z',
    actor: { kind: 'gateway' },
    shares: seenByBoth,
    ...changes,
  }
}

export function opened(crossing: string): NewEvent {
  return newEvent(
    {
      type: 'CrossingOpened',
      data: {
        lane: 'lane-1',
        exitParty: 'KAZ',
        entryParty: 'KGZ',
        hostParty: 'KGZ',
        rulePack: { name: 'test', version: '1', sha256: '0'.repeat(64) },
        controls: [],
        localDate: '2026-05-01',
        guarded: true,
        lawInForce: 'KAZ',
      },
    },
    { crossing },
  )
}

export function plateRead(crossing: string, text: string, accepted: boolean): NewEvent {
  return newEvent(
    {
      type: 'PlateRead',
      data: { part: 'vehicle', text, country: 'KZ', confidence: 0.9, accepted, source: 'model' },
    },
    { crossing },
  )
}

export function closed(crossing: string): NewEvent {
  return newEvent({ type: 'CrossingClosed', data: { outcome: 'released' } }, { crossing })
}

/** A customs control with a note that KGZ does not get. */
export function customsNote(crossing: string, note: string): NewEvent {
  return newEvent(
    {
      type: 'ControlCompleted',
      data: { control: { party: 'KAZ', kind: 'customs' }, decision: 'released', note, lawInForce: 'KAZ' },
    },
    {
      crossing,
      actor: { kind: 'officer', officer: 'KZ-1001', party: 'KAZ', body: 'customs' },
      shares: { KAZ: { withheld: [] }, KGZ: { withheld: ['note'] } },
    },
  )
}

export function barrierOpened(changes: Partial<NewEvent> = {}): NewEvent {
  return newEvent({ type: 'BarrierOpened', data: { barrier: 'releaseBarrier' } }, changes)
}
