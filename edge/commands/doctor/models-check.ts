import { join, resolve } from 'node:path'
import { z } from 'zod'
import { modelFile, readManifest, readModel } from '../../recognition/manifest.ts'
import { about, type Finding, messageOf } from './finding.ts'

const listed = z.looseObject({
  models: z.array(z.looseObject({ name: z.string(), ...modelFile, date: z.string().optional() })).min(1),
})

/** The models that come with Ayaldama. */
export const ownModels = resolve(import.meta.dirname, '../../../models')

const again = 'Copy the folder of the models again, whole, from the package that it came with.'

/** Each model of the manifest against its hash; `newest` is the latest date that the manifest names. */
export async function checkModels(
  folder: string,
): Promise<{ readonly findings: readonly Finding[]; readonly newest: string | undefined }> {
  const file = join(folder, 'manifest.json')
  const manifest = about('models', file)
  let models: z.output<typeof listed>['models']
  try {
    const parsed = listed.safeParse(await readManifest(file))
    if (!parsed.success) {
      return { findings: [manifest.problem(z.prettifyError(parsed.error), again)], newest: undefined }
    }
    models = parsed.data.models
  } catch (error) {
    return { findings: [manifest.problem(messageOf(error), again)], newest: undefined }
  }
  const findings = await Promise.all(
    models.map(async (model) => {
      const one = about('models', model.name)
      try {
        const { length } = await readModel(folder, model)
        return one.ok(`${model.file}, ${length} bytes, as the manifest says`)
      } catch (error) {
        return one.problem(messageOf(error), again)
      }
    }),
  )
  return {
    findings,
    newest: models
      .flatMap(({ date }) => date ?? [])
      .toSorted()
      .at(-1),
  }
}
