import { join } from 'node:path'
import { z } from 'zod'
import { AyaldamaError } from '../../ports/errors.ts'
import { modelFile, readManifest, readModel } from '../manifest.ts'

const probability = z.number().min(0).max(1)

const zoneSchema = z.looseObject({
  name: z.literal('mrz-zone'),
  ...modelFile,
  /** Px of the longer side at which a picture is looked at. */
  longSide: z.number().int().multipleOf(32),
  stride: z.number().int().positive(),
  padLevel: z.number().min(0).max(255),
  thresholds: z.looseObject({ line: probability }),
})

const lineSchema = z.looseObject({
  name: z.literal('mrz-line'),
  ...modelFile,
  /** Sign i is class i; the class after the last is none. */
  alphabet: z.string().min(1),
  /** Px of a strip, and of a capital in it. */
  stripHeight: z.number().int().positive(),
  capital: z.number().int().positive(),
  stride: z.number().int().positive(),
  /** Least probability of every sign of a document that needs no officer's look. */
  thresholds: z.looseObject({ sign: probability }),
})

export interface DocumentModels {
  readonly zone: z.infer<typeof zoneSchema>
  readonly zoneBytes: Uint8Array
  readonly line: z.infer<typeof lineSchema>
  readonly lineBytes: Uint8Array
}

const manifestSchema = z.looseObject({ models: z.tuple([zoneSchema, lineSchema]) })

/** The two document models, checked; throws `model.manifest`, `model.missing` or `model.corrupt`. */
export async function loadDocumentModels(directory: string): Promise<DocumentModels> {
  const file = join(directory, 'manifest.json')
  const all = z
    .looseObject({ models: z.array(z.looseObject({ name: z.string() })) })
    .safeParse(await readManifest(file))
  const named = (name: string) => all.data?.models.find((model) => model.name === name)
  const parsed = manifestSchema.safeParse({ models: [named('mrz-zone'), named('mrz-line')] })
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new AyaldamaError('model.manifest', file, faults.join('; '))
  }
  const [zone, line] = parsed.data.models
  const [zoneBytes, lineBytes] = await Promise.all([readModel(directory, zone), readModel(directory, line)])
  return { zone, zoneBytes, line, lineBytes }
}
