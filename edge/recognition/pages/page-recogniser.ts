import type { BarcodeRecogniser, DocumentRecogniser, PageRecogniser } from '../../ports/recognition.ts'
import { pagePictures } from './page-pictures.ts'

/** Reads documents and barcodes of scanned pages at the same time; closes both. */
export function createPageRecogniser(
  documents: DocumentRecogniser,
  barcodes: BarcodeRecogniser,
): PageRecogniser {
  return {
    async readPage(picture) {
      const readings = []
      for (const page of await pagePictures(picture)) {
        const [found, codes] = await Promise.all([documents.readDocument(page), barcodes.readBarcodes(page)])
        readings.push({ documents: found.documents, barcodes: codes })
      }
      return {
        documents: readings.flatMap((reading) => reading.documents),
        barcodes: readings.flatMap((reading) => reading.barcodes),
      }
    },
    async close() {
      await Promise.all([documents.close(), barcodes.close()])
    },
  }
}
