/**
 * Writes groups of calls of every kind into a journal and prints, as one line of JSON a group, what it has
 * promised once the group is durable: `writing-store.ts FILE GROUPS SEED`. Runs under strace, in one thread, so
 * that the order of its calls to the system is the order in which they were made.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { seededRandom } from '../../../drivers/simulator/camera/scene/random.ts'
import { parties } from '../../../edge/domain/party.ts'
import type { WriteCall } from '../../../edge/journal/protocol.ts'
import { prepare } from '../../../edge/journal/rows.ts'
import { openStore } from '../../../edge/journal/store.ts'
import type { NewEvent } from '../../../edge/ports/journal.ts'
import { benchEvent } from '../../bench/journal/load.ts'
import type { JournalPromise } from '../../storms/power-journal.ts'

const [file = '', groups = '0', seed = '1'] = process.argv.slice(2)
const random = seededRandom(Number(seed))
const { privateKey } = generateKeyPairSync('ed25519')
const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
const store = openStore(file, false, { checkpoint: 'karasu', gateway: 'gw-1', privateKey })
const other = new Database(file)
const newestHead = other.prepare<[], { size: number; root: string }>(
  'SELECT size, root FROM heads ORDER BY size DESC LIMIT 1',
)
const recordTime = '2026-05-01T10:00:00.000Z'
const later = '2026-05-01T11:00:00.000Z'
let made = 0
let cosigned = 0
let known: NewEvent | undefined

/** A call, and what holds for good when it was taken with this answer; `refused`: it must not be taken. */
interface Planned {
  readonly call: WriteCall
  readonly promise: (answer: number) => JournalPromise
  readonly refused?: true
}

function someEvent(): NewEvent {
  const event = benchEvent(made++)
  // Some rows are longer than a page.
  return random() < 0.1 ? { ...event, reason: 'x'.repeat(Math.floor(random() * 9_000)) } : event
}

function append(events: readonly NewEvent[]): WriteCall {
  return { kind: 'append', recordTime, events: events.map(prepare) }
}

function someCalls(): readonly Planned[] {
  const events = Array.from({ length: 1 + Math.floor(random() * 8) }, someEvent)
  const planned: Planned[] = [{ call: append(events), promise: () => ({ ids: events.map(({ id }) => id) }) }]
  if (random() < 0.1 && known !== undefined) {
    const fresh = someEvent()
    const call = append([fresh, known])
    planned.push({ call, promise: () => ({ absent: [fresh.id] }), refused: true })
  }
  if (random() < 0.3) {
    const position = { epoch: store.epoch, seq: made }
    const call = { kind: 'cursor', party: 'KAZ', position, at: later } as const
    planned.push({ call, promise: () => ({ cursor: position.seq }) })
  }
  if (random() < 0.2) {
    planned.push({ call: { kind: 'head', at: later }, promise: (size) => ({ head: size }) })
  }
  const head = newestHead.get()
  if (random() < 0.1 && head !== undefined) {
    cosigned = head.size
    for (const party of parties) {
      const cosignature = { party, ...head, at: later, signature: 'A'.repeat(86) }
      planned.push({ call: { kind: 'cosignature', cosignature }, promise: () => ({}) })
    }
  }
  if (random() < 0.05) {
    const id = `erased-${made}`
    const size = cosigned
    const call = { kind: 'erase', before: later, at: later, id, lane: null } as const
    planned.push({ call, promise: (events) => (events > 0 ? { ids: [id], erased: size } : {}) })
  }
  known = events[0]
  return planned
}

for (let group = 0; group < Number(groups); group++) {
  const planned = someCalls()
  const results = store.write(planned.map(({ call }) => call))
  const promises = planned.map(({ call, promise, refused }, index): JournalPromise => {
    const result = results[index]
    if (result === undefined || result.ok === (refused ?? false)) throw new Error(`${call.kind}: not so`)
    return promise(result.ok ? result.seq : 0)
  })
  writeSync(1, `${JSON.stringify([{ key }, ...promises])}\n`)
  // Sooner than at the thousand pages of SQLite, so that a short trace has checkpoints too.
  if (random() < 0.06) other.pragma('wal_checkpoint(PASSIVE)')
}
// No close: it would checkpoint and take the log away.
process.kill(process.pid, 'SIGKILL')
