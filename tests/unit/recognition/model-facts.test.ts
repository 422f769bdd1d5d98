import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { readModelFacts } from '../../../edge/recognition/model-facts.ts'

it('tells of every model what its manifest says, figures and not words', async () => {
  const models = await readModelFacts(resolve(import.meta.dirname, '../../../models'))
  expect(models.map(({ name }) => name)).toEqual(['plate-detector', 'plate-reader', 'mrz-zone', 'mrz-line'])
  const reader = models.find(({ name }) => name === 'plate-reader')
  expect(reader?.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(reader?.thresholds).toEqual({ confidence: 0.55, readable: 0.5 })
  expect(reader?.measured).toEqual([
    { set: 'openalpr-eu', figures: { plates: 54, found: 1, exact: 0.944, folded: 0.981, wrongAccepted: 0 } },
  ])
})

it('refuses a manifest that is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ayaldama-models-'))
  try {
    await writeFile(join(folder, 'manifest.json'), '{"models":[{"name":"x"}]}')
    await expect(readModelFacts(folder)).rejects.toMatchObject({ code: 'model.manifest' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
