import type { CheckpointEvent } from '../checkpoint/events.ts'
import type { PlannedControl, RulePackRef } from '../control/rule-pack.ts'
import type { DocumentFields, DocumentFormat, MrzCheck, MrzCorrection } from '../identity/mrz/types.ts'
import type { MaintenanceEvent } from '../maintenance/events.ts'
import type { ControlKind, Party } from '../party.ts'
import type { BarrierRole, ControlKey, Event, EvidenceRef, Lawful } from './event-shape.ts'
import type { LawEvent } from './law-events.ts'

export type { BarrierRole, ControlKey, Event, EvidenceRef, Lawful } from './event-shape.ts'

/** Corner points [x, y] in pixels of the frame: top-left, top-right, bottom-right, bottom-left as read. */
export type Corners = readonly [
  readonly [number, number],
  readonly [number, number],
  readonly [number, number],
  readonly [number, number],
]

/** Symbology of a paper's barcode; `other` for any that vehicle papers do not use by themselves. */
export const paperFormats = ['PDF417', 'QRCode', 'Aztec', 'DataMatrix', 'Code128', 'other'] as const
export type PaperFormat = (typeof paperFormats)[number]

export type ControlDecision = 'released' | 'referred' | 'detained' | 'recognised'
export type CrossingOutcome = 'released' | 'refused' | 'returned' | 'detained'

/** Facts of one crossing. All are past tense and never change; a correction is a new event. */
export type CrossingEvent =
  | LawEvent
  | Event<
      'CrossingOpened',
      {
        readonly lane: string
        readonly exitParty: Party
        readonly entryParty: Party
        readonly hostParty: Party
        readonly rulePack: RulePackRef
        readonly controls: readonly PlannedControl[]
        /** Calendar date YYYY-MM-DD in the checkpoint's time zone. */
        readonly localDate: string
        /** False where the lane has no barriers, so that no passage can be confirmed by them. */
        readonly guarded: boolean
        /** `separate`: only the host Party controls here (JC 15). Left out: joint control. */
        readonly regime?: 'joint' | 'separate'
      } & Lawful
    >
  | Event<
      'PlateRead',
      {
        readonly part: 'vehicle' | 'trailer'
        readonly text: string
        /** Sign of the registering State on the plate (`KZ`, `KG` …), or `unknown`. */
        readonly country: string
        /** 0 to 1. */
        readonly confidence: number
        readonly accepted: boolean
        readonly source: 'model' | 'camera' | 'officer'
        readonly frame?: EvidenceRef
        readonly crop?: EvidenceRef
        readonly corners?: Corners
      }
    >
  | Event<
      'DocumentRead',
      {
        /** Key of the travel document within the crossing: SHA-256 of its MRZ lines, first 16 hex digits. */
        readonly document: string
        readonly format: DocumentFormat
        readonly lines: readonly string[]
        readonly fields: DocumentFields
        readonly checks: readonly MrzCheck[]
        readonly corrections: readonly MrzCorrection[]
        readonly accepted: boolean
        readonly source: 'reader' | 'model' | 'officer'
        /** 0 to 1, of the sign that the model is least sure of. */
        readonly confidence?: number
        /** Picture of the page that the model read. */
        readonly page?: EvidenceRef
      }
    >
  /** A barcode of a vehicle paper or a booking, read under the law of the Party that is at work. */
  | Event<
      'VehiclePaperRead',
      {
        /** Key of the paper within the crossing: SHA-256 of the bytes of its code, first 16 hex digits. */
        readonly paper: string
        readonly format: PaperFormat
        /** Length of the text, also for who is not given the text itself. */
        readonly characters: number
        /** Own to the Party of the law in force where the sharing policy says so. */
        readonly text: string
        readonly source: 'scanner' | 'picture'
        /** Picture of the paper; own to a Party together with the text. */
        readonly page?: EvidenceRef
      } & Lawful
    >
  /** A scale of the lane showed this for the vehicle at rest, as the indicator gives it. */
  | Event<
      'VehicleWeighed',
      {
        readonly scale: string
        readonly kilograms: number
        /** `net`: the indicator had a tare subtracted. */
        readonly weight: 'gross' | 'net'
      }
    >
  | Event<
      'ControlStarted',
      {
        readonly control: ControlKey
        /** Set where a control already done is repeated (JC 1, JC 4). */
        readonly repeatReason?: string
      } & Lawful
    >
  | Event<
      'ControlCompleted',
      {
        readonly control: ControlKey
        readonly decision: ControlDecision
        /** Free text of the officer; own to the officer's Party by the sharing policy. */
        readonly note?: string
      } & Lawful
    >
  | Event<'ControlWaived', { readonly control: ControlKey; readonly reason: string } & Lawful>
  | Event<'ExitControlConcluded', { readonly exitParty: Party } & Lawful>
  | Event<'EntryControlStarted', { readonly entryParty: Party } & Lawful>
  | Event<'CrossingReleased', { readonly releasedBy: Party } & Lawful>
  | Event<
      'CrossingRefused',
      {
        readonly refusedBy: Party
        readonly cause: string
        readonly reason: string
        readonly article: string
      } & Lawful
    >
  | Event<
      'RefusalNoticeIssued',
      {
        readonly notice: 'refusal-of-entry'
        readonly article: string
        readonly from: Party
        readonly to: readonly Party[]
        readonly cause: string
        readonly reason: string
        readonly plate: string | null
        readonly documents: readonly string[]
      }
    >
  | Event<'ReadmissionAccepted', { readonly acceptedBy: Party } & Lawful>
  | Event<'CrossingReturned', { readonly returnedBy: Party; readonly reason: string } & Lawful>
  /** Durable before any pulse: the decision that a barrier may move for this crossing. */
  | Event<'BarrierOpeningOrdered', { readonly barrier: BarrierRole; readonly permit: BarrierPermit }>
  | Event<'BarrierOpened', { readonly barrier: BarrierRole }>
  | Event<'BarrierClosed', { readonly barrier: BarrierRole }>
  | Event<
      'BarrierOpeningFailed',
      { readonly barrier: BarrierRole; readonly code: string; readonly fact: string }
    >
  | Event<'PassageConfirmed', { readonly barrier: BarrierRole }>
  | Event<'CrossingClosed', { readonly outcome: CrossingOutcome }>

/** What tells a centre to erase as the gateway did; see `ports/proof/erasure.ts`. */
export interface ErasureNotice {
  readonly epoch: number
  readonly seq: number
  /** Base64. */
  readonly signature: string
}

/** Why a barrier may open: admission into the zone, release, or return. */
export type BarrierPermit = 'admission' | 'release' | 'return' | 'emergency'

/** Facts of the lane and the gateway that belong to no crossing. */
export type LaneEvent =
  | Event<'GatewayStarted', { readonly version: string; readonly epoch: number }>
  | Event<'GatewayStopped', { readonly reason: string }>
  /** Text and salts of personal fields recorded before an instant, of the first `size` events, are erased. */
  | Event<
      'FieldsErased',
      {
        readonly before: string
        readonly size: number
        readonly events: number
        /** For each Party the end of its stream within the first `size` events, signed by the gateway. */
        readonly notices?: Readonly<Partial<Record<Party, ErasureNotice>>>
      }
    >
  | Event<'DeviceHealthChanged', { readonly device: string; readonly state: string; readonly reason: string }>
  | Event<
      'BarrierMoved',
      { readonly barrier: BarrierRole; readonly position: string; readonly faults: readonly string[] }
    >
  | Event<'BarrierMovedUnordered', { readonly barrier: BarrierRole; readonly position: string }>
  /** What the loops saw and no decision covers: one close behind, the wrong way, or in a lane out of service. */
  | Event<
      'PassageIrregular',
      { readonly barrier: BarrierRole; readonly irregularity: 'wrongWay' | 'tailgate' | 'outOfService' }
    >
  /** Durable before the pulse: fire, injury or another emergency; explicit and by name (rule 9). */
  | Event<'EmergencyOpeningOrdered', { readonly barrier: BarrierRole; readonly reason: string }>
  | Event<'EmergencyStopLatched', { readonly lane: string }>
  | Event<'EmergencyStopReset', { readonly lane: string }>
  | Event<'WayConfirmedClear', { readonly barrier: BarrierRole }>
  /** A plate seen while no crossing could take it: the lane was busy, or the picture shows another vehicle. */
  | Event<
      'PlateSighted',
      {
        readonly text: string
        readonly country: string
        readonly confidence: number
        readonly accepted: boolean
        readonly camera: string
      }
    >
  /** A reader sent something that is no MRZ. Its characters are personal data and are not kept. */
  | Event<
      'DocumentUnreadable',
      { readonly reader: string; readonly code: string; readonly lines: number; readonly characters: number }
    >
  /** A document was read while no crossing was open; which one is not kept. */
  | Event<'DocumentUnclaimed', { readonly reader: string }>
  | Event<'OfficerSignedIn', { readonly officer: string; readonly party: Party; readonly body: ControlKind }>
  | Event<'OfficerSignedOut', { readonly officer: string; readonly party: Party }>
  /** A supervisor looked into crossings of the past: durable before anything is shown, and own to the Party. */
  | Event<
      'PersonalDataViewed',
      {
        readonly party: Party
        readonly view: 'search' | 'export'
        /** Of an export. */
        readonly crossing: string | null
        /** Local days of a search, first and last. */
        readonly from: string | null
        readonly until: string | null
        /** What was asked for; null where it was not. */
        readonly plate: string | null
        readonly document: string | null
        readonly kind: string | null
        /** Crossings that were shown. */
        readonly found: number
      }
    >
  | MaintenanceEvent

export type AnyEvent = CrossingEvent | LaneEvent | CheckpointEvent
