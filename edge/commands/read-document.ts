import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { createLogger } from '../operations/logger.ts'
import { loadPictureBarcodeReader } from '../recognition/barcodes/picture-barcodes.ts'
import { readDocument } from '../recognition/documents/read-command.ts'
import { createDocumentRecogniser } from '../recognition/documents/recogniser.ts'

const ownModels = resolve(import.meta.dirname, '../../models')

/** `ayaldama read document`: one line or one table a picture; status 1 where a file could not be read. */
export async function readDocumentCommand(
  files: readonly string[],
  options: { readonly json: boolean; readonly models?: string },
): Promise<number> {
  const recogniser = await createDocumentRecogniser({
    modelsDirectory: options.models ?? ownModels,
    workers: Math.min(files.length, availableParallelism()),
    log: createLogger('error'),
  })
  try {
    return await readDocument(files, {
      json: options.json,
      recogniser,
      readBarcodes: await loadPictureBarcodeReader(),
      write: (line) => process.stdout.write(`${line}\n`),
    })
  } finally {
    await recogniser.close()
  }
}
