/**
 * A centre of its own process. Settings as JSON in the first argument; the private key comes by the
 * environment, for arguments are seen by all. Prints `ready`.
 */

import { flushCompileCache } from 'node:module'
import { z } from 'zod'
import { createCentre } from '../../../edge/central/centre.ts'
import { parties } from '../../../edge/domain/party.ts'
import { silentLog } from '../../../edge/ports/log.ts'

const settings = z
  .object({
    party: z.enum(parties),
    brokerUrl: z.string(),
    directory: z.string(),
    mqttVersion: z.enum(['5', '3.1.1']).default('5'),
    gapMs: z.int().default(50),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

await createCentre({
  ...settings,
  key: process.env.CENTRE_KEY ?? '',
  log: silentLog,
  reconnectMs: 20,
  trustFirstGatewayKey: true,
})
process.stdout.write('ready\n')
// One that is killed would never write it.
flushCompileCache()
