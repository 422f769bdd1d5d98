import type { PlannedControl, RulePackRef } from '../control/rule-pack.ts'
import type { DocumentFields, DocumentFormat, MrzCheck, MrzCorrection } from '../identity/mrz/types.ts'
import type { Party } from '../party.ts'
import type { Refusal } from '../refusal.ts'
import type { OfficerCommand } from './commands.ts'
import type {
  BarrierRole,
  ControlDecision,
  ControlKey,
  Corners,
  CrossingOutcome,
  EvidenceRef,
  PaperFormat,
} from './events.ts'

export type CrossingPhase =
  | 'exitControl'
  | 'entryControl'
  | 'awaitingReadmission'
  | 'released'
  | 'returning'
  | 'passed'
  | 'closed'

export type StepState = 'planned' | 'started' | 'suspended' | 'completed' | 'waived' | 'notApplicable'

export interface StepView {
  readonly control: PlannedControl
  readonly state: StepState
  readonly decision: ControlDecision | null
  /** ISO 8601. */
  readonly startedAt: string | null
  readonly endedAt: string | null
  /** Service number of the officer; null to the other Party's screen where the policy withholds it. */
  readonly officer: string | null
  readonly note: string | null
}

/** A crossing as one viewer may see it. */
export interface CrossingView {
  readonly crossing: string
  readonly phase: CrossingPhase
  readonly openedAt: string
  readonly rulePack: RulePackRef
  readonly exitParty: Party
  readonly entryParty: Party
  readonly lawInForce: Party
  readonly turn: Party | null
  readonly plate: {
    readonly text: string
    readonly country: string
    readonly confidence: number
    readonly accepted: boolean
    readonly source: 'model' | 'camera' | 'officer'
    readonly frame: EvidenceRef | null
    readonly crop: EvidenceRef | null
    readonly corners: Corners | null
  } | null
  readonly documents: readonly {
    readonly document: string
    readonly format: DocumentFormat
    readonly fields: DocumentFields
    readonly lines: readonly string[]
    readonly checks: readonly MrzCheck[]
    readonly corrections: readonly MrzCorrection[]
    readonly accepted: boolean
  }[]
  readonly papers: readonly {
    readonly paper: string
    readonly format: PaperFormat
    readonly characters: number
    /** null where the sharing policy keeps it to the other Party. */
    readonly text: string | null
  }[]
  readonly steps: readonly StepView[]
  readonly refusal: { readonly cause: string; readonly reason: string; readonly by: Party } | null
  readonly outcome: CrossingOutcome | null
  readonly barriers: readonly {
    readonly barrier: BarrierRole
    readonly ordered: boolean
    readonly opened: boolean
  }[]
}

/** One act that a screen offers to an officer, with the reason where it is not possible now. */
export interface ActionExplanation {
  readonly action: OfficerCommand['type']
  readonly control: ControlKey | null
  /** Set where the act is about one barrier. */
  readonly barrier: BarrierRole | null
  /** The article that grounds the act itself. */
  readonly article: string
  /** null: the act is possible now. */
  readonly refusal: Refusal | null
  /** What the command needs besides: asked for by the screen. */
  readonly needs: readonly ('decision' | 'reason' | 'cause' | 'note' | 'plate')[]
}
