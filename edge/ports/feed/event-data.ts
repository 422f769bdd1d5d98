import { z } from 'zod'
import { type AnyEvent, paperFormats } from '../../domain/crossing/events.ts'
import { controlKinds, parties } from '../../domain/party.ts'
import { documentFieldsSchema, mrzCheckSchema, mrzCorrectionSchema } from '../document-schemas.ts'
import { checkpointEventSchemas, lawEventSchemas } from './law-event-data.ts'
import { maintenanceEventSchemas } from './maintenance-event-data.ts'

/**
 * `data` of every event type as the centres are told. The types below make a difference between these
 * schemas and the domain an error of the compiler, in both directions.
 */

const party = z.enum(parties)
const kind = z.enum(controlKinds)
const lawInForce = party.describe('Party whose control law applies in the zone (JC 3, JC 7.1).')
const control = z.object({ party, kind })
const barrier = z
  .enum(['approachBarrier', 'releaseBarrier', 'returnBarrier'])
  .describe('Into the control zone, out of it, or back.')
const outcome = z.enum(['released', 'refused', 'returned', 'detained'])
const confidence = z.number().min(0).max(1)
const evidence = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.string(),
  bytes: z.int().min(0),
})
const point = z.tuple([z.number(), z.number()])
const country = z.string().describe('Sign of the registering State (`KZ`, `KG` …), or `unknown`.')

export const eventDataSchemas = {
  ...lawEventSchemas,
  ...checkpointEventSchemas,
  ...maintenanceEventSchemas,
  CrossingOpened: z.object({
    lane: z.string(),
    exitParty: party,
    entryParty: party,
    hostParty: party,
    rulePack: z.object({ name: z.string(), version: z.string(), sha256: z.string() }),
    controls: z.array(
      z.object({
        party,
        kind,
        phase: z.enum(['exit', 'entry']),
        mode: z.enum(['always', 'selective', 'on-call', 'off']),
        article: z.string(),
      }),
    ),
    localDate: z.string().describe('YYYY-MM-DD in the time zone of the checkpoint.'),
    guarded: z.boolean().describe('False where the lane has no barriers that could confirm a passage.'),
    regime: z.exactOptional(z.enum(['joint', 'separate'])).describe('Separate control: JC 15.'),
    lawInForce,
  }),
  PlateRead: z.object({
    part: z.enum(['vehicle', 'trailer']),
    text: z.string(),
    country,
    confidence,
    accepted: z.boolean(),
    source: z.enum(['model', 'camera', 'officer']),
    frame: z.exactOptional(evidence),
    crop: z.exactOptional(evidence),
    corners: z.exactOptional(z.tuple([point, point, point, point])),
  }),
  DocumentRead: z.object({
    document: z.string().describe('First 16 hex digits of the SHA-256 of the MRZ lines.'),
    format: z.enum(['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B']),
    lines: z.array(z.string()),
    fields: documentFieldsSchema,
    checks: z.array(mrzCheckSchema),
    corrections: z.array(mrzCorrectionSchema),
    accepted: z.boolean(),
    source: z.enum(['reader', 'model', 'officer']),
    confidence: z.exactOptional(confidence),
    page: z.exactOptional(evidence).describe('Picture of the page that the model read.'),
  }),
  VehiclePaperRead: z.object({
    paper: z.string().describe('First 16 hex digits of the SHA-256 of the bytes of the barcode.'),
    format: z.enum(paperFormats).describe('Symbology of the barcode.'),
    characters: z.int().min(0).describe('Length of the text.'),
    text: z.string().describe('What the barcode says, unchecked.'),
    source: z.enum(['scanner', 'picture']),
    page: z.exactOptional(evidence).describe('Picture of the paper, withheld together with the text.'),
    lawInForce,
  }),
  VehicleWeighed: z.object({
    scale: z.string().describe('Name of the device.'),
    kilograms: z.number(),
    weight: z.enum(['gross', 'net']).describe('net: a tare was subtracted at the indicator.'),
  }),
  ControlStarted: z.object({ control, repeatReason: z.exactOptional(z.string()), lawInForce }),
  ControlCompleted: z.object({
    control,
    decision: z.enum(['released', 'referred', 'detained', 'recognised']),
    note: z.exactOptional(z.string()),
    lawInForce,
  }),
  ControlWaived: z.object({ control, reason: z.string(), lawInForce }),
  ExitControlConcluded: z.object({ exitParty: party, lawInForce }),
  EntryControlStarted: z.object({ entryParty: party, lawInForce }),
  CrossingReleased: z.object({ releasedBy: party, lawInForce }),
  CrossingRefused: z.object({
    refusedBy: party,
    cause: z.string(),
    reason: z.string(),
    article: z.string(),
    lawInForce,
  }),
  RefusalNoticeIssued: z.object({
    notice: z.literal('refusal-of-entry'),
    article: z.string(),
    from: party,
    to: z.array(party),
    cause: z.string(),
    reason: z.string(),
    plate: z.string().nullable(),
    documents: z.array(z.string()),
  }),
  ReadmissionAccepted: z.object({ acceptedBy: party, lawInForce }),
  CrossingReturned: z.object({ returnedBy: party, reason: z.string(), lawInForce }),
  BarrierOpeningOrdered: z.object({
    barrier,
    permit: z.enum(['admission', 'release', 'return', 'emergency']),
  }),
  BarrierOpened: z.object({ barrier }),
  BarrierClosed: z.object({ barrier }),
  BarrierOpeningFailed: z.object({ barrier, code: z.string(), fact: z.string() }),
  PassageConfirmed: z.object({ barrier }),
  CrossingClosed: z.object({ outcome }),
  GatewayStarted: z.object({ version: z.string(), epoch: z.int() }),
  GatewayStopped: z.object({ reason: z.string() }),
  FieldsErased: z
    .object({
      before: z.string().describe('ISO 8601: what was recorded before it.'),
      size: z.int().describe('Events of the journal, from its beginning, that both Parties have cosigned.'),
      events: z.int().describe('Events whose personal fields were erased.'),
      notices: z
        .exactOptional(
          z.partialRecord(z.enum(parties), z.object({ epoch: z.int(), seq: z.int(), signature: z.string() })),
        )
        .describe('Yours: up to where in your stream, signed by the gateway; the other Party’s is withheld.'),
    })
    .describe('The texts and salts are gone at the gateway, and you erase them; leaves and proofs stay.'),
  DeviceHealthChanged: z.object({ device: z.string(), state: z.string(), reason: z.string() }),
  BarrierMoved: z.object({ barrier, position: z.string(), faults: z.array(z.string()) }),
  BarrierMovedUnordered: z.object({ barrier, position: z.string() }),
  EmergencyStopLatched: z.object({ lane: z.string() }),
  EmergencyStopReset: z.object({ lane: z.string() }),
  WayConfirmedClear: z.object({ barrier }),
  PassageIrregular: z.object({
    barrier,
    irregularity: z
      .enum(['wrongWay', 'tailgate', 'outOfService'])
      .describe('What the loops saw and no decision covers.'),
  }),
  EmergencyOpeningOrdered: z.object({ barrier, reason: z.string().describe('As the officer stated it.') }),
  PlateSighted: z.object({
    text: z.string(),
    country,
    confidence,
    accepted: z.boolean(),
    camera: z.string(),
  }),
  DocumentUnreadable: z.object({
    reader: z.string(),
    code: z.string(),
    lines: z.int(),
    characters: z.int(),
  }),
  DocumentUnclaimed: z.object({ reader: z.string() }),
  OfficerSignedIn: z.object({ officer: z.string().describe('Service number.'), party, body: kind }),
  OfficerSignedOut: z.object({ officer: z.string().describe('Service number.'), party }),
  PersonalDataViewed: z
    .object({
      party,
      view: z.enum(['search', 'export']),
      crossing: z.string().nullable().describe('Of an export.'),
      from: z.string().nullable().describe('First local day of a search.'),
      until: z.string().nullable(),
      plate: z.string().nullable().describe('What was asked for.'),
      document: z.string().nullable(),
      kind: z.string().nullable(),
      found: z.int().describe('Crossings that were shown.'),
    })
    .describe('A supervisor looked into crossings of the past. Only ever in the stream of the own Party.'),
} satisfies { readonly [Type in AnyEvent['type']]: z.ZodType<DataOf<Type>> }

type DataOf<Type extends AnyEvent['type']> = Extract<AnyEvent, { type: Type }>['data']
type SchemaOf<Type extends AnyEvent['type']> = z.output<(typeof eventDataSchemas)[Type]>
type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T

/** Event types whose data the schema does not describe in full. */
type Undescribed = {
  [Type in AnyEvent['type']]: DataOf<Type> extends Frozen<SchemaOf<Type>>
    ? [Exclude<keyof DataOf<Type>, keyof SchemaOf<Type>>] extends [never]
      ? never
      : Type
    : Type
}[AnyEvent['type']]
type None<T extends never> = T
/** Does not compile where the domain has something that these schemas lack.
 * @public
 */
export type UndescribedEventTypes = None<Undescribed>
