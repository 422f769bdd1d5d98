import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openActWatch } from '../../../edge/central/act-watch.ts'
import type { CentreEvent } from '../../../edge/central/store.ts'
import { openCentreStore } from '../../../edge/central/store.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import type { NewEvent } from '../../../edge/ports/journal.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { cloudEvent } from '../../../edge/replication/cloud-event.ts'
import { newEvent } from '../../contract/journal/sample-events.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'
import { type LanePc, lanePc, testAuthority } from '../../support/signed-officer.ts'

let directory: string
let files = 0
let pc: LanePc
const authority = testAuthority()
const gateway = { checkpoint: 'karasu', gateway: 'gw-1' }
const name = 'karasu/gw-1'
const control = { party: 'KAZ', kind: 'customs' } as const

beforeAll(async () => {
  directory = await testDirectory()
  pc = await lanePc('KAZ')
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

async function completed(note: string, at: LanePc = pc): Promise<NewEvent> {
  const stated = { control, decision: 'released', note } as const
  const actor = await at.act('CompleteControl', stated, { crossing: 'c-1' })
  const shares = { KAZ: { withheld: [] }, KGZ: { withheld: ['note'] } }
  const data = { ...stated, lawInForce: 'KAZ' } as const
  return newEvent({ type: 'ControlCompleted', data }, { actor, shares })
}

/** What the centre of KGZ stores of these facts, as they come over the line. */
async function received(facts: readonly NewEvent[]): Promise<CentreEvent[]> {
  const folder = join(directory, `journal-${files++}`)
  const journal = await openJournal({ directory: folder, log: silentLog, clock: systemClock })
  for (const fact of facts) await journal.append([fact])
  const entries = await journal.readStream('KGZ', { epoch: 1, seq: 0 }, 100)
  await journal.close()
  const store = openCentreStore(join(directory, `${files++}.db`))
  const events = entries.map((entry) => cloudEvent(entry, gateway))
  const [last] = events.slice(-1)
  store.store(name, {
    ...{ ...gateway, party: 'KGZ', session: 's', epoch: 1, from: 1, to: last?.seq ?? 1, events },
  })
  const stored = store.events(null)
  store.close()
  return [...stored]
}

function watch(events: readonly CentreEvent[], file = join(directory, `${files++}.db`)) {
  return openActWatch({
    ...{ party: 'KGZ', file, required: false, authorities: { KAZ: authority.key } },
    events: (_, after, limit) => events.filter(({ seq }) => seq > after.seq).slice(0, limit),
  })
}
const approval = () => newEvent(pc.approval(authority), { crossing: null })
const all = { epoch: 1, seq: 100 }

test('the other Party’s centre verifies an act of which it is not given the note', async () => {
  const events = await received([approval(), await completed('seal 4711')])
  expect(JSON.stringify(events)).not.toContain('4711')
  const acts = watch(events)
  expect(acts.judge(name, all)).toEqual([])
  expect(acts.summary(name)).toEqual({ signed: 1, unsigned: 0, alarms: [], requests: [] })
  acts.close()
})

test('a fact that the gateway wrote itself is an alarm that names gateway and event', async () => {
  const [list, act] = await received([approval(), await completed('seal 4711')])
  if (!list || !act) throw new Error('two facts were stored')
  const data = { ...act.event.data, decision: 'detained' }
  const acts = watch([list, { ...act, event: { ...act.event, data } as never }])
  const alarms = acts.judge(name, all)
  expect(alarms).toHaveLength(1)
  expect(alarms[0]).toContain(`${name} 1/2 (${act.id})`)
  acts.close()
})

test('an act under a key that only the gateway knows is an alarm; alarms outlive a restart and come once', async () => {
  const events = await received([await completed('x')])
  const file = join(directory, 'kept.db')
  const acts = watch(events, file)
  expect(acts.judge(name, all)).toHaveLength(1)
  acts.close()
  const again = watch(events, file)
  expect(again.judge(name, all)).toEqual([])
  expect(again.summary(name).alarms).toHaveLength(1)
  again.close()
})

test('acts are judged behind the watermark only, where nothing is missing before them', async () => {
  const events = await received([approval(), await completed('x')])
  const acts = watch(events)
  acts.judge(name, { epoch: 1, seq: 1 })
  expect(acts.summary(name).signed).toBe(0)
  acts.judge(name, { epoch: 1, seq: 2 })
  expect(acts.summary(name).signed).toBe(1)
  acts.close()
})

test('a key that a later list leaves out signs nothing from then on, and the one that took its place does', async () => {
  const next = await lanePc('KAZ')
  const events = await received([
    approval(),
    await completed('by the old key'),
    newEvent(next.approval(authority, 2), { crossing: null }),
    await completed('by the new key', next),
    await completed('by the old key again'),
    // Whoever plays the old list back brings nothing back.
    approval(),
    await completed('by the old key once more'),
  ])
  const acts = watch(events)
  const alarms = acts.judge(name, all)
  expect(alarms.map((alarm) => alarm.slice(0, `${name} 1/5`.length))).toEqual([`${name} 1/5`, `${name} 1/7`])
  expect(acts.summary(name)).toMatchObject({
    signed: 2,
    alarms: [/not approved/, /not approved/].map((words) => expect.stringMatching(words)),
  })
  acts.close()
})
