import { type KeyObject, verify } from 'node:crypto'
import type { Party } from '../domain/party.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { acknowledgementBytes } from '../ports/feed/acknowledgement.ts'
import { type AcknowledgementMessage, acknowledgementSchema } from '../ports/feed/messages.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import type { StreamPosition } from '../ports/journal.ts'
import { comparePositions } from './position.ts'

/**
 * Reads an acknowledgement meant for this stream and checks its centre's signature.
 * Throws `replication.ack-invalid` or `replication.ack-signature`; nothing of such a message counts.
 */
export function readAcknowledgement(
  payload: Uint8Array,
  expected: GatewayIdentity & { readonly party: Party; readonly centreKey: KeyObject },
): AcknowledgementMessage {
  const place = `acknowledgement of ${expected.party}`
  let ack: AcknowledgementMessage
  try {
    ack = acknowledgementSchema.parse(JSON.parse(new TextDecoder().decode(payload)))
  } catch (cause) {
    throw new AyaldamaError('replication.ack-invalid', place, undefined, { cause })
  }
  if (
    ack.party !== expected.party ||
    ack.checkpoint !== expected.checkpoint ||
    ack.gateway !== expected.gateway
  ) {
    throw new AyaldamaError('replication.ack-invalid', place, 'It is meant for another gateway.')
  }
  if (!verify(null, acknowledgementBytes(ack), expected.centreKey, Buffer.from(ack.signature, 'base64'))) {
    throw new AyaldamaError('replication.ack-signature', place)
  }
  return ack
}

/** What a true acknowledgement means for the cursor. */
export type AcknowledgementVerdict =
  | { readonly verdict: 'advance' | 'same' | 'back'; readonly to: StreamPosition }
  /** The centre has events that this journal has not: it was restored without a new epoch. */
  | { readonly verdict: 'journal-behind' }

/**
 * `sent`: highest position that was ever handed to the broker by this process; the cursor never passes
 * it. `head`: end of the stream in the epoch of this run.
 */
export function judgeAcknowledgement(
  acknowledged: StreamPosition,
  at: { readonly cursor: StreamPosition; readonly sent: StreamPosition; readonly head: StreamPosition },
): AcknowledgementVerdict {
  if (comparePositions(acknowledged, at.head) > 0) return { verdict: 'journal-behind' }
  const to = comparePositions(acknowledged, at.sent) > 0 ? at.sent : acknowledged
  const step = comparePositions(to, at.cursor)
  return { verdict: step > 0 ? 'advance' : step < 0 ? 'back' : 'same', to }
}
