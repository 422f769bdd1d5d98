import { expect, test } from 'vitest'
import { fuzz, fuzzSubjects } from '../../support/codec-fuzz.ts'

test.each(fuzzSubjects.map((subject) => [subject.name, subject] as const))(
  '%s: spoilt, cut and doubled frames make no error, no growth, and lose no count',
  (_, subject) => {
    expect(fuzz(subject, 500, 7).broken).toEqual([])
  },
)
