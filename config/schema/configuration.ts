import { z } from 'zod'
import { fileSchema, folderSchema, idSchema, isTimeZone, text } from './common.ts'
import { laneSchema } from './lanes.ts'
import { isCentreKey, replicationSchema } from './replication.ts'

const gatewaySchema = z.strictObject({
  id: idSchema.describe('Name of this gateway in topics and records.'),
  checkpoint: idSchema.describe('Name of the joint checkpoint in topics and records.'),
  timeZone: z
    .string()
    .refine(isTimeZone, { error: (issue) => `${JSON.stringify(issue.input)} is no time zone` })
    .meta({ allowed: 'a name of the IANA time zone database, e.g. Asia/Bishkek, Asia/Almaty' })
    .default('Asia/Bishkek')
    .describe('Time zone of the checkpoint: decides the calendar date of rules and lists.'),
  data: folderSchema.describe('Folder of the journal and of evidence. Made where it does not exist.'),
  personalDays: z
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .describe(
      'Days after which plates, papers, persons and officers’ words of closed crossings are erased from the journal, once both Parties have cosigned them. Proofs stay. Left out: nothing is erased.',
    ),
  ballastMiB: z
    .int()
    .min(0)
    .max(65_536)
    .default(64)
    .describe(
      'Room that is kept on the disk of `data`, in MiB, so that crossings under way can be finished when the disk is full. 0: none.',
    ),
  simulation: z
    .boolean()
    .default(false)
    .describe(
      'Devices are simulated: shorter barrier times are allowed, and the console says so on every page. Never at a real barrier.',
    ),
})

const consoleSchema = z.strictObject({
  host: text
    .default('127.0.0.1')
    .describe('Address that the console listens on. 127.0.0.1: this machine only.'),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('TCP port of the console; 0 lets the system choose.'),
  signatures: z
    .enum(['required', 'recorded'])
    .default('recorded')
    .describe(
      'Acts of officers that no approved key of a lane PC signs: `required` refuses them, `recorded` takes them as unsigned and shows it. A page signs over https or on this machine only.',
    ),
  officers: fileSchema.describe('File of officers and the hashes of their PINs.'),
  certificate: fileSchema
    .optional()
    .describe('PEM file of the certificate by which the page is served over HTTPS. Needs `key`.'),
  key: fileSchema.optional().describe('PEM file of the private key of the page. Needs `certificate`.'),
  hostNames: z
    .array(z.hostname())
    .max(20)
    .default([])
    .describe('DNS names under which lane PCs open the page, besides addresses and localhost.'),
})

const recognitionSchema = z.strictObject({
  models: folderSchema
    .optional()
    .describe('Folder of the model manifest. Default: the models that come with Ayaldama.'),
  workers: z.int().min(1).max(16).default(2).describe('Recognition worker threads.'),
})

const keySchema = z
  .string()
  .refine(isCentreKey, { error: 'is no ed25519 public key' })
  .meta({ allowed: 'base64 of an ed25519 public key in SPKI DER form' })

const lawSchema = z.strictObject({
  keys: z
    .strictObject({
      KAZ: keySchema.optional().describe('Key of the authority of Kazakhstan.'),
      KGZ: keySchema.optional().describe('Key of the authority of Kyrgyzstan.'),
    })
    .default({})
    .describe('Public keys by which each Party’s rule packs and lists are checked.'),
  draft: z
    .boolean()
    .default(false)
    .describe(
      'A rule pack that the Parties have not signed is taken. Never at a checkpoint that works by a protocol; a simulation takes one anyway.',
    ),
  laterPacks: z
    .array(fileSchema)
    .max(20)
    .default([])
    .describe(
      'Rule packs that follow, each from its `effectiveFrom`. A crossing keeps the one it began under.',
    ),
  lists: folderSchema
    .optional()
    .describe('Folder of signed lists of the Parties (JSON): what cannot come over the line.'),
})

/** The whole file; what stands under a device depends on its kind and is checked by the kind's own options. */
export const configurationSchema = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  gateway: gatewaySchema.describe('The box beside the lane.'),
  rulePack: fileSchema.describe('Rule pack of the checkpoint (JC 8).'),
  law: lawSchema.prefault({}).describe('Who signs the rules, and which rules follow.'),
  console: consoleSchema.describe('The page for officers and technicians.'),
  recognition: recognitionSchema.prefault({}).describe('Recognition of plates and documents.'),
  replication: replicationSchema,
  devices: z.record(z.string(), z.unknown()).describe('Devices by name.'),
  lanes: z
    .array(laneSchema)
    .max(32)
    .describe('Lanes of this gateway; none yet where a technician sets the first up on the page.'),
})

export const topLevelKeys: readonly string[] = Object.keys(configurationSchema.shape)

type Parsed = z.output<typeof configurationSchema>
export type GatewaySettings = Parsed['gateway']
export type LawSettings = Parsed['law']
export type ConsoleSettings = Parsed['console']
export type RecognitionSettings = Parsed['recognition'] & { readonly models: string }
export type ReplicationSettings = NonNullable<Parsed['replication']>
