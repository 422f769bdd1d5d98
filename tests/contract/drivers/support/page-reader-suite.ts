import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type {
  Delivery,
  DeliveryOutcome,
  DocumentReader,
  DriverContext,
} from '../../../../edge/ports/devices.ts'
import { AyaldamaError } from '../../../../edge/ports/errors.ts'
import { inState } from '../../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../../unit/drivers/support/driver-context.ts'

/** Where pages come from, to test a driver against. */
export interface PagePeer {
  create(context: DriverContext): DocumentReader
  /** Hands a page over; resolves when the source has done its part, with its answer where it hears one. */
  put(picture: Uint8Array, name: string): Promise<number | undefined>
  /** What a source that hears answers does about a page that could not be recorded. */
  readonly again: 'by itself' | 'posts again'
  lose(): Promise<void>
  restore(): Promise<void>
  dispose(): Promise<void>
}

type Format = 'jpeg' | 'png' | 'tiff'

export function page(number: number, format: Format): Promise<Buffer> {
  const background = { r: number * 40, g: 90, b: 120 }
  const picture = sharp({ create: { width: 64, height: 36, channels: 3, background } })
  return picture.toFormat(format).toBuffer()
}

/** What every reader of pages owes the lane, run on one source. */
export function pageReaderContract(name: string, setUp: () => Promise<PagePeer>): void {
  describe(`pages: ${name}`, () => {
    let peer: PagePeer
    let reader: DocumentReader
    let delivered: Delivery[]
    let answer: (delivery: Delivery) => Promise<DeliveryOutcome>

    beforeEach(async () => {
      peer = await setUp()
      reader = peer.create(driverContext('pages'))
      delivered = []
      answer = async () => ({ claimed: true, documents: 1, barcodes: 0 })
      reader.onDelivery?.((delivery) => {
        delivered.push(delivery)
        return answer(delivery)
      })
    })
    afterEach(async () => {
      await reader.stop()
      await peer.dispose()
    })

    async function online(): Promise<void> {
      await reader.start()
      await inState(reader, 'online')
    }
    const count = (counter: string) => reader.health().counters[counter] ?? 0
    const come = (pages: number) => expect.poll(() => delivered.length, { timeout: 5000 }).toBe(pages)

    test.each(['jpeg', 'png', 'tiff'] as const)(
      'a %s comes as it was put, once, with its time',
      async (format) => {
        await online()
        const picture = await page(1, format)
        const before = Date.now()
        await peer.put(picture, `page-1.${format}`)
        await come(1)
        const [first] = delivered
        expect(first).toMatchObject({ type: 'PageCaptured', mediaType: `image/${format}` })
        if (first?.type !== 'PageCaptured') return
        expect(Buffer.from(first.picture).equals(picture)).toBe(true)
        // The clock of files is coarser than that of the process.
        expect(Date.parse(first.writtenAt)).toBeGreaterThanOrEqual(before - 20)
        await expect.poll(() => count('framesRead')).toBe(1)
      },
    )

    test('what is no page is refused and counted, and the next page is read', async () => {
      await online()
      const status = await peer.put(Buffer.from('no picture at all'), 'bad.jpg')
      expect([undefined, 422]).toContain(status)
      await expect.poll(() => count('framesRejected'), { timeout: 5000 }).toBe(1)
      expect(count('bytesDiscarded')).toBeGreaterThan(0)
      await peer.put(await page(2, 'jpeg'), 'page-2.jpg')
      await come(1)
    })

    test('a picture that the decoder refuses is refused for good', async () => {
      await online()
      answer = () => Promise.reject(new AyaldamaError('recognition.not-a-picture', 'page'))
      const status = await peer.put(await page(2, 'jpeg'), 'page-2.jpg')
      expect([undefined, 422]).toContain(status)
      await expect.poll(() => count('framesRejected')).toBe(1)
      expect(delivered).toHaveLength(1)
    })

    test('a page that could not be recorded is not lost', async () => {
      await online()
      answer = () => Promise.reject(new AyaldamaError('journal.full', 'journal'))
      const picture = await page(3, 'png')
      const status = await peer.put(picture, 'page-3.png')
      await expect.poll(() => count('deliveriesFailed')).toBeGreaterThan(0)
      let recorded = 0
      answer = async () => {
        recorded += 1
        return { claimed: true, documents: 1, barcodes: 0 }
      }
      if (peer.again === 'posts again') {
        expect(status).toBe(503)
        expect(await peer.put(picture, 'page-3.png')).toBe(200)
      }
      await expect.poll(() => count('framesRead')).toBe(1)
      expect(recorded).toBe(1)
    })

    test('a source that is lost and comes back delivers on', async () => {
      await online()
      await peer.lose()
      await peer.restore()
      await inState(reader, 'online')
      await peer.put(await page(4, 'jpeg'), 'page-4.jpg')
      await come(1)
    })

    test('a second start is refused; a stopped reader takes nothing and starts again', async () => {
      await online()
      await expect(reader.start()).rejects.toMatchObject({ code: 'device.lifecycle' })
      await reader.stop()
      expect(reader.health().state).toBe('stopped')
      await online()
      await peer.put(await page(5, 'jpeg'), 'page-5.jpg')
      await come(1)
    })
  })
}
