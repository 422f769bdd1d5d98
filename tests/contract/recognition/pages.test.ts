import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLog } from '../../../edge/ports/log.ts'
import type { PageRecogniser } from '../../../edge/ports/recognition.ts'
import { createBarcodeRecogniser } from '../../../edge/recognition/barcodes/recogniser.ts'
import { createPageRecogniser } from '../../../edge/recognition/pages/page-recogniser.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/documents/${name}`, import.meta.url))

describe('scanned pages', () => {
  let pages: PageRecogniser
  const seen: Buffer[] = []

  beforeAll(async () => {
    const documents = {
      readDocument: async (picture: Uint8Array) => {
        seen.push(Buffer.from(picture))
        return { documents: [], ms: { decode: 0, locate: 0, read: 0, total: 0 } }
      },
      close: async () => {},
    }
    pages = createPageRecogniser(documents, await createBarcodeRecogniser(silentLog))
  })
  afterAll(() => pages.close())

  test('barcodes are read in a thread of their own, of a PNG and of every page of a TIFF', async () => {
    const picture = await readFile(fixture('paper.png'))
    const found = await pages.readPage(picture)
    expect(found.barcodes.map(({ format }) => format).toSorted()).toEqual(['PDF417', 'QRCode'])
    expect(found.barcodes.map(({ text }) => text)).toContain('PLATE=123ABC01;BOOKING=KG-2026-004711')
    const two = await sharp([picture, picture], { join: { animated: true } })
      .tiff()
      .toBuffer()
    seen.length = 0
    expect((await pages.readPage(two)).barcodes).toHaveLength(4)
    expect(seen).toHaveLength(2)
    expect(seen[0]?.subarray(1, 4).toString()).toBe('PNG')
  })

  test('bytes that are no picture are refused by name, a spoilt TIFF too', async () => {
    const refused = { code: 'recognition.not-a-picture' }
    await expect(pages.readPage(Buffer.from('no picture'))).rejects.toMatchObject(refused)
    await expect(pages.readPage(Buffer.from('II*\0\xff\xff\xff\xff', 'latin1'))).rejects.toMatchObject(
      refused,
    )
  })
})
