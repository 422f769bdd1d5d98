import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSigner, generateCentreKey } from '../../../edge/central/centre-key.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { type EventsMessage, eventsMessageSchema } from '../../../edge/ports/feed/messages.ts'
import type { StreamEntry, StreamPosition, StreamSource } from '../../../edge/ports/journal.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { createAlarms } from '../../../edge/replication/alarms.ts'
import type { Connection } from '../../../edge/replication/connection.ts'
import { comparePositions } from '../../../edge/replication/position.ts'
import { runSession } from '../../../edge/replication/session.ts'
import { createStreamState } from '../../../edge/replication/stream-state.ts'
import { customsNote } from '../../contract/journal/sample-events.ts'

const key = generateCentreKey()
const sign = createSigner(key.privateKey)
const gateway = { checkpoint: 'karasu', gateway: 'gw-1' }

function entry(epoch: number, seq: number, note = 'x'): StreamEntry {
  const fact = customsNote('c-1', note)
  return {
    party: 'KAZ',
    epoch,
    seq,
    withheld: [],
    event: { ...fact, epoch, seq, recordTime: fact.eventTime },
  }
}

const stream = (epoch: number, count: number, note?: string) =>
  Array.from({ length: count }, (_, index) => entry(epoch, index + 1, note))

/** A session over a connection whose broker answers only when told. */
function bench(
  entries: readonly StreamEntry[],
  limits: {
    readonly receiveMaximum?: number
    readonly window?: number
    readonly batch?: number
    readonly answersBirth?: boolean
    readonly acknowledge?: 'broker'
    /** Of this run; without it that of the last entry. */
    readonly epoch?: number
  } = {},
) {
  const cursors: StreamPosition[] = []
  const held = [...entries]
  const headOf = (): StreamPosition => {
    const last = held.at(-1)
    if (limits.epoch !== undefined && last?.epoch !== limits.epoch) return { epoch: limits.epoch, seq: 0 }
    return last === undefined ? { epoch: 1, seq: 0 } : { epoch: last.epoch, seq: last.seq }
  }
  const source: StreamSource = {
    readStream: async (_party, after, limit) =>
      held.filter((candidate) => comparePositions(candidate, after) > 0).slice(0, limit),
    streamHead: async () => headOf(),
    streamCount: async () => 0,
    cursor: async () => ({ epoch: 1, seq: 0 }),
    moveCursor: async (_party, position) => {
      cursors.push(position)
    },
    onRecorded: () => () => undefined,
  }
  const sent: { message: EventsMessage; done: Parameters<Connection['publish']>[2] }[] = []
  const silences: number[] = []
  const births: ((error?: Error) => void)[] = []
  const ended: string[] = []
  const state = createStreamState({ epoch: 1, seq: 0 })
  const alarms = createAlarms(silentLog)
  const session = runSession({
    source,
    gateway,
    party: 'KAZ',
    link: {
      brokerUrl: '',
      centreKey: key.publicKey,
      window: limits.window ?? 100,
      batch: limits.batch ?? 10,
      ...(limits.acknowledge && { acknowledge: limits.acknowledge }),
    },
    log: silentLog,
    clock: systemClock,
    random: () => 0,
    id: 's1',
    connection: {
      receiveMaximum: limits.receiveMaximum ?? 65_535,
      maximumPacketSize: 268_435_455,
      publish: (topic, payload, done) => {
        if (topic === 'birth') {
          births.push(done)
          if (limits.answersBirth !== false) done()
          return
        }
        sent.push({ message: eventsMessageSchema.parse(JSON.parse(payload)), done })
      },
      publishOnce: () => undefined,
      publishRetained: () => undefined,
      close: async () => undefined,
      destroy: () => undefined,
    },
    state,
    centreKey: createPublicKey({ key: Buffer.from(key.publicKey, 'base64'), format: 'der', type: 'spki' }),
    alarms,
    topic: 'evt',
    birth: { topic: 'birth', payload: '{}' },
    silences: 0,
    acknowledgeMs: 60_000,
    head: headOf,
    refresh: async () => undefined,
    onChanged: () => undefined,
    onHeard: () => undefined,
    onSilence: () => silences.push(1),
    end: (reason) => ended.push(reason),
  })
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  const acknowledge = (epoch: number, watermark: number, changes: object = {}): Promise<void> => {
    const statement = { party: 'KAZ' as const, ...gateway, session: 's1', epoch, watermark, ...changes }
    const at = '2026-05-01T10:00:00.000Z'
    session.onAcknowledgement(Buffer.from(JSON.stringify({ ...statement, at, signature: sign(statement) })))
    return settled()
  }
  const ranges = () => sent.map(({ message }) => [message.epoch, message.from, message.to])
  const record = async (...more: readonly StreamEntry[]): Promise<void> => {
    held.push(...more)
    session.wake()
    await settled()
  }
  return {
    silences,
    births,
    record,
    session,
    sent,
    state,
    cursors,
    alarms,
    ended,
    settled,
    acknowledge,
    ranges,
  }
}

test('no more messages are under way than the broker takes, whatever the window', async () => {
  const { session, sent, settled, ranges } = bench(stream(1, 100), { receiveMaximum: 2 })
  session.wake()
  await settled()
  expect(ranges()).toEqual([
    [1, 1, 10],
    [1, 11, 20],
  ])
  sent[0]?.done()
  await settled()
  expect(sent).toHaveLength(3)
  session.stop()
})

test('a PUBACK moves no cursor and opens no window: only the centre does', async () => {
  const { session, sent, cursors, settled, acknowledge } = bench(stream(1, 100), { window: 3 })
  session.wake()
  await settled()
  for (const { done } of sent) done()
  await settled()
  expect(sent).toHaveLength(3)
  expect(cursors).toEqual([])
  await acknowledge(1, 10)
  expect(cursors).toEqual([{ epoch: 1, seq: 10 }])
  expect(sent).toHaveLength(4)
  session.stop()
})

test('an acknowledgement of another session is not heard', async () => {
  const { session, cursors, settled, acknowledge } = bench(stream(1, 20))
  session.wake()
  await settled()
  await acknowledge(1, 20, { session: 's0' })
  expect(cursors).toEqual([])
  session.stop()
})

test('a lower watermark sends everything after it again, with an alarm', async () => {
  const { session, cursors, alarms, settled, acknowledge, ranges } = bench(stream(1, 30))
  session.wake()
  await settled()
  await acknowledge(1, 30)
  await acknowledge(1, 20)
  expect(cursors.at(-1)).toEqual({ epoch: 1, seq: 20 })
  expect(ranges().at(-1)).toEqual([1, 21, 30])
  expect(alarms.list()).toEqual([expect.stringMatching(/^centre-went-back/)])
  session.stop()
})

test('a new epoch begins only when the centre has all of the one before, and says where that ended', async () => {
  const { session, sent, settled, acknowledge, ranges } = bench([...stream(1, 10), ...stream(2, 5)])
  session.wake()
  await settled()
  expect(ranges()).toEqual([[1, 1, 10]])
  await acknowledge(1, 10)
  expect(ranges().at(-1)).toEqual([2, 1, 5])
  expect(sent.at(-1)?.message.after).toEqual({ epoch: 1, seq: 10 })
  session.stop()
})

test('a gap that the centre names is answered; one that was never sent is not', async () => {
  const { session, sent, settled, ranges } = bench(stream(1, 30))
  session.wake()
  await settled()
  const ask = (gap: readonly [number, number]) =>
    session.onCommand(Buffer.from(JSON.stringify({ ...gateway, party: 'KAZ', epoch: 1, gap })))
  ask([5, 7])
  ask([20, 31])
  session.onCommand(Buffer.from('{"gap":"all"}'))
  await settled()
  expect(ranges().slice(3)).toEqual([[1, 5, 7]])
  expect(sent.at(-1)?.message).not.toHaveProperty('after')
  session.stop()
})

test('large events share a message only as far as a broker takes it', async () => {
  const { session, sent, settled } = bench(stream(1, 10, 'x'.repeat(100_000)))
  session.wake()
  await settled()
  expect(sent.map(({ message }) => message.events.length)).toEqual([2, 2, 2, 2, 2])
  session.stop()
})

test('a refusal of the broker ends the connection and raises an alarm', async () => {
  const { session, sent, ended, alarms, settled } = bench(stream(1, 10))
  session.wake()
  await settled()
  sent[0]?.done(new Error('Reason 135.'))
  expect(ended).toEqual(['Reason 135.'])
  expect(alarms.list()).toEqual(['broker-refused: Reason 135.'])
  session.stop()
})

test('a stopped session sends nothing more', async () => {
  const { session, sent, settled, acknowledge } = bench(stream(1, 100), { window: 1 })
  session.wake()
  await settled()
  session.stop()
  await acknowledge(1, 10)
  expect(sent).toHaveLength(1)
})

test('a new event goes ahead of a backlog that waits, and comes again in its turn', async () => {
  const { session, sent, settled, ranges, record, acknowledge, cursors } = bench(stream(1, 30), { window: 1 })
  session.wake()
  await settled()
  expect(ranges()).toEqual([[1, 1, 10]])
  await record(entry(1, 31))
  expect(ranges().at(-1)).toEqual([1, 31, 31])
  expect(sent.at(-1)?.message).toMatchObject({ live: true })
  expect(sent.at(-1)?.message.after).toBeUndefined()
  for (const { done } of sent) done()
  for (const watermark of [10, 20, 30, 31]) await acknowledge(1, watermark)
  expect(ranges()).toEqual([
    [1, 1, 10],
    [1, 31, 31],
    [1, 11, 20],
    [1, 21, 30],
    [1, 31, 31],
  ])
  expect(cursors.at(-1)).toEqual({ epoch: 1, seq: 31 })
})

test('an event that is next in turn does not go ahead, and a silent centre is not flooded with new ones', async () => {
  const { session, settled, ranges, record } = bench(stream(1, 10), { window: 1 })
  session.wake()
  await settled()
  await record(entry(1, 11))
  expect(ranges()).toEqual([[1, 1, 10]])
  const silent = bench(stream(1, 30), { window: 1 })
  silent.session.wake()
  await silent.settled()
  for (let seq = 31; seq < 60; seq++) await silent.record(entry(1, seq))
  expect(silent.sent.length).toBeLessThanOrEqual(3)
})

test('the birth counts too: a broker that takes one message at a time gets no event before it has answered it', async () => {
  const { session, births, sent, settled } = bench(stream(1, 10), { receiveMaximum: 1, answersBirth: false })
  session.wake()
  await settled()
  expect(sent).toHaveLength(0)
  births[0]?.()
  await settled()
  expect(sent).toHaveLength(1)
  session.stop()
})

describe('where the broker acknowledges', () => {
  const started = async (entries = stream(1, 40)) => {
    const made = bench(entries, { acknowledge: 'broker', window: 3 })
    made.session.wake()
    await made.settled()
    return made
  }

  test('its PUBACK moves the cursor, over what it has taken without a gap', async () => {
    const { session, sent, cursors, settled, ranges } = await started()
    expect(ranges()).toHaveLength(3)
    sent[1]?.done()
    await settled()
    expect(cursors).toEqual([])
    sent[0]?.done()
    await settled()
    expect(cursors).toEqual([{ epoch: 1, seq: 20 }])
    expect(ranges()).toHaveLength(4)
    session.stop()
  })

  test('a reason of 0x80 and above moves no cursor, ends the connection and is an alarm', async () => {
    const { session, sent, cursors, settled, ended, alarms } = await started()
    sent[0]?.done(new Error('Reason 151.'), 'nobody')
    sent[1]?.done()
    await settled()
    expect(cursors).toEqual([])
    expect(ended).toEqual(['Reason 151.'])
    expect(alarms.list()).toEqual(['broker-refused: Reason 151.'])
    session.stop()
  })

  test('a message that nobody is subscribed to is lost: no cursor moves, and the next try is of one message', async () => {
    const { session, sent, cursors, settled, ended, alarms, silences } = await started()
    sent[0]?.done(undefined, 'nobody')
    await settled()
    expect(cursors).toEqual([])
    expect(ended).toHaveLength(1)
    expect(silences).toHaveLength(1)
    expect(alarms.list()).toEqual([expect.stringMatching(/^broker-without-subscriber/)])
    session.stop()
  })

  test('a word of a centre counts for nothing, and the answer to a gap moves no cursor', async () => {
    const { session, sent, cursors, settled, acknowledge, ranges } = await started()
    await acknowledge(1, 10)
    for (const { done } of sent.splice(0)) done()
    await settled()
    expect(cursors.at(-1)).toEqual({ epoch: 1, seq: 30 })
    session.onCommand(Buffer.from(JSON.stringify({ ...gateway, party: 'KAZ', epoch: 1, gap: [5, 7] })))
    await settled()
    expect(ranges()).toContainEqual([1, 5, 7])
    sent.find(({ message }) => message.from === 5)?.done()
    await settled()
    expect(cursors.at(-1)).toEqual({ epoch: 1, seq: 30 })
    session.stop()
  })

  test('events come in their order: none goes ahead of a backlog', async () => {
    const { session, record, ranges } = await started()
    await record(entry(1, 41))
    expect(ranges()).toHaveLength(3)
    session.stop()
  })
})

describe('an epoch that the centre has not heard of', () => {
  test('is not begun before the centre has said where it stands; then it is', async () => {
    const { session, settled, ranges, alarms, acknowledge } = bench(stream(9, 5))
    session.wake()
    await settled()
    expect(ranges()).toEqual([])
    expect(alarms.list()).toEqual([expect.stringMatching(/^waits-for-centre/)])
    await acknowledge(1, 0)
    expect(ranges()).toEqual([[9, 1, 5]])
    await acknowledge(9, 5)
    expect(alarms.list()).toEqual([])
    session.stop()
  })

  test('what the centre has of the epoch before and the journal has not is named', async () => {
    const { session, settled, ranges, alarms, acknowledge } = bench(stream(1, 10), { epoch: 9 })
    session.wake()
    await settled()
    await acknowledge(1, 30)
    expect(ranges()).toEqual([[1, 1, 10]])
    expect(alarms.list()).toEqual([expect.stringMatching(/^backup-lacked: the centre has 1\/30/)])
    session.stop()
  })

  test('a centre that is in a later one still gets nothing', async () => {
    const { session, settled, ranges, alarms, acknowledge } = bench(stream(9, 5))
    session.wake()
    await settled()
    await acknowledge(12, 3)
    expect(ranges()).toEqual([])
    expect(alarms.list()).toContainEqual(expect.stringMatching(/^journal-behind-centre.*new-epoch$/))
    session.stop()
  })
})
