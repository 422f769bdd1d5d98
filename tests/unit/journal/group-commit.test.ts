import { expect, test } from 'vitest'
import { createGroupCommit } from '../../../edge/journal/group-commit.ts'
import type { CallResult, WriteCall } from '../../../edge/journal/protocol.ts'

const call = (size: number): WriteCall => ({
  kind: 'append',
  events: Array.from({ length: size }, () => ({}) as never),
})

/** A writer that answers when the test says so. */
function heldWriter() {
  const groups: { calls: readonly WriteCall[]; answer: (results: readonly CallResult[]) => void }[] = []
  let arrived = Promise.withResolvers<void>()
  return {
    groups,
    write: (calls: readonly WriteCall[]) => {
      const { promise, resolve } = Promise.withResolvers<readonly CallResult[]>()
      groups.push({ calls, answer: resolve })
      arrived.resolve()
      arrived = Promise.withResolvers<void>()
      return promise
    },
    next: () => arrived.promise,
  }
}

const written = (calls: readonly WriteCall[]): readonly CallResult[] =>
  calls.map((_, index) => ({ ok: true, seq: index + 1 }))

const limits = { place: 'test', flushEvents: 4, maxPending: 100 }

test('a group is written as soon as it is large enough', async () => {
  const writer = heldWriter()
  const commits = createGroupCommit({ ...limits, write: writer.write })
  const calls = [commits.submit(call(1)), commits.submit(call(3))]
  expect(writer.groups.map(({ calls }) => calls.length)).toEqual([2])
  writer.groups[0]?.answer(written(writer.groups[0].calls))
  await expect(Promise.all(calls)).resolves.toEqual([1, 2])
})

test('a lonely call is written at once, with those of the same turn', async () => {
  const writer = heldWriter()
  const commits = createGroupCommit({ ...limits, write: writer.write })
  const lonely = [commits.submit(call(1)), commits.submit(call(1))]
  expect(writer.groups).toHaveLength(0)
  await writer.next()
  writer.groups[0]?.answer([
    { ok: true, seq: 9 },
    { ok: true, seq: 10 },
  ])
  await expect(Promise.all(lonely)).resolves.toEqual([9, 10])
})

test('while a group is written the next one gathers; there is never a second transaction beside it', async () => {
  const writer = heldWriter()
  const commits = createGroupCommit({ ...limits, write: writer.write })
  const first = commits.submit(call(4))
  const later = [commits.submit(call(4)), commits.submit(call(4)), commits.submit(call(1))]
  expect(writer.groups).toHaveLength(1)
  const second = writer.next()
  writer.groups[0]?.answer([{ ok: true, seq: 1 }])
  await first
  await second
  expect(writer.groups.map(({ calls }) => calls.length)).toEqual([1, 3])
  writer.groups[1]?.answer(written(writer.groups[1].calls))
  await expect(Promise.all(later)).resolves.toEqual([1, 2, 3])
})

test('the next group is with the writer before the callers of the last are told', async () => {
  const writer = heldWriter()
  const commits = createGroupCommit({ ...limits, write: writer.write })
  const first = commits.submit(call(4), () => expect(writer.groups).toHaveLength(2))
  const second = commits.submit(call(1))
  writer.groups[0]?.answer([{ ok: true, seq: 1 }])
  await first
  writer.groups[1]?.answer([{ ok: true, seq: 5 }])
  await expect(second).resolves.toBe(5)
})

test('when the disk is full every call of the group is told, and the next group is tried', async () => {
  const answers: readonly CallResult[][] = [
    [
      { ok: false, code: 'journal.full', detail: '' },
      { ok: false, code: 'journal.full', detail: '' },
    ],
    [{ ok: true, seq: 1 }],
  ]
  let group = 0
  const commits = createGroupCommit({ ...limits, write: async () => answers[group++] ?? [] })
  const refused = await Promise.allSettled([commits.submit(call(2)), commits.submit(call(2))])
  expect(refused).toMatchObject([{ reason: { code: 'journal.full' } }, { reason: { code: 'journal.full' } }])
  await expect(commits.submit(call(4))).resolves.toBe(1)
})

test('a writer that died refuses the group and all that come later', async () => {
  const commits = createGroupCommit({ ...limits, write: () => Promise.reject(new Error('thread ended')) })
  await expect(commits.submit(call(4))).rejects.toMatchObject({ code: 'journal.append' })
  await expect(commits.submit(call(4))).rejects.toMatchObject({ code: 'journal.append' })
})

test('calls that wait hold their place until they are answered', async () => {
  const writer = heldWriter()
  const commits = createGroupCommit({ ...limits, maxPending: 5, write: writer.write })
  const first = commits.submit(call(4))
  await expect(commits.submit(call(2))).rejects.toMatchObject({ code: 'journal.busy' })
  writer.groups[0]?.answer([{ ok: true, seq: 1 }])
  await first
  const arrived = writer.next()
  const second = commits.submit(call(5))
  await arrived
  writer.groups[1]?.answer([{ ok: true, seq: 5 }])
  await expect(second).resolves.toBe(5)
})
