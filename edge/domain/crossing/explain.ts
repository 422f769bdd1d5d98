import type { CheckpointCommand } from '../checkpoint/commands.ts'
import type { Category, PlannedControl, RulePackRef } from '../control/rule-pack.ts'
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

import type { MismatchKind } from './law-events.ts'
import type { Person } from './persons.ts'

export type CrossingPhase =
  | 'exitControl'
  | 'entryControl'
  | 'awaitingReadmission'
  | 'released'
  | 'returning'
  | 'detained'
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
  /** The risk profile selected it (JC 4); the rule is for the own Party's eyes. */
  readonly selected: boolean
  readonly selectedBy: string | null
  /** Why it was called (JC 9.1). */
  readonly called: string | null
  /** Where it is finished outside the checkpoint (JC 9.3). */
  readonly place: string | null
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
  /** In the order in which they were read. */
  readonly persons: readonly Person[]
  /** Papers and bookings that do not agree with what was read. */
  readonly mismatches: readonly {
    readonly kind: MismatchKind
    readonly subject: string
    /** null where the paper is kept to the other Party. */
    readonly stated: string | null
    readonly read: string
    readonly list: string | null
    readonly article: string
  }[]
  readonly documents: readonly {
    /** The person is held (BR 17.1). */
    readonly held: boolean
    /** Citizens of the State pass on it (BR 17.1). */
    readonly serves: boolean
    readonly document: string
    readonly format: DocumentFormat
    readonly fields: DocumentFields
    readonly lines: readonly string[]
    readonly checks: readonly MrzCheck[]
    readonly corrections: readonly MrzCorrection[]
    readonly accepted: boolean
    readonly source: 'reader' | 'model' | 'officer'
    /** Picture of the page that the model read. */
    readonly page?: EvidenceRef
  }[]
  readonly weight: { readonly kilograms: number; readonly weight: 'gross' | 'net' } | null
  readonly papers: readonly {
    readonly paper: string
    readonly format: PaperFormat
    readonly characters: number
    /** null where the sharing policy keeps it to the other Party. */
    readonly text: string | null
    /** Picture of the paper; null where there is none, or the policy keeps it to the other Party. */
    readonly page: EvidenceRef | null
  }[]
  readonly steps: readonly StepView[]
  readonly refusal: { readonly cause: string; readonly reason: string; readonly by: Party } | null
  readonly outcome: CrossingOutcome | null
  readonly regime: 'joint' | 'separate'
  readonly category: {
    readonly category: Category
    readonly priority: number
    readonly article: string
    readonly list: string | null
    readonly equipment: readonly string[]
  } | null
  /** Of the viewer's own Party only. */
  readonly hits: readonly {
    readonly list: string
    readonly matched: 'plate' | 'document'
    readonly instruction: string
  }[]
  readonly goods: readonly string[]
  readonly restrictions: readonly {
    readonly party: Party
    readonly cause: string
    readonly article: string
  }[]
  readonly reopening: { readonly by: Party; readonly reason: string } | null
  readonly violations: readonly {
    readonly laws: readonly Party[]
    readonly jurisdiction: Party
    readonly article: string
    readonly description: string
  }[]
  readonly detention: {
    readonly by: Party
    readonly what: string
    readonly place: string
    readonly reason: string
  } | null
  readonly holds: readonly { readonly by: Party; readonly reason: string }[]
  readonly transit: {
    readonly minutes: number
    readonly limitMinutes: number
    readonly over: boolean
    readonly explained: boolean
  } | null
  readonly incidents: number
  readonly barriers: readonly {
    readonly barrier: BarrierRole
    readonly ordered: boolean
    readonly opened: boolean
  }[]
}

/** One act that a screen offers to an officer, with the reason where it is not possible now. */
export interface ActionExplanation {
  readonly action: OfficerCommand['type'] | CheckpointCommand['type']
  readonly control: ControlKey | null
  /** Set where the act is about one barrier. */
  readonly barrier: BarrierRole | null
  /** What the act is about where that is no control and no barrier: id of a document, notice, incident … */
  readonly subject?: string
  /** The article that grounds the act itself. */
  readonly article: string
  /** null: the act is possible now. */
  readonly refusal: Refusal | null
  /** What the command needs besides: asked for by the screen. */
  readonly needs: readonly ActNeed[]
}

/** An act about the crossing itself. */
export type CrossingAct = ActionExplanation & { readonly action: OfficerCommand['type'] }

/** Questions that a screen asks before it gives a command. */
export const actNeeds = [
  'decision',
  'reason',
  'cause',
  'note',
  'plate',
  'laws',
  'description',
  'what',
  'place',
  'category',
  'goods',
  'exception',
  'incident',
  'document',
  'notice',
  'restriction',
  'separateCause',
  'meeting',
  'accepted',
  'way',
  'result',
  'paper',
  'borderPoint',
] as const
export type ActNeed = (typeof actNeeds)[number]
