import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parties } from '../../../edge/domain/party.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { openReader } from '../../../edge/journal/reader.ts'
import { prepare } from '../../../edge/journal/rows.ts'
import { openStore } from '../../../edge/journal/store.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import type { NewEvent, Share } from '../../../edge/ports/journal.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { customsNote } from '../../contract/journal/sample-events.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'

const share: fc.Arbitrary<Share> = fc.oneof(
  fc.constant(null),
  fc.record({ withheld: fc.subarray(['note', 'decision', 'control.kind', 'nothing.there']) }),
)
const fact: fc.Arbitrary<NewEvent> = fc
  .record({ id: fc.uuid(), KAZ: share, KGZ: share })
  .map(({ id, KAZ, KGZ }) => ({ ...customsNote('c-1', 'seal 4711'), id, shares: { KAZ, KGZ } }))

/** Calls of the journal; between some of them it is opened again, once in a while in a new epoch. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.array(fact, { minLength: 1, maxLength: 4 }).map((events) => ({ events })) },
  { weight: 1, arbitrary: fc.boolean().map((newEpoch) => ({ newEpoch })) },
)

test('whatever is withheld, refused or restored, streams have no gap and show nothing withheld', async () => {
  const directory = await testDirectory()
  let run = 0
  try {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const file = join(directory, `${run++}.db`)
        let store = openStore(file, false)
        const written: NewEvent[] = []
        const ids = new Set<string>()
        for (const step of steps) {
          if ('newEpoch' in step) {
            store.close()
            store = openStore(file, step.newEpoch)
            continue
          }
          const events = step.events.map((event) => prepare(event, 'now'))
          const [result] = store.write([{ kind: 'append', events }])
          const fresh = step.events.filter(({ id }, index, all) => {
            return !ids.has(id) && all.findIndex((other) => other.id === id) === index
          })
          expect(result?.ok).toBe(fresh.length === step.events.length)
          if (!result?.ok) continue
          for (const event of step.events) ids.add(event.id)
          written.push(...step.events)
        }
        const reader = openReader(file)
        for (const party of parties) {
          const entries = reader.readStream(party, { epoch: 1, seq: 0 }, 1_000)
          expect(entries.map(({ event }) => event.id)).toEqual(
            written.filter(({ shares }) => shares[party] !== null).map(({ id }) => id),
          )
          const next = new Map<number, number>()
          for (const { epoch, seq, withheld, event } of entries) {
            expect(seq).toBe((next.get(epoch) ?? 0) + 1)
            next.set(epoch, seq)
            const policy = event.shares[party]?.withheld ?? []
            expect([...withheld].sort()).toEqual(policy.filter((path) => path !== 'nothing.there').sort())
            if (policy.includes('note')) expect(event.event.data).not.toHaveProperty('note')
            else expect(event.event.data).toHaveProperty('note')
          }
          expect(reader.streamCount(party, { epoch: 1, seq: 0 })).toBe(entries.length)
        }
        reader.close()
        store.close()
      }),
      { numRuns: 30 },
    )
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

test('many callers at once get numbers without gap or repetition', async () => {
  const directory = await testDirectory()
  const journal = await openJournal({ directory, log: silentLog, clock: systemClock })
  try {
    const calls = fc.sample(fc.array(fact, { minLength: 1, maxLength: 5 }), { numRuns: 200, seed: 7 })
    const unique = calls.map((events) => events.map((event) => ({ ...event, id: crypto.randomUUID() })))
    const recorded = (await Promise.all(unique.map((events) => journal.append(events)))).flat()
    expect(recorded.map(({ seq }) => seq)).toEqual(recorded.map((_, index) => index + 1))
  } finally {
    await journal.close()
    await rm(directory, { recursive: true, force: true })
  }
})
