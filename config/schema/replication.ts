import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { fileSchema, text } from './common.ts'

/** True for an ed25519 public key: base64 of its SPKI DER form (RFC 8410). */
export function isCentreKey(base64: string): boolean {
  try {
    const der = Buffer.from(base64, 'base64')
    return createPublicKey({ key: der, format: 'der', type: 'spki' }).asymmetricKeyType === 'ed25519'
  } catch {
    return false
  }
}

/** The same of the text of a PEM file. */
export function isCentreKeyPem(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'ed25519'
  } catch {
    return false
  }
}

const centreSchema = z.strictObject({
  broker: z
    .string()
    .regex(/^mqtts?:\/\/[^\s/@]+(\/\S*)?$/)
    .meta({ allowed: 'mqtt://host[:port] or mqtts://host[:port], no user name or password in it' })
    .describe('Broker of the Party. `mqtts` is MQTT over TLS.'),
  username: text.optional().describe('User name at the broker.'),
  passwordFile: fileSchema
    .optional()
    .describe('File that holds the password and nothing else: no password stands in the configuration.'),
  ca: fileSchema
    .optional()
    .describe('PEM file of the authorities that the certificate of the broker must come from.'),
  certificate: fileSchema
    .optional()
    .describe('PEM file of the client certificate of the gateway. Needs `key`.'),
  key: fileSchema.optional().describe('PEM file of the private key of the gateway. Needs `certificate`.'),
  centreKey: z
    .string()
    .refine(isCentreKey, { error: 'is no ed25519 public key' })
    .meta({ allowed: 'base64 of an ed25519 public key in SPKI DER form' })
    .optional()
    .describe('Key that acknowledgements of the centre are checked with. Either this or `centreKeyFile`.'),
  centreKeyFile: fileSchema.optional().describe('The same key in a PEM file.'),
  acknowledge: z
    .enum(['centre', 'broker'])
    .default('centre')
    .describe(
      'Whose word counts. `centre`: its signature says that it stored the events. `broker`: for a Party whose centre cannot sign yet; the PUBACK of the broker counts, which says nothing of the centre (docs/guarantees.md). Then no key of the centre is needed, nothing is cosigned without one, and `gateway.personalDays` erases nothing.',
    ),
  batch: z.int().min(1).max(100).default(50).describe('Most events in one message.'),
  window: z
    .int()
    .min(1)
    .max(1000)
    .default(8)
    .describe('Most messages under way without an acknowledgement of the centre.'),
  protocol: z.literal([5, 4]).default(5).describe('MQTT version: 5, or 4 for brokers that know 3.1.1 only.'),
})

export const replicationSchema = z
  .strictObject({
    KAZ: centreSchema.optional().describe('Centre of Kazakhstan.'),
    KGZ: centreSchema.optional().describe('Centre of Kyrgyzstan.'),
  })
  .optional()
  .describe(
    'Delivery to the centres of both Parties. Without it, or without one Party, facts are journalled and kept.',
  )

export type CentreSettings = z.output<typeof centreSchema>
