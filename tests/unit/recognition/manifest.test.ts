import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadPlateModels } from '../../../edge/recognition/manifest.ts'

const standIns = fileURLToPath(new URL('../../fixtures/recognition/models', import.meta.url))

describe('the model manifest', () => {
  let directory: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ayaldama-models-'))
    await cp(standIns, directory, { recursive: true })
  })

  afterEach(() => rm(directory, { recursive: true }))

  async function edit(change: (text: string) => string): Promise<void> {
    const file = join(directory, 'manifest.json')
    await writeFile(file, change(await readFile(file, 'utf8')))
  }

  it('gives the models and the bytes that were checked', async () => {
    const models = await loadPlateModels(directory)
    expect(models.detector.passes).toEqual([[640, 480]])
    expect(models.reader.countries).toContain('KZ')
    expect(models.readerBytes.length).toBe(models.reader.bytes)
  })

  it('a model of one changed byte is refused and named', async () => {
    const file = join(directory, 'plate-reader.onnx')
    const bytes = await readFile(file)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    await writeFile(file, bytes)
    await expect(loadPlateModels(directory)).rejects.toMatchObject({ code: 'model.corrupt', place: file })
  })

  it('a missing model is named', async () => {
    const file = join(directory, 'plate-detector.onnx')
    await rm(file)
    await expect(loadPlateModels(directory)).rejects.toMatchObject({ code: 'model.missing', place: file })
  })

  it.each<[string, (text: string) => string]>([
    ['that is no JSON', (text) => text.slice(1)],
    ['without a reader', (text) => text.replace('"plate-reader"', '"plate-writer"')],
    ['with a hash that is none', (text) => text.replace(/"sha256": "../, '"sha256": "zz')],
    [
      'that points out of its folder',
      (text) => text.replace('"plate-reader.onnx"', '"../plate-reader.onnx"'),
    ],
    ['without thresholds', (text) => text.replace('"thresholds"', '"limits"')],
    ['with a threshold above 1', (text) => text.replace('"readable": 0.5', '"readable": 5')],
    ['with an input size that the network cannot take', (text) => text.replace('480', '481')],
  ])('a manifest %s is refused', async (_, change) => {
    await edit(change)
    const place = join(directory, 'manifest.json')
    await expect(loadPlateModels(directory)).rejects.toMatchObject({ code: 'model.manifest', place })
  })

  it('a directory without a manifest is refused', async () => {
    const nowhere = join(directory, 'nowhere')
    await expect(loadPlateModels(nowhere)).rejects.toMatchObject({ code: 'model.manifest' })
  })

  it('other models and other keys do not matter', async () => {
    await edit((text) => text.replace('"models": [', '"note": 1, "models": [{"name": "mrz-reader"},'))
    await expect(loadPlateModels(directory)).resolves.toBeDefined()
  })
})
