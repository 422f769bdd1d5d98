import { describe, expect, it } from 'vitest'
import { fusePlateReads, type PlateRead } from '../../../edge/domain/identity/fusion.ts'

function read(text: string, confidence: number, more: Partial<PlateRead> = {}): PlateRead {
  return {
    text,
    country: 'KZ',
    confidence,
    accepted: confidence > 0.8,
    characters: [...text].map(() => confidence),
    ...more,
  }
}

describe('agreement over frames', () => {
  it('one read stands as it is', () => {
    const fused = fusePlateReads([read('123ABC01', 0.9)])
    expect(fused).toMatchObject({ text: '123ABC01', country: 'KZ', accepted: true })
    expect(fused?.confidence).toBeCloseTo(0.9)
  })

  it('frames that agree strengthen one another', () => {
    expect(fusePlateReads([read('123ABC01', 0.7), read('123ABC01', 0.7)])?.confidence).toBeCloseTo(0.91)
  })

  it('a frame that disagrees weakens', () => {
    const fused = fusePlateReads([read('123ABC01', 0.7), read('128ABC01', 0.3)])
    expect(fused?.text).toBe('123ABC01')
    expect(fused?.confidence).toBeCloseTo(0.49)
  })

  it('each character is decided by the frames that saw it best', () => {
    const fused = fusePlateReads([
      read('8BC', 0.5, { characters: [0.9, 0.2, 0.9] }),
      read('8BC', 0.5, { characters: [0.9, 0.2, 0.9] }),
      read('6DC', 0.5, { characters: [0.2, 0.8, 0.9] }),
    ])
    expect(fused?.text).toBe('8DC')
  })

  it('reads of another length have no vote on characters', () => {
    const fused = fusePlateReads([read('123ABC01', 0.8), read('23ABC01', 0.5), read('128ABC01', 0.4)])
    expect(fused?.text).toBe('123ABC01')
  })

  it('two certain frames that differ are not accepted', () => {
    expect(fusePlateReads([read('123ABC01', 0.95), read('128ABC01', 0.9)])?.accepted).toBe(false)
  })

  it('one lucky frame among many that doubt is not accepted', () => {
    const doubtful = Array.from({ length: 9 }, () => read('123ABC01', 0.5))
    expect(fusePlateReads([...doubtful, read('123ABC01', 0.9)])?.accepted).toBe(false)
    expect(fusePlateReads([...doubtful, read('123ABC01', 0.9), read('123ABC01', 0.9)])?.accepted).toBe(true)
  })

  it('a text whose frames know no country is not accepted', () => {
    const unknown = read('123ABC01', 0.7, { country: 'unknown' })
    expect(fusePlateReads([unknown, unknown, read('123ABC01', 0.9)])).toMatchObject({
      country: 'unknown',
      accepted: false,
    })
  })

  it('a text that no frame read whole is not accepted, and weak', () => {
    const fused = fusePlateReads([
      read('AAX', 0.9, { accepted: false, characters: [0.9, 0.9, 0.1] }),
      read('AXA', 0.9, { accepted: false, characters: [0.9, 0.1, 0.9] }),
      read('XAA', 0.9, { accepted: false, characters: [0.1, 0.9, 0.9] }),
    ])
    expect(fused).toMatchObject({ text: 'AAA', accepted: false, confidence: 0.45 })
  })

  it('agreement does not accept what no frame accepted', () => {
    expect(fusePlateReads([read('A1', 0.7), read('A1', 0.7), read('A1', 0.7)])?.accepted).toBe(false)
  })

  it('the country is that of the heaviest reads of the text', () => {
    const reads = [read('A1', 0.5, { country: 'KG' }), read('A1', 0.9), read('B1', 0.9, { country: 'RU' })]
    expect(fusePlateReads(reads)?.country).toBe('KZ')
  })

  it('a sharp and large plate outweighs a blurred and a small one of the same confidence', () => {
    const corners = (width: number) =>
      [
        [0, 0],
        [width, 0],
        [width, 20],
        [0, 20],
      ] as const
    const near = read('BB', 0.5, { sharpness: 0.9, corners: corners(200) })
    expect(fusePlateReads([near, read('8B', 0.5, { sharpness: 0.1, corners: corners(200) })])?.text).toBe(
      'BB',
    )
    expect(fusePlateReads([near, read('8B', 0.5, { sharpness: 0.9, corners: corners(30) })])?.text).toBe('BB')
  })

  it('a tie falls alike in whatever order the frames came', () => {
    const [a, b] = [read('8B', 0.5, { country: 'KZ' }), read('BB', 0.5, { country: 'KG' })]
    expect(fusePlateReads([a, b])).toEqual(fusePlateReads([b, a]))
  })

  it('of two texts that are hardly apart the one that has a format goes first, as it was read', () => {
    const wrong = read('I23ABC01', 0.5)
    expect(fusePlateReads([wrong, read('123ABC01', 0.48)])?.text).toBe('123ABC01')
    expect(fusePlateReads([wrong, read('123ABC01', 0.4)])?.text).toBe('I23ABC01')
  })

  it('a text without a format stays as it was read where no frame read another', () => {
    const fused = fusePlateReads([read('I23ABC01', 0.9), read('I23ABC01', 0.9), read('I23ABC01', 0.9)])
    expect(fused?.text).toBe('I23ABC01')
  })

  it('signs outside ASCII are one sign each', () => {
    const china = (text: string, confidence: number) => read(text, confidence, { country: 'CN' })
    expect(
      fusePlateReads([china('京A12345', 0.8), china('京A12845', 0.5), china('津A12345', 0.3)])?.text,
    ).toBe('京A12345')
    expect(fusePlateReads([china('𐒻1', 0.5), china('𐒻1', 0.5), china('𐒼1', 0.6)])?.text).toBe('𐒻1')
  })

  it('unreadable frames count for nothing', () => {
    expect(fusePlateReads([])).toBeNull()
    expect(fusePlateReads([read('', 0.9), read('A1', 0)])).toBeNull()
    expect(fusePlateReads([read('', 0.9), read('A1', 0.6)])?.confidence).toBeCloseTo(0.6)
  })
})
