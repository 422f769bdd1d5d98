import { z } from 'zod'
import { controlKinds, parties } from '../../domain/party.ts'
import { feedName } from './topics.ts'

/** Prefix of the CloudEvents type of every event of the domain: `kz.kg.jbc.CrossingOpened`. */
export const eventTypePrefix = 'kz.kg.jbc.'

const party = z.enum(parties)
const name = z.string().regex(feedName)
const session = z.string().regex(feedName).describe('One connection of the gateway to the broker.')
const time = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)
  .meta({ format: 'date-time' })
  .describe('UTC.')
const epoch = z.int().min(1)
const seq = z.int().min(1)
const position = z.object({ epoch, seq: z.int().min(0) })

const sender = { gateway: name, checkpoint: name, party }

/**
 * CloudEvents 1.0, structured mode. Extension attributes are flat and in lower case, as the
 * specification asks; unknown ones are kept.
 */
export const cloudEventSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).describe('Id of the fact: the same in both Parties’ streams.'),
  source: z.string().min(1).describe('/jbc/v1/{checkpoint}/{gateway}'),
  type: z.string().regex(/^kz\.kg\.jbc\.[A-Za-z]+$/),
  subject: z.string().min(1).optional().describe('Crossing; absent for facts of the lane or the gateway.'),
  time: time.describe('When it happened.'),
  datacontenttype: z.literal('application/json'),
  epoch: epoch.describe('With `seq`: position in the Party’s stream, which orders the events.'),
  seq,
  recordtime: time.describe('When the gateway wrote it down.'),
  lane: z.string().min(1).optional(),
  actorkind: z.enum(['officer', 'technician', 'device', 'gateway']),
  actorid: z.string().min(1).optional().describe('Service number of the person, or id of the device.'),
  actorparty: party.optional(),
  actorbody: z.enum(controlKinds).optional(),
  actorsecond: z
    .string()
    .min(1)
    .optional()
    .describe('Service number of the second officer, where two gave the act together.'),
  actorsecondparty: party.optional(),
  actorsecondbody: z.enum(controlKinds).optional(),
  actstatement: z
    .string()
    .min(1)
    .optional()
    .describe('What the officer signed, as JSON; absent where the act was not signed.'),
  actopened: z
    .string()
    .min(1)
    .optional()
    .describe('JSON: salt and value of each field of the act that may be seen, by its name.'),
  actkey: z.string().min(1).optional().describe('Key of the lane PC, base64 of SPKI DER.'),
  actsignature: z.string().min(1).optional().describe('Base64 of the ed25519 signature over the statement.'),
  corrects: z.string().min(1).optional().describe('Id of the event that this one corrects.'),
  reason: z.string().optional(),
  withheld: z
    .string()
    .min(1)
    .optional()
    .describe('Paths within `data` that the sharing policy takes out, joined by commas.'),
  erased: z
    .literal(true)
    .optional()
    .describe(
      'Texts of personal fields were erased after their time; a `FieldsErased` of the stream says so.',
    ),
  data: z.looseObject({}).describe('By type: see events/. Lacks the paths of `withheld`.'),
})
export type CloudEvent = z.infer<typeof cloudEventSchema>

export const eventsMessageSchema = z
  .object({
    ...sender,
    session,
    epoch,
    from: seq.describe('seq of the first event.'),
    to: seq.describe('seq of the last event.'),
    after: position
      .optional()
      .describe(
        'Position just before `from`; the end of the epoch before where `from` is 1. Absent in answers to a gap.',
      ),
    live: z
      .literal(true)
      .optional()
      .describe('New events that go ahead of a backlog; they come again in their turn.'),
    events: z.array(cloudEventSchema).min(1).max(100),
  })
  .refine(
    ({ epoch, from, to, events }) =>
      to - from + 1 === events.length &&
      events.every((event, index) => event.epoch === epoch && event.seq === from + index),
    { error: 'events do not fill from … to' },
  )
export type EventsMessage = z.infer<typeof eventsMessageSchema>

export const acknowledgementSchema = z.object({
  ...sender,
  session,
  epoch,
  watermark: z.int().min(0).describe('All events of the epoch up to this seq are stored.'),
  at: time,
  signature: z
    .string()
    .regex(/^[A-Za-z0-9+/]{86}==$/)
    .describe('Base64 of the ed25519 signature (64 bytes) over the canonical bytes.'),
})
export type AcknowledgementMessage = z.infer<typeof acknowledgementSchema>

export const commandSchema = z.object({
  ...sender,
  epoch,
  gap: z.tuple([seq, seq]).describe('First and last seq that the centre lacks.'),
})
export type CommandMessage = z.infer<typeof commandSchema>

export const birthSchema = z.object({
  ...sender,
  session,
  at: time,
  head: position.describe('Last event of the stream.'),
  cursor: position.describe('Last event that the centre acknowledged.'),
})
export type BirthMessage = z.infer<typeof birthSchema>

export const deathSchema = z.object({
  ...sender,
  session,
  reason: z
    .enum(['lost', 'stopped'])
    .describe('`lost` is the broker’s word for a link that broke: no evidence.'),
})
export type DeathMessage = z.infer<typeof deathSchema>

export const statusSchema = z.object({
  ...sender,
  session,
  at: time,
  link: z.enum(['connected', 'stopped']),
  head: position,
  cursor: position,
  backlog: z.int().min(0).describe('Events recorded and not yet acknowledged.'),
})
export type StatusMessage = z.infer<typeof statusSchema>

const signature = z
  .string()
  .regex(/^[A-Za-z0-9+/]{86}==$/)
  .describe('Base64 of the ed25519 signature (64 bytes) over the canonical bytes.')
const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 in hex.')
const size = z.int().min(1).describe('Events of the journal that the tree covers.')

export const headSchema = z.object({
  ...sender,
  head: z.object({ epoch, size, root: digest, at: time, signature }),
  key: z
    .string()
    .regex(/^[A-Za-z0-9+/]+=*$/)
    .describe('Public key of the gateway, base64 of SPKI DER: to be compared with the registered one.'),
  from: size.optional().describe('Tree from which `proof` leads: the one that the centre cosigned last.'),
  proof: z.array(digest).max(128).describe('Consistency proof of RFC 6962 2.1.2.'),
  cosignatures: z
    .array(
      z.object({
        ...{ party, size, root: digest, at: time, signature },
        proof: z
          .array(digest)
          .max(128)
          .optional()
          .describe('Consistency proof from this size to that of `head`.'),
      }),
    )
    .max(parties.length)
    .describe('The newest cosignature of the other Party.'),
})
export type HeadMessage = z.infer<typeof headSchema>

export const cosignatureSchema = z.object({ ...sender, size, root: digest, at: time, signature })
export type CosignatureMessage = z.infer<typeof cosignatureSchema>
