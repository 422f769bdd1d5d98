import type { Configuration } from '../../config/load-configuration.ts'
import type { Log } from '../ports/log.ts'
import type { PageRecogniser } from '../ports/recognition.ts'
import { createBarcodeRecogniser } from '../recognition/barcodes/recogniser.ts'
import { createDocumentRecogniser } from '../recognition/documents/recogniser.ts'
import { createPageRecogniser } from '../recognition/pages/page-recogniser.ts'

/** What reads pictures of pages, where a lane has any; null, and no threads, where none has. */
export async function openPageRecogniser(
  { lanes, recognition }: Configuration,
  log: Log,
): Promise<PageRecogniser | null> {
  if (lanes.every(({ pageReaders }) => pageReaders === undefined)) return null
  const documents = await createDocumentRecogniser({
    modelsDirectory: recognition.models,
    workers: 1,
    log,
  })
  try {
    return createPageRecogniser(documents, await createBarcodeRecogniser(log))
  } catch (error) {
    await documents.close()
    throw error
  }
}
