import type { Party } from '../domain/party.ts'
import type { StreamPosition } from './journal.ts'

/** Whose word moves the cursor of a stream: the centre's, signed, or that of its broker, which proves less. */
export type AcknowledgedBy = 'centre' | 'broker'

/** State of one Party's stream, for screens and metrics. */
export interface ReplicationStatus {
  readonly party: Party
  readonly acknowledgedBy: AcknowledgedBy
  readonly link: 'connected' | 'connecting' | 'stopped'
  readonly reason: string
  readonly head: StreamPosition
  readonly cursor: StreamPosition
  /** Events recorded and not yet acknowledged. */
  readonly backlog: number
  /** ISO 8601 of the last acknowledgement, null before the first. */
  readonly lastAcknowledged: string | null
  readonly alarms: readonly string[]
}

export interface Replication {
  start(): Promise<void>
  stop(): Promise<void>
  status(): readonly ReplicationStatus[]
}
