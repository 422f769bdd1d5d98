import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openCentreStore } from '../../edge/central/store.ts'
import type { EventsMessage } from '../../edge/ports/feed/messages.ts'
import type { PowerSubject } from './power.ts'

/** Once the transaction is durable. */
export interface CentrePromise {
  /** Signed for the gateway, which then forgets. */
  readonly watermark: number
  /** First seq of each message that is stored. */
  readonly messages: readonly number[]
}

export const gatewayOfStorm = 'karasu/gw-1'
const eventsInMessage = 5

/** The n-th message of a stream, the same whenever it is made. */
export function stormMessage(number: number): EventsMessage {
  const from = (number - 1) * eventsInMessage + 1
  const time = '2026-05-01T10:00:00.000Z'
  return {
    ...{ gateway: 'gw-1', checkpoint: 'karasu', party: 'KAZ', session: 's1', epoch: 1 },
    ...{ from, to: from + eventsInMessage - 1, after: { epoch: 1, seq: from - 1 } },
    events: Array.from({ length: eventsInMessage }, (_, index) => ({
      ...{ specversion: '1.0', datacontenttype: 'application/json', source: '/jbc/v1/karasu/gw-1' },
      ...{ type: 'kz.kg.jbc.BarrierOpened', time, recordtime: time, actorkind: 'gateway', epoch: 1 },
      id: `e-${from + index}`,
      subject: `c-${(from + index) % 3}`,
      seq: from + index,
      data: { barrier: 'releaseBarrier', note: 'x'.repeat((from * 37) % 900) },
    })),
  } as EventsMessage
}

/** The store of a centre: what it acknowledged is there once, in order, and what comes again changes nothing. */
export const centreOnDisk: PowerSubject = {
  files: ['centre.db', 'centre.db-wal'],
  program: new URL('../support/processes/writing-centre.ts', import.meta.url),
  begin: (file) => openCentreStore(file).close(),
  judge: (place, lines) => {
    const promises = lines as readonly CentrePromise[]
    const file = join(place, 'centre.db')
    const store = openCentreStore(file)
    const { seq } = store.watermark(gatewayOfStorm)
    const acknowledged = Math.max(0, ...promises.map(({ watermark }) => watermark))
    const before = rowsOf(file)
    // The gateway sends again from what was acknowledged last.
    for (let number = 1; number <= 8; number++) {
      store.store(gatewayOfStorm, stormMessage(Math.floor(acknowledged / eventsInMessage) + number))
    }
    const { duplicates, conflicts } = store.summary(gatewayOfStorm)
    const end = store.watermark(gatewayOfStorm).seq
    store.close()
    if (seq < acknowledged) return `the watermark is ${seq}, and ${acknowledged} was acknowledged`
    if (before.some((id, index) => index < seq && id !== `e-${index + 1}`)) {
      return `not all under the watermark ${seq} is there, in order`
    }
    const stored = promises.flatMap(({ messages }) => messages)
    const held = new Set(before)
    const lost = stored.filter((from) => !held.has(`e-${from}`)).length
    if (lost > 0) return `${lost} of ${stored.length} stored messages are lost`
    if (duplicates + conflicts > 0) return `${duplicates} twice, ${conflicts} in another's place`
    return end < acknowledged + 8 * eventsInMessage ? `the stream stops at ${end}` : null
  },
}

function rowsOf(file: string): readonly string[] {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare<[], string>('SELECT id FROM events ORDER BY epoch, seq').pluck().all()
  } finally {
    db.close()
  }
}
