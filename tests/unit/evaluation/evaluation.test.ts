import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlateReading } from '../../../edge/ports/recognition.ts'
import { worstOf } from '../../bench/evaluation/contact-sheet.ts'
import { readLabels } from '../../bench/evaluation/labels.ts'
import { foldText, scorePlate, tallyBy, tallyOf, widthClass } from '../../bench/evaluation/score.ts'

function reading(text: string, left: number, accepted = true): PlateReading {
  const corners = [
    [left, 0],
    [left + 100, 0],
    [left + 100, 20],
    [left, 20],
  ] as const
  return { text, country: 'KZ', confidence: 0.9, accepted, corners, characters: [] }
}

const label = (text: string | null, left: number | null = 0, width = 100) => ({
  box: left === null ? null : ([left, 0, left + width, 20] as const),
  text,
  country: 'KZ',
})

describe('the score of a plate', () => {
  it('is exact where a reading at its place says the same', () => {
    const score = scorePlate(label('A1'), [reading('B2', 500), reading('A1', 10)])
    expect(score).toMatchObject({ found: true, exact: true, folded: true, wronglyAccepted: false })
  })

  it('counts O for 0 and I for 1 as folded, not as exact, and not as wrongly accepted', () => {
    const score = scorePlate(label('BS4I0O'), [reading('BS4100', 0)])
    expect(score).toMatchObject({ exact: false, folded: true, wronglyAccepted: false })
    expect(foldText('京Q-1o')).toBe('京010')
  })

  it('knows an accepted reading of another text as wrongly accepted, even beside a right one', () => {
    expect(scorePlate(label('A1'), [reading('A1', 0), reading('A7', 3)])).toMatchObject({
      exact: true,
      wronglyAccepted: true,
    })
    expect(scorePlate(label('A1'), [reading('A7', 0, false)]).wronglyAccepted).toBe(false)
  })

  it('is not found where a reading overlaps by less than 0.3', () => {
    expect(scorePlate(label('A1'), [reading('A1', 60)])).toMatchObject({ found: false, exact: false })
    expect(scorePlate(label('A1'), [reading('A1', 50)])).toMatchObject({ found: true })
  })

  it('without a box any reading may meet it, and without a text only the place counts', () => {
    expect(scorePlate(label('A1', null), [reading('A1', 900)]).exact).toBe(true)
    const score = scorePlate(label(null), [reading('A1', 0)])
    expect(score).toMatchObject({ found: true, exact: false, wronglyAccepted: false })
    expect(tallyOf([score])).toMatchObject({ plates: 1, texts: 0, found: 1 })
  })

  it('is counted by width of the plate', () => {
    const scores = [49, 50, 79, 80, 200].map((width) => scorePlate(label('A1', 0, width), []))
    const counts = Object.entries(tallyBy(scores, widthClass)).map(([name, { plates }]) => [name, plates])
    expect(counts).toEqual([
      ['50 to 80 px', 2],
      ['80 to 120 px', 1],
      ['200 px and wider', 1],
      ['under 50 px', 1],
    ])
  })

  it('puts wrongly accepted before missed before misread before right on the sheet', () => {
    const picture = (file: string, readings: readonly PlateReading[]) => ({
      file,
      scores: [scorePlate(label('A1'), readings)],
    })
    const all = [
      picture('right', [reading('A1', 0)]),
      picture('misread', [reading('A7', 0, false)]),
      picture('wrong', [reading('A7', 0)]),
      picture('missed', []),
    ]
    expect(worstOf(all, 3).map(({ file }) => file)).toEqual(['wrong', 'missed', 'misread'])
  })
})

describe('labels', () => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ayaldama-labels-'))
    await writeFile(join(directory, 'a.jpg'), '')
  })
  afterEach(() => rm(directory, { recursive: true }))

  const write = (...lines: readonly string[]) => writeFile(join(directory, 'labels.jsonl'), lines.join('\n'))

  it('give boxes as left, top, right, bottom, from the corners where there is no box', async () => {
    const corners = '[[1,2],[11,2],[11,6],[1,6]]'
    await write(
      '{"file":"a.jpg","width":9,"plates":[{"box":[1,2,10,4],"corners":null,"text":"A1","country":"KZ"}]}',
      `{"file":"a.jpg","plates":[{"box":null,"corners":${corners},"text":null,"country":null}]}`,
      '',
    )
    const [first, second] = await readLabels(directory)
    expect(first?.plates).toEqual([{ box: [1, 2, 11, 6], text: 'A1', country: 'KZ' }])
    expect(second?.plates).toEqual([{ box: [1, 2, 11, 6], text: null, country: 'unknown' }])
  })

  it('that are wrong are told with their lines, all at once', async () => {
    await write(
      '{"file":"a.jpg","plates":[]}',
      'no json',
      '{"file":"b.jpg","plates":[]}',
      '{"file":"a.jpg","plates":[{"box":[1,2,-3,4]}]}',
    )
    await expect(readLabels(directory)).rejects.toThrow(
      /:2: is not JSON[\s\S]*:3: there is no picture b\.jpg[\s\S]*:4: plates\.0\.box\.2/,
    )
  })

  it('without a file, or without a picture, are an error that names the file', async () => {
    await expect(readLabels(directory)).rejects.toThrow(/labels\.jsonl: cannot be read/)
    await write('')
    await expect(readLabels(directory)).rejects.toThrow(/names no picture/)
  })
})
