import type { ControlKind, Party } from '../party.ts'

/** Which rules a crossing keeps from its beginning to its end (JC 8). */
export interface RulePackRef {
  readonly name: string
  readonly version: string
  /** Lower-case hex SHA-256 of the canonical JSON of the pack. */
  readonly sha256: string
}

export type ControlMode = 'always' | 'selective' | 'on-call' | 'off'

/** A control that the pack plans for one crossing. */
export interface PlannedControl {
  readonly party: Party
  readonly kind: ControlKind
  readonly phase: 'exit' | 'entry'
  readonly mode: ControlMode
  /** Article that gives the control its ground, e.g. `JC 7.1`. */
  readonly article: string
}

/** One control of a rule pack. Border control is never `off` (JC 4). */
export interface ControlRule {
  readonly party: Party
  readonly kind: ControlKind
  readonly direction: 'exit' | 'entry'
  readonly mode: ControlMode
  readonly article: string
}

/** What one Party keeps to itself: dotted paths of event data, by event type. */
export interface SharingRule {
  readonly event: string
  /** Dotted path within `data`, e.g. `note`; `*` withholds the whole event. */
  readonly field: string
  /** Only where the event's control is of this kind. */
  readonly controlKind?: ControlKind
  /** `own`: seen by the acting officer's Party only. */
  readonly visibleTo: 'own'
}

/** Choices where the agreements are silent, and the controls of one checkpoint. Data, never code. */
export interface RulePack {
  readonly name: string
  readonly version: string
  readonly effectiveFrom: string
  readonly controls: readonly ControlRule[]
  readonly sharing: readonly SharingRule[]
  readonly waiverCountsAsConclusion: boolean
  /** A document must have been read before a border control may be completed. */
  readonly documentRequired: boolean
  /** Causes that an entry Party may state for a refusal (BR 17.2), shown as a list to choose from. */
  readonly refusalCauses: readonly string[]
}
