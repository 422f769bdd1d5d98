import { z } from 'zod'
import { parties } from '../../domain/party.ts'

const party = z.enum(parties)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const shown = z.string().nullable()

/** `data` of the facts of technicians. */
export const maintenanceEventSchemas = {
  ConfigurationChanged: z.object({
    before: hash.describe('SHA-256 of the text before, hex.'),
    after: hash,
    changes: z.array(
      z.object({
        path: z.string().describe('Dotted, e.g. `devices.camera.url`.'),
        before: shown,
        after: shown,
        touches: z.string().nullable().describe('What of joint control it touches; null: nothing.'),
      }),
    ),
    source: z.enum(['page', 'rollback']),
    party: party.describe('Party of the technician.'),
    confirmedBy: z
      .object({ officer: z.string(), party })
      .nullable()
      .describe('Technician of the other Party, where the change touches joint control.'),
    reason: z.string(),
  }),
  MaintenanceBegun: z.object({ lane: z.string(), party, reason: z.string() }),
  MaintenanceEnded: z.object({ lane: z.string(), party }),
  TestOrdered: z.object({
    lane: z.string(),
    party,
    part: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('barrier'),
        barrier: z.enum(['approachBarrier', 'releaseBarrier', 'returnBarrier']),
        act: z.enum(['open', 'close']),
      }),
      z.object({ kind: z.literal('light'), colour: z.enum(['red', 'green']) }),
      z.object({ kind: z.literal('relay'), board: z.string(), point: z.string() }),
    ]),
  }),
}
