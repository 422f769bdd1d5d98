import { expect, test } from 'vitest'
import { cloudEventSchema } from '../../../edge/ports/feed/messages.ts'
import type { StreamEntry } from '../../../edge/ports/journal.ts'
import { cloudEvent } from '../../../edge/replication/cloud-event.ts'
import { barrierOpened, customsNote } from '../../contract/journal/sample-events.ts'

const gateway = { checkpoint: 'karasu', gateway: 'gw-1' }

function entry(fact: ReturnType<typeof customsNote>, withheld: readonly string[] = []): StreamEntry {
  const event = { ...fact, epoch: 1, seq: 70, recordTime: '2026-05-01T10:00:00.005Z' }
  return { party: 'KAZ', epoch: 2, seq: 7, withheld, event }
}

test('an event of a crossing becomes a CloudEvent with flat extension attributes', () => {
  const fact = customsNote('c-1', 'seal 4711')
  const made = cloudEvent(entry({ ...fact, corrects: 'e0', reason: 'misread' }, ['note']), gateway)
  expect(made).toEqual({
    specversion: '1.0',
    id: fact.id,
    source: '/jbc/v1/karasu/gw-1',
    type: 'kz.kg.jbc.ControlCompleted',
    subject: 'c-1',
    time: '2026-05-01T10:00:00.000Z',
    datacontenttype: 'application/json',
    epoch: 2,
    seq: 7,
    recordtime: '2026-05-01T10:00:00.005Z',
    lane: 'lane-1',
    actorkind: 'officer',
    actorid: 'KZ-1001',
    actorparty: 'KAZ',
    actorbody: 'customs',
    corrects: 'e0',
    reason: 'misread',
    withheld: 'note',
    data: fact.event.data,
  })
  expect(cloudEventSchema.parse(made)).toEqual(made)
})

test('names of extension attributes are as CloudEvents asks: lower-case letters and digits', () => {
  const made = cloudEvent(entry(customsNote('c-1', 'x')), gateway)
  for (const name of Object.keys(made)) expect(name).toMatch(/^[a-z0-9]{1,20}$/)
})

test('what a fact has not is absent, not null', () => {
  const made = cloudEvent(
    entry(barrierOpened({ crossing: null, lane: null, actor: { kind: 'device', device: 'board-1' } })),
    gateway,
  )
  expect(made).toMatchObject({ actorkind: 'device', actorid: 'board-1' })
  for (const name of ['subject', 'lane', 'actorparty', 'corrects', 'reason', 'withheld']) {
    expect(made).not.toHaveProperty(name)
  }
})
