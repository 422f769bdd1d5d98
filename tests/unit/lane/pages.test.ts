import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseMrz } from '../../../edge/domain/identity/mrz/parse.ts'
import { printMrz } from '../../../edge/domain/identity/mrz/print.ts'
import type { Delivery, DeliveryOutcome, DocumentReader, PageCaptured } from '../../../edge/ports/devices.ts'
import { AyaldamaError } from '../../../edge/ports/errors.ts'
import type { DocumentReading, PageReading } from '../../../edge/ports/recognition.ts'
import { createLaneBench } from '../../support/lane-bench.ts'
import { createMemoryJournal } from '../../support/memory-journal.ts'

const lines = printMrz(
  {
    documentCode: 'P',
    issuingState: 'UTO',
    documentNumber: 'L898902C3',
    nationality: 'UTO',
    surname: 'ERIKSSON',
    givenNames: 'ANNA MARIA',
    sex: 'F',
    birth: '740812',
    expiry: '300415',
  },
  'TD3',
)
const document = (): DocumentReading => {
  const parsed = parseMrz(lines, { today: '2026-11-24' })
  if (!parsed.ok) throw new Error(parsed.code)
  return {
    format: 'TD3',
    lines,
    fields: parsed.mrz.fields,
    confidence: 0.98765,
    accepted: true,
    corrections: [],
  }
}
const barcode = { format: 'PDF417', text: 'KG|KAMAZ', bytes: Buffer.from('KG|KAMAZ') } as const

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearInterval', 'clearTimeout', 'Date', 'performance'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A lane with a reader of pages; `found` is what the model says of each. */
function bench(found: () => Promise<PageReading>) {
  let deliver: (delivery: Delivery) => Promise<DeliveryOutcome> = () => Promise.reject(new Error('not yet'))
  const scanner: DocumentReader = {
    id: 'flatbed',
    kind: 'fake',
    health: () => ({ state: 'online', reason: '', since: '', counters: {} }),
    start: async () => {},
    stop: async () => {},
    onEvent: () => () => {},
    onHealth: () => () => {},
    onDelivery: (listener) => {
      deliver = listener
      return () => {}
    },
  }
  const journal = createMemoryJournal()
  const lane = createLaneBench(
    journal,
    null,
    {},
    {
      pageReaders: [scanner],
      pages: { readPage: found, close: async () => {} },
    },
  )
  const page = (writtenAt = new Date().toISOString()): PageCaptured => ({
    type: 'PageCaptured',
    picture: Buffer.from('a picture'),
    mediaType: 'image/jpeg',
    writtenAt,
    name: 'scan-1.jpg',
    at: 0,
  })
  const arrive = async () => {
    lane.lane.start()
    lane.setApproachLoop(true)
    await lane.pass(600)
  }
  const recorded = (type: string) => journal.events.filter(({ event }) => event.type === type)
  return { lane, journal, page, arrive, recorded, deliver: (what: Delivery) => deliver(what) }
}

describe('pictures of pages in the lane', () => {
  it('a document and the barcodes of one page are of the crossing, and the picture is its evidence', async () => {
    const { arrive, deliver, page, recorded, journal, lane } = bench(async () => ({
      documents: [document()],
      barcodes: [barcode],
    }))
    await arrive()
    expect(await deliver(page())).toEqual({ claimed: true, documents: 1, barcodes: 1 })
    const [read] = recorded('DocumentRead')
    expect(read?.actor).toEqual({ kind: 'device', device: 'flatbed' })
    expect(read?.crossing).toBe(lane.lane.record.crossing())
    expect(read?.event.data).toMatchObject({
      ...{ lines, source: 'model', accepted: true, confidence: 0.988 },
      page: { mediaType: 'image/jpeg', bytes: 9 },
    })
    const evidence = read?.event.type === 'DocumentRead' ? read.event.data.page : undefined
    expect(await journal.getEvidence(evidence?.sha256 ?? '')).toMatchObject({ mediaType: 'image/jpeg' })
    expect(recorded('VehiclePaperRead')[0]?.event.data).toMatchObject({
      ...{ format: 'PDF417', text: 'KG|KAMAZ', source: 'picture', lawInForce: 'KAZ' },
    })
  })

  it('the picture of a paper alone goes with the paper', async () => {
    const { arrive, deliver, page, recorded } = bench(async () => ({ documents: [], barcodes: [barcode] }))
    await arrive()
    await deliver(page())
    expect(recorded('VehiclePaperRead')[0]?.event.data).toMatchObject({ page: { bytes: 9 } })
  })

  it('BR 17.1: a page that was there before the vehicle is not of its crossing', async () => {
    const { arrive, deliver, page, recorded } = bench(async () => ({ documents: [document()], barcodes: [] }))
    const before = new Date(Date.now() - 1000).toISOString()
    await arrive()
    expect(await deliver(page(before))).toMatchObject({ claimed: false, documents: 1 })
    expect(recorded('DocumentRead')).toEqual([])
    expect(recorded('DocumentUnclaimed')[0]?.event.data).toEqual({ reader: 'flatbed' })
  })

  it('a page that is read only when its vehicle has gone is not of the next one', async () => {
    const reading = Promise.withResolvers<PageReading>()
    const { arrive, deliver, page, recorded, lane, journal } = bench(() => reading.promise)
    await arrive()
    const first = lane.lane.record.crossing()
    const outcome = deliver(page())
    lane.lane.resume(
      'another',
      journal.events.filter(({ crossing }) => crossing === first),
    )
    reading.resolve({ documents: [document()], barcodes: [] })
    expect(first).not.toBe('another')
    expect(await outcome).toMatchObject({ claimed: false })
    expect(recorded('DocumentRead')).toEqual([])
  })

  it('a page with nothing on it is told, and not kept', async () => {
    const { arrive, deliver, page, recorded } = bench(async () => ({ documents: [], barcodes: [] }))
    await arrive()
    expect(await deliver(page())).toEqual({ claimed: false, documents: 0, barcodes: 0 })
    expect(recorded('DocumentUnreadable')[0]?.event.data).toMatchObject({ code: 'page.nothing-read' })
  })

  it('where the journal is full the reader hears it; delivered again the document is one person', async () => {
    const { arrive, deliver, page, recorded, journal } = bench(async () => ({
      documents: [document()],
      barcodes: [],
    }))
    await arrive()
    journal.failure = new AyaldamaError('journal.full', 'journal')
    await expect(deliver(page())).rejects.toMatchObject({ code: 'journal.full' })
    journal.failure = null
    await deliver(page())
    await deliver(page())
    expect(recorded('DocumentRead')).toHaveLength(1)
  })

  it('texts that a lane PC delivers are recorded before it is answered', async () => {
    const { arrive, deliver, recorded } = bench(async () => ({ documents: [], barcodes: [] }))
    await arrive()
    expect(await deliver({ type: 'DocumentScanned', lines, at: 0 })).toMatchObject({ claimed: true })
    expect(await deliver({ type: 'BarcodeScanned', ...barcode, at: 0 })).toMatchObject({ claimed: true })
    expect(recorded('DocumentRead')[0]?.event.data).toMatchObject({ source: 'reader' })
    expect(recorded('VehiclePaperRead')[0]?.event.data).toMatchObject({ source: 'scanner' })
  })
})
