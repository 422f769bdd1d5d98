import { join } from 'node:path'
import { z } from 'zod'
import type { ModelFacts } from '../ports/equipment.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { modelFile, readManifest } from './manifest.ts'

const numbers = z.record(z.string(), z.unknown()).default({})

const schema = z.looseObject({
  models: z.array(
    z.looseObject({
      name: z.string(),
      ...modelFile,
      date: z.string().nullable().default(null),
      thresholds: numbers,
      measured: numbers,
    }),
  ),
})

/** What the manifest says of every model. Throws `model.manifest`. */
export async function readModelFacts(directory: string): Promise<readonly ModelFacts[]> {
  const file = join(directory, 'manifest.json')
  const manifest = schema.safeParse(await readManifest(file))
  if (!manifest.success) throw new AyaldamaError('model.manifest', file, z.prettifyError(manifest.error))
  return manifest.data.models.map(({ name, sha256, bytes, date, thresholds, measured }) => ({
    name,
    sha256,
    bytes,
    date,
    thresholds: figuresOf(thresholds),
    measured: Object.entries(measured).flatMap(([set, found]) => {
      const figures = typeof found === 'object' && found !== null ? figuresOf(found) : {}
      return Object.keys(figures).length === 0 ? [] : [{ set, figures }]
    }),
  }))
}

/** Words and deeper tables beside the figures are for the card of the model. */
function figuresOf(found: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}
