import type { Party } from '../domain/party.ts'
import type { Clock } from '../ports/clock.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import type { HeadSource } from '../ports/heads.ts'
import type { StreamSource } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import type { AcknowledgedBy } from '../ports/replication.ts'
import type { BackoffOptions } from './backoff.ts'
import type { BrokerAddress } from './connection.ts'

/** One Party's broker and centre. */
export interface PartyLink extends BrokerAddress {
  /**
   * Whose word moves the cursor (`centre`). `broker`: a PUBACK does, which says that the broker took the message and
   * nothing of the centre.
   */
  readonly acknowledge?: AcknowledgedBy
  /** Public ed25519 key of the centre, SPKI as PEM or as base64 of DER; may be absent where the broker acknowledges. */
  readonly centreKey?: string
  /** Messages sent and not yet acknowledged by the centre (256), kept under the broker's Receive Maximum. */
  readonly window?: number
  /** Events a message, 20 to 100 (100). */
  readonly batch?: number
  /** Milliseconds without an acknowledgement before the link is made anew (30 000). */
  readonly acknowledgeMs?: number
  readonly reconnect?: BackoffOptions
}

export interface ReplicationOptions {
  readonly source: StreamSource
  /** Where the tree is signed; absent: no heads are shown. */
  readonly heads?: HeadSource
  readonly gateway: GatewayIdentity
  readonly parties: Readonly<Partial<Record<Party, PartyLink>>>
  readonly log: Log
  readonly clock: Clock
  /** 0 ≤ n < 1: jitter and names of sessions. */
  readonly random: () => number
  /** What a centre has and this journal, restored from a backup, has not: an alarm of its stream. */
  readonly lacks?: Readonly<Partial<Record<Party, string>>>
  /** A list that the centre of a Party sent (BR 14.2, 18.3); its signature is not checked here. */
  readonly onList?: (party: Party, payload: Uint8Array) => void
}

export interface UplinkOptions extends Omit<ReplicationOptions, 'parties'> {
  readonly party: Party
  readonly link: PartyLink
}
