import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readModelFacts } from '../../../edge/recognition/model-facts.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ayaldama-models-'))
})
afterEach(() => rm(folder, { recursive: true }))

const model = { name: 'reader', file: 'reader.onnx', sha256: 'a'.repeat(64), bytes: 12 }

const facts = async (...models: readonly object[]) => {
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ models }))
  return readModelFacts(folder)
}

it('tells of every model what its manifest says: figures, and neither words nor deeper tables', async () => {
  const found = await facts(
    {
      ...model,
      date: '2026-11-24',
      thresholds: { confidence: 0.55, confidenceIs: 'a product' },
      measured: {
        see: 'README.md',
        photographs: { plates: 54, exact: 0.944, note: 'x' },
        drawn: { far: { n: 1 } },
      },
    },
    { ...model, name: 'zone' },
  )
  const { file: _, ...told } = model
  expect(found).toEqual([
    {
      ...told,
      date: '2026-11-24',
      thresholds: { confidence: 0.55 },
      measured: [{ set: 'photographs', figures: { plates: 54, exact: 0.944 } }],
    },
    { ...told, name: 'zone', date: null, thresholds: {}, measured: [] },
  ])
})

it('reads the manifest of the project', async () => {
  const models = await readModelFacts(resolve(import.meta.dirname, '../../../models'))
  expect(models.map(({ name }) => name)).toContain('plate-reader')
})

it('refuses a manifest that is none', async () => {
  await expect(facts({ name: 'x' })).rejects.toMatchObject({ code: 'model.manifest' })
})
