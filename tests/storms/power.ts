/**
 * Records every write and sync of the journal's files, and rebuilds what a disk may hold when the power goes
 * at any moment: of the writes since the last sync none, all, some, or some of their sectors. Each image is
 * opened as at a start and verified; every promised event must be there. Names of files are taken as kept.
 * Exit 1 where one is lost or the journal is not whole. `--plant no-sync` takes a disk that ignores syncs:
 * the storm must then find losses. Run: npm run storm:power -- --images 100000 --seed 1
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { seededRandom } from '../../drivers/simulator/camera/scene/random.ts'
import { openStore } from '../../edge/journal/store.ts'
import { verifyJournal } from '../../edge/journal/verify.ts'
import { requireSystem } from '../support/system-package.ts'
import { type Step, traceDisk } from './disk-trace.ts'

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    groups: { type: 'string', default: '150' },
    plant: { type: 'string', default: '' },
  },
})
if (!requireSystem('strace', 'strace')) process.exit(0)
const sector = 512
const files = ['journal.db', 'journal.db-wal']
const random = seededRandom(Number(values.seed))
// Memory is enough for images: what a disk would keep of them is decided here.
const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ayaldama-power-'))

type Change = Extract<Step, { step: 'write' | 'cut' }>

function applied(image: Buffer, change: Change): Buffer {
  if (change.step === 'cut') {
    return change.size <= image.length ? image.subarray(0, change.size) : grown(image, change.size)
  }
  const whole = grown(image, change.at + change.bytes.length)
  change.bytes.copy(whole, change.at)
  return whole
}

/** A copy of at least this size: images share nothing. */
function grown(image: Buffer, size: number): Buffer {
  const whole = Buffer.alloc(Math.max(image.length, size))
  image.copy(whole)
  return whole
}

/** The writes that reached the disk: one of none, all, some, some sectors. */
function survivors(unsynced: readonly Change[]): readonly Change[] {
  const kind = Math.floor(random() * 4)
  if (kind === 0) return []
  if (kind === 1) return unsynced
  const share = random()
  if (kind === 2) return unsynced.filter(() => random() < share)
  return unsynced.flatMap((change): readonly Change[] => {
    if (change.step === 'cut') return random() < share ? [change] : []
    const parts: Change[] = []
    for (let from = 0; from < change.bytes.length; from += sector) {
      const bytes = change.bytes.subarray(from, from + sector)
      if (random() < share) parts.push({ ...change, at: change.at + from, bytes })
    }
    return parts
  })
}

/** What is wrong with an image, or null. */
function judge(images: ReadonlyMap<string, Buffer>, promised: readonly string[]): string | null {
  const place = join(directory, 'image')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place)
  for (const [name, bytes] of images) writeFileSync(join(place, name), bytes)
  const file = join(place, 'journal.db')
  try {
    openStore(file, false).close()
    const { bad } = verifyJournal(place)
    if (bad !== null) return `position ${bad.position}: ${bad.what}`
    const db = new Database(file, { readonly: true })
    const held = new Set(db.prepare<[], string>('SELECT id FROM events').pluck().all())
    db.close()
    const lost = promised.filter((id) => !held.has(id)).length
    return lost === 0 ? null : `${lost} of ${promised.length} promised events are lost`
  } catch (error) {
    return `it does not open: ${error instanceof Error ? error.message : String(error)}`
  }
}

try {
  const traced = join(directory, 'traced')
  mkdirSync(traced)
  const file = join(traced, 'journal.db')
  openStore(file, false).close()
  const start = join(directory, 'start.db')
  copyFileSync(file, start)
  const program = new URL('../support/processes/writing-store.ts', import.meta.url).pathname
  const steps = traceDisk(program, [file, values.groups], files, join(directory, 'trace.txt'))
  const syncs = steps.filter(({ step }) => step === 'sync').length
  const promises = steps.filter(({ step }) => step === 'promise').length
  const checkpoints = steps.filter((step) => step.step === 'sync' && step.file === 'journal.db').length
  if (promises !== Number(values.groups)) throw new Error(`${promises} promises were seen`)
  process.stdout.write(
    `${steps.length} steps, ${syncs} syncs (${checkpoints} of checkpoints), ${promises} promises\n`,
  )

  const count = Number(values.images)
  const cuts = Array.from({ length: count }, () => Math.floor(random() * (steps.length + 1))).sort(
    (a, b) => a - b,
  )
  const durable = new Map<string, Buffer>([['journal.db', readFileSync(start)]])
  const unsynced = new Map<string, Change[]>()
  const promised: string[] = []
  let at = 0
  let bad = 0
  for (const cut of cuts) {
    for (; at < cut; at++) {
      const step = steps[at]
      if (step === undefined) break
      if (step.step === 'promise') promised.push(...step.ids)
      else if (step.step !== 'sync') unsynced.set(step.file, [...(unsynced.get(step.file) ?? []), step])
      else if (values.plant !== 'no-sync') {
        const reached = (unsynced.get(step.file) ?? []).reduce(
          applied,
          durable.get(step.file) ?? Buffer.alloc(0),
        )
        durable.set(step.file, reached)
        unsynced.delete(step.file)
      }
    }
    const images = new Map(durable)
    for (const [name, changes] of unsynced) {
      images.set(name, survivors(changes).reduce(applied, durable.get(name) ?? Buffer.alloc(0)))
    }
    const wrong = judge(images, promised)
    if (wrong === null) continue
    bad += 1
    if (bad <= 5) process.stdout.write(`after step ${cut}: ${wrong}\n`)
  }
  process.stdout.write(
    `${count} images, seed ${values.seed}: ${count - bad} whole with all that was promised, ${bad} not\n`,
  )
  process.exitCode = bad === 0 ? 0 : 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
