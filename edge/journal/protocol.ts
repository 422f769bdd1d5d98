import type { Party } from '../domain/party.ts'
import type { ErrorCode } from '../ports/errors.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import type { Cosignature } from '../ports/heads.ts'
import type { StreamPosition } from '../ports/journal.ts'
import type { PreparedEvent } from './rows.ts'

/** Given to the writer thread at its start. */
export interface WriterOptions {
  readonly file: string
  readonly lockFile: string
  readonly newEpoch: boolean | number
  /** Signs heads with the key of the journal's directory, in this name; null: no heads. */
  readonly signAs: (GatewayIdentity & { readonly directory: string }) | null
}

/** One call of the journal; a call is written whole or not at all. */
export type WriteCall =
  | { readonly kind: 'append'; readonly events: readonly PreparedEvent[] }
  | {
      readonly kind: 'cursor'
      readonly party: Party
      readonly position: StreamPosition
      readonly at: string
    }
  | { readonly kind: 'cosignature'; readonly cosignature: Cosignature }
  /** Erases personal fields of what both Parties have cosigned, and says so in an event made by the writer. */
  | {
      readonly kind: 'erase'
      readonly before: string
      readonly at: string
      readonly id: string
      readonly lane: string | null
    }
  /** Signs the tree as it stands after the calls before; where no key was given, nothing is done. */
  | { readonly kind: 'head'; readonly at: string }

/** One transaction of the writer: the calls of a group in the order in which they were made. */
export type ToWriter =
  | { readonly type: 'group'; readonly calls: readonly WriteCall[] }
  | { readonly type: 'close' }

export interface Failure {
  readonly code: ErrorCode
  readonly detail: string
}

/** `seq` of the first event of the call (size of a new head, events that were erased; 0 for none), or why the call was not written. */
export type CallResult = { readonly ok: true; readonly seq: number } | ({ readonly ok: false } & Failure)

export type FromWriter =
  | { readonly type: 'opened'; readonly epoch: number }
  | ({ readonly type: 'failed' } & Failure)
  | { readonly type: 'committed'; readonly results: readonly CallResult[] }
  | { readonly type: 'closed' }
