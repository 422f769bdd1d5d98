import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { faults } from '../../faults/faults.ts'
import { lawFaults } from '../../faults/law-faults.ts'
import { noticeFaults } from '../../faults/notice-faults.ts'

const root = resolve(import.meta.dirname, '../../..')

it('every planted fault finds its text once in the sources: a change that moves it is told at once', () => {
  const lost = [...faults, ...lawFaults, ...noticeFaults].filter(
    ({ file, find }) => readFileSync(resolve(root, file), 'utf8').split(find).length !== 2,
  )
  expect(lost.map(({ what, file }) => `${what} (${file})`)).toEqual([])
})
