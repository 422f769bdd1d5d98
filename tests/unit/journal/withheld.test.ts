import { expect, test } from 'vitest'
import { withhold } from '../../../edge/journal/withheld.ts'

test('a dotted path is taken out and named; the rest stays as it was', () => {
  const data = { note: 'seal', fields: { number: 'N1', name: 'X' } }
  expect(withhold(data, ['note', 'fields.number'])).toEqual({
    data: { fields: { name: 'X' } },
    taken: ['note', 'fields.number'],
  })
  expect(data.fields.number).toBe('N1')
})

test('a path that is not there withholds nothing', () => {
  const data = { note: 'seal', list: [1], deep: null }
  const result = withhold(data, ['other', 'note.deeper', 'list.x', 'deep.x', 'constructor', ''])
  expect(result).toEqual({ data, taken: [] })
  expect(result.data).toBe(data)
})

test('a path goes into each element of a list', () => {
  expect(withhold({ persons: [{ name: 'A', age: 1 }, { age: 2 }, 7] }, ['persons.name'])).toEqual({
    data: { persons: [{ age: 1 }, { age: 2 }, 7] },
    taken: ['persons.name'],
  })
})

test('a path named twice is taken once', () => {
  expect(withhold({ note: 'x' }, ['note', 'note'])).toEqual({ data: {}, taken: ['note'] })
})
