import { z } from 'zod'
import { idSchema, partySchema } from './common.ts'

const laneBarrierSchema = z.strictObject({
  device: idSchema.describe('Device that is this barrier.'),
  travelMs: z
    .int()
    .min(20)
    .max(30_000)
    .default(3000)
    .describe(
      'Nominal travel from limit to limit, ms. Twice as long without a limit is a fault (IL 6). At least 500 outside a simulation.',
    ),
  maxInputAgeMs: z
    .int()
    .min(20)
    .max(5000)
    .default(500)
    .describe(
      'Age beyond which an input counts as unknown, and so as occupied, ms (IL 1). At least 100 outside a simulation.',
    ),
  holdOffMs: z
    .int()
    .min(10)
    .max(60_000)
    .default(1000)
    .describe(
      'How long the way must have been clear before closing, ms (IL 2). At least 1000 outside a simulation.',
    ),
})

/** Least values where no simulation is declared; the schema itself admits what speed-scaled simulations need. */
export const leastTimings = { travelMs: 500, maxInputAgeMs: 100, holdOffMs: 1000 } as const

const pointSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}\.[A-Za-z][\w-]{0,59}$/)
  .meta({ allowed: '<board>.<point>, e.g. board-1.approachLoop' })

const signalsSchema = z.strictObject({
  approachLoop: pointSchema.optional().describe('Loop before the approach barrier.'),
  zoneLoop: pointSchema.optional().describe('Loop in the control zone.'),
  lightRed: pointSchema.optional().describe('Red of the traffic light: an output.'),
  lightGreen: pointSchema.optional().describe('Green of the traffic light: an output.'),
})

export const laneSchema = z.strictObject({
  id: idSchema.describe('Name of the lane in the journal and the feed.'),
  exitParty: partySchema.describe('Party that the vehicle leaves; it controls first (JC 7.1).'),
  entryParty: partySchema.describe('Party that the vehicle enters.'),
  hostParty: partySchema.describe('Party on whose territory the checkpoint lies.'),
  camera: idSchema.describe('Device that is the plate camera.'),
  documentReader: idSchema.optional().describe('Device that reads travel documents.'),
  barcodeScanner: idSchema
    .optional()
    .describe('Device that reads barcodes of vehicle papers, where it is not the document reader.'),
  scale: idSchema.optional().describe('Device that weighs the vehicle in the lane.'),
  pageReaders: z
    .array(idSchema)
    .min(1)
    .max(4)
    .optional()
    .describe('Devices that deliver pictures of pages: their documents and barcodes are read on the box.'),
  badgeReaders: z
    .array(idSchema)
    .min(1)
    .max(8)
    .optional()
    .describe('Devices that read the badges of officers at the workplaces of the lane.'),
  barriers: z
    .strictObject({
      approach: laneBarrierSchema.describe('Into the control zone.'),
      release: laneBarrierSchema.describe('Out of the control zone.'),
      return: laneBarrierSchema.optional().describe('Back to the Party of exit.'),
    })
    .optional()
    .describe('Barriers of the lane. Without them the lane watches and moves nothing.'),
  signals: signalsSchema.optional().describe('Points of boards that belong to no barrier.'),
})

export type LaneSettings = z.output<typeof laneSchema>
