import type { CrossingCommand } from '../domain/crossing/commands.ts'
import type { Actor } from '../domain/party.ts'
import type { Delivery, DeliveryOutcome, PageCaptured } from '../ports/devices.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { PageReading } from '../ports/recognition.ts'
import type { CrossingRecord, Outcome } from './crossing-record.ts'
import { pictureDocument } from './document.ts'
import type { LaneDeps } from './lane-parts.ts'
import { pictureVehiclePaper } from './vehicle-paper.ts'

/** The lane's work on what readers deliver and keep until it is recorded. */
export interface PageWork {
  /** Resolves when all that the delivery says is durable; rejects with the code of what failed. */
  take(reader: string, delivery: Delivery): Promise<DeliveryOutcome>
}

export function createPageWork(options: {
  readonly deps: LaneDeps
  readonly record: CrossingRecord
  readonly execute: (command: CrossingCommand, actor: Actor) => Promise<Outcome>
  /** Lets the lane's own turn come. */
  readonly inTurn: <Result>(task: () => Promise<Result>) => Promise<Result>
  /** Reads that a reader made itself. */
  readonly text: (reader: string, read: Exclude<Delivery, PageCaptured>) => Promise<DeliveryOutcome>
}): PageWork {
  const { deps, record, execute } = options

  /** The crossing that a page may belong to: one that is open, and was when the page was written. */
  const crossingOf = ({ writtenAt }: PageCaptured): string | null => {
    const state = record.state()
    return state.status === 'open' && Date.parse(writtenAt) >= Date.parse(state.openedAt)
      ? record.crossing()
      : null
  }

  const recordPage = async (
    reader: string,
    page: PageCaptured,
    reading: PageReading,
    crossing: string | null,
  ): Promise<DeliveryOutcome> => {
    const actor: Actor = { kind: 'device', device: reader }
    const documents = reading.documents.length
    const barcodes = reading.barcodes.length
    if (documents + barcodes === 0) {
      const data = { reader, code: 'page.nothing-read', lines: 0, characters: 0 }
      await record.note({ type: 'DocumentUnreadable', data }, actor)
      return { claimed: false, documents, barcodes }
    }
    // While the page was read the vehicle may have gone: it is not the next one's.
    if (crossing === null || record.crossing() !== crossing || record.state().status !== 'open') {
      await record.note({ type: 'DocumentUnclaimed', data: { reader } }, actor)
      return { claimed: false, documents, barcodes }
    }
    // The picture is durable before the fact that names it.
    const picture = await deps.journal.putEvidence(page.picture, page.mediaType)
    for (const document of reading.documents) {
      const read = pictureDocument(document, deps.localDate(), picture)
      await execute({ type: 'RecordDocument', read }, actor)
    }
    for (const barcode of reading.barcodes) {
      const read = pictureVehiclePaper(barcode, documents === 0 ? picture : null)
      await execute({ type: 'RecordVehiclePaper', read }, actor)
    }
    return { claimed: true, documents, barcodes }
  }

  return {
    async take(reader, delivery) {
      if (delivery.type !== 'PageCaptured') return options.inTurn(() => options.text(reader, delivery))
      if (!deps.pages) throw new AyaldamaError('recognition.worker', reader, 'No page is read here.')
      const crossing = crossingOf(delivery)
      const reading = await deps.pages.readPage(delivery.picture)
      return options.inTurn(() => recordPage(reader, delivery, reading, crossing))
    },
  }
}
