import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AyaldamaError } from '../../../edge/ports/errors.ts'
import type { PlateRecogniser } from '../../../edge/ports/recognition.ts'
import { readPlate } from '../../../edge/recognition/read-command.ts'

/** Reads the bytes as the text of the plate; `broken` is no picture, `empty` has no plate. */
const recogniser: PlateRecogniser = {
  async readPlates(picture) {
    const text = Buffer.from(picture).toString()
    if (text === 'broken') throw new AyaldamaError('recognition.not-a-picture', 'picture')
    const plate = {
      text,
      country: 'KZ',
      confidence: 0.987654,
      accepted: true,
      corners: [
        [1.26, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ] as const,
      characters: [],
    }
    return {
      plates: text === 'empty' ? [] : [plate],
      width: 640,
      height: 480,
      ms: { decode: 1.23, detect: 2, read: 3, total: 6.28 },
    }
  },
  cropPlate: () => Promise.reject(new Error('not asked for')),
  close: () => Promise.resolve(),
}

describe('read plate', () => {
  let directory: string
  let lines: string[]

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ayaldama-read-'))
    for (const name of ['123ABC01', 'broken', 'empty']) await writeFile(join(directory, name), name)
    lines = []
  })

  afterEach(() => rm(directory, { recursive: true }))

  const read = (json: boolean, ...names: string[]) =>
    readPlate(
      names.map((name) => join(directory, name)),
      { recogniser, json, write: (line) => lines.push(line) },
    )

  it('writes one JSON line a file', async () => {
    expect(await read(true, '123ABC01', 'empty')).toBe(0)
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        file: join(directory, '123ABC01'),
        plates: [
          {
            text: '123ABC01',
            country: 'KZ',
            confidence: 0.9877,
            accepted: true,
            corners: [
              [1.3, 2],
              [3, 4],
              [5, 6],
              [7, 8],
            ],
          },
        ],
        ms: { decode: 1.2, detect: 2, read: 3, total: 6.3 },
      },
      { file: join(directory, 'empty'), plates: [], ms: { decode: 1.2, detect: 2, read: 3, total: 6.3 } },
    ])
  })

  it('a file that fails is told and does not stop the others', async () => {
    expect(await read(true, 'broken', 'absent', '123ABC01')).toBe(1)
    const [broken, absent, good] = lines.map((line) => JSON.parse(line))
    expect(broken).toMatchObject({
      file: join(directory, 'broken'),
      error: { code: 'recognition.not-a-picture' },
    })
    expect(absent).toMatchObject({ file: join(directory, 'absent'), error: { code: 'file.unreadable' } })
    expect(good.plates).toHaveLength(1)
  })

  it('without --json it writes a table', async () => {
    expect(await read(false, '123ABC01', 'empty', 'broken')).toBe(1)
    expect(lines.join('\n')).toMatch(/123ABC01 +KZ +99 % {2}accepted/)
    expect(lines.join('\n')).toContain('no plate found')
    expect(lines.join('\n')).toContain('recognition.not-a-picture')
  })
})
