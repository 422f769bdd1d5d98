import type { Party } from '../domain/party.ts'
import type { Unsubscribe } from './devices.ts'

/** Keys and indexes of lists, from the top of the file. */
export type ConfigurationPath = readonly (string | number)[]

export type ConfigurationEdit =
  | { readonly op: 'set'; readonly path: ConfigurationPath; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: ConfigurationPath }

/** What of the joint control a value touches: then a technician of each Party agrees to the change. */
export const controlTopics = [
  'rules',
  'officers',
  'barriers',
  'points',
  'lanes',
  'record',
  'unlisted',
] as const
export type ControlTopic = (typeof controlTopics)[number]

/** One value that differs between two texts. */
export interface ConfigurationDifference {
  /** Dotted, e.g. `devices.camera.url`. */
  readonly path: string
  /** As a screen may show it; null where it does not stand. */
  readonly before: string | null
  readonly after: string | null
  /** null: one technician may change it. */
  readonly touches: ControlTopic | null
}

/** One thing that is wrong, and where. */
export interface ConfigurationFault {
  /** 1-based, in the text as it would be written. */
  readonly line: number
  readonly column: number
  readonly path: string
  readonly problem: string
  readonly allowed: string
  readonly suggestion: string
}

/** An edit looked at before anybody saves it. Nothing is written. */
export interface CheckedEdit {
  readonly faults: readonly ConfigurationFault[]
  readonly differences: readonly ConfigurationDifference[]
  /** Devices that restart at once; nothing else does. */
  readonly restarts: readonly string[]
  /** Paths that take effect at the next start of the gateway. */
  readonly later: readonly string[]
}

/** A change that waits for a technician of the other Party. */
export interface Proposal {
  readonly id: string
  readonly by: Technician
  /** ISO 8601. */
  readonly at: string
  readonly reason: string
  readonly differences: readonly ConfigurationDifference[]
}

export interface Technician {
  /** Service number. */
  readonly officer: string
  readonly party: Party
}

export interface ConfigurationState {
  /** Name of the file without its folder. */
  readonly file: string
  /** Hex SHA-256 of the text on the disk: an edit is made on this text or not at all. */
  readonly sha256: string
  /** The value as written, without defaults. null where the text on the disk is so wrong that it has none. */
  readonly value: unknown
  /** What is wrong with the text on the disk. */
  readonly faults: readonly ConfigurationFault[]
  /** Of the text that the gateway runs with, where another stands on the disk: by hand, or after a failed start. */
  readonly runsWith: string | null
  /** Paths whose value the command line replaces. */
  readonly overridden: readonly string[]
  /** Changes that were saved and wait for the next start. */
  readonly later: readonly string[]
  readonly writable: boolean
  readonly proposal: Proposal | null
}

/** One change of the past. */
export interface ConfigurationRevision {
  /** ISO 8601. */
  readonly at: string
  /** Of the text after the change. */
  readonly sha256: string
  readonly by: Technician
  readonly confirmedBy: Technician | null
  readonly reason: string
  readonly source: 'page' | 'rollback'
  readonly differences: readonly ConfigurationDifference[]
  /** The text before the change is kept, and can be brought back. */
  readonly before: { readonly sha256: string; readonly kept: boolean }
}

export type SaveOutcome =
  | { readonly outcome: 'invalid'; readonly faults: readonly ConfigurationFault[] }
  | { readonly outcome: 'unchanged' }
  /** A technician of the other Party has to agree. */
  | { readonly outcome: 'waiting'; readonly proposal: Proposal }
  | {
      readonly outcome: 'applied'
      readonly sha256: string
      readonly restarted: readonly string[]
      readonly later: readonly string[]
    }

/** What is asked to be written: edits of the text that the technician saw, or a text of the past. */
export type Change = { readonly edits: readonly ConfigurationEdit[] } | { readonly rollbackTo: string }

/** The configuration of this gateway under the hands of its technicians. */
export interface ConfigurationDesk {
  read(): ConfigurationState
  /** JSON Schema (draft 7) of the file: devices by their kind. */
  schema(): object
  /** Rejects with `config.changed` where another text stands on the disk, `config.not-kept` where the old text is gone. */
  check(base: string, change: Change): Promise<CheckedEdit>
  /** As `check`; with `config.proposal` too, where another change waits. Journalled before the file is written. */
  save(base: string, change: Change, reason: string, by: Technician): Promise<SaveOutcome>
  /** Rejects with `config.proposal` where there is none of this id, or the technician is of the same Party. */
  confirm(proposal: string, by: Technician): Promise<SaveOutcome>
  withdraw(proposal: string, by: Technician): Promise<void>
  /** Newest first. */
  history(): Promise<readonly ConfigurationRevision[]>
  /** Stops the gateway and starts it with what stands on the disk. Rejects with `config.restart` while a crossing is open. */
  restart(by: Technician): Promise<void>
  onChange(listener: () => void): Unsubscribe
}
