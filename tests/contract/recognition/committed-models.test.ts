import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { silentLog } from '../../../edge/ports/log.ts'
import { createPlateRecogniser } from '../../../edge/recognition/plate-recogniser.ts'
import { scenePng } from '../../fixtures/recognition/striped-plates.ts'

const modelsDirectory = fileURLToPath(new URL('../../../models', import.meta.url))

it('the models of the project match their manifest, start, and accept nothing on an empty picture', async () => {
  const recogniser = await createPlateRecogniser({ modelsDirectory, workers: 1, log: silentLog })
  try {
    const { plates } = await recogniser.readPlates(await scenePng({ scale: 1, plates: [] }))
    expect(plates.filter(({ accepted }) => accepted)).toEqual([])
  } finally {
    await recogniser.close()
  }
})
