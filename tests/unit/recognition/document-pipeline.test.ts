import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../edge/ports/clock.ts'
import { loadDocumentModels } from '../../../edge/recognition/documents/models.ts'
import {
  createDocumentPipeline,
  type DocumentPipeline,
} from '../../../edge/recognition/documents/pipeline.ts'

const root = resolve(import.meta.dirname, '../../..')
const page = readFileSync(resolve(root, 'tests/fixtures/documents/page.jpg'))
const lines: readonly string[] = JSON.parse(
  readFileSync(resolve(root, 'tests/fixtures/documents/page.json'), 'utf8'),
)

describe('a page from the generator of models/training/documents, drawn on a ground no training has seen', () => {
  let pipeline: DocumentPipeline
  beforeAll(async () => {
    pipeline = await createDocumentPipeline(await loadDocumentModels(resolve(root, 'models')), systemClock)
  })
  afterAll(() => pipeline.close())

  it('is read exactly', async () => {
    const { documents } = await pipeline.readDocument(page)
    expect(documents.map((document) => document.lines)).toEqual([lines])
  })

  it('is never accepted with a wrong sign, however it is turned, shrunk or blurred', async () => {
    for (const [turn, share, blur] of [
      [90, 1, 0],
      [180, 1, 0],
      [270, 1, 0],
      [7, 0.8, 0],
      [0, 0.5, 0],
      [0, 1, 2],
      [0, 0.3, 1],
    ] as const) {
      const { width } = await sharp(page).metadata()
      const worn = sharp(page)
        .rotate(turn)
        .resize(Math.round(width * share))
      const bytes = await (blur > 0 ? worn.blur(blur) : worn).jpeg().toBuffer()
      const { documents } = await pipeline.readDocument(bytes)
      for (const document of documents) if (document.accepted) expect(document.lines).toEqual(lines)
    }
  })

  it('without an MRZ there is no document', async () => {
    const blank = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#ccc' } })
      .jpeg()
      .toBuffer()
    expect((await pipeline.readDocument(blank)).documents).toEqual([])
  })

  it('bytes that are no picture, or a torn one, are refused by name', async () => {
    for (const bytes of [new Uint8Array(0), Buffer.from('P<UTO'), page.subarray(0, page.length >> 1)]) {
      await expect(pipeline.readDocument(bytes)).rejects.toMatchObject({
        code: 'recognition.not-a-picture',
      })
    }
  })
})
