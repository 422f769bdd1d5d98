import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { createLogger } from '../operations/logger.ts'
import { createPlateRecogniser } from '../recognition/plate-recogniser.ts'
import { readPlate } from '../recognition/read-command.ts'

const ownModels = resolve(import.meta.dirname, '../../models')

/** `ayaldama read plate`: one line or one table a picture; status 1 where a file could not be read. */
export async function readPlateCommand(
  files: readonly string[],
  options: { readonly json: boolean; readonly models?: string },
): Promise<number> {
  const recogniser = await createPlateRecogniser({
    modelsDirectory: options.models ?? ownModels,
    workers: Math.min(files.length, availableParallelism()),
    log: createLogger('error'),
  })
  try {
    return await readPlate(files, {
      json: options.json,
      recogniser,
      write: (line) => process.stdout.write(`${line}\n`),
    })
  } finally {
    await recogniser.close()
  }
}
