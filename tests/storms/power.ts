/**
 * Records every write and sync of a journal's and of a centre's files, and rebuilds what a disk may hold when the
 * power goes at any moment: of the writes since the last sync none, all, some, or some of their sectors. Each
 * image is opened as at a start, written on, and checked against all that was promised before the moment. Names
 * of files are taken as kept. Exit 1 where one is not as promised. `--plant no-sync` takes a disk that ignores
 * syncs: the storm must then find losses. One recording is good for `--each` images; `--from` goes on behind
 * the images that an earlier run has made.
 * Run: npm run storm:power -- --images 100000 --seed 1
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
import { seededRandom } from '../../drivers/simulator/camera/scene/random.ts'
import { requireSystem } from '../support/system-package.ts'
import { diskOf } from './disk-images.ts'
import { traceDisk } from './disk-trace.ts'
import { centreOnDisk } from './power-centre.ts'
import { journalOnDisk } from './power-journal.ts'

/** A file of SQLite with its log, a program that writes it and says what it promises, and a judge of images. */
export interface PowerSubject {
  readonly files: readonly [database: string, log: string]
  /** Arguments: file, transactions, seed. One line of JSON a transaction that is durable. */
  readonly program: URL
  /** Makes the file that the program starts on. */
  readonly begin: (file: string) => void
  /** What is wrong with the files at a place, by the lines that were printed before the cut; null: nothing. */
  readonly judge: (place: string, lines: readonly unknown[]) => string | null
}

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    each: { type: 'string', default: '1000' },
    groups: { type: 'string', default: '60' },
    plant: { type: 'string', default: '' },
  },
})
if (!requireSystem('strace', 'strace')) process.exit(0)
const each = Number(values.each)
const end = Number(values.images)
// Memory is enough for images: what a disk would keep of them is decided here.
const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ayaldama-power-'))

/** Images of one recording; answers how many were not as promised. */
function oneRecording(subject: PowerSubject, seed: number, images: number): number {
  const random = seededRandom(seed)
  const traced = join(directory, 'traced')
  rmSync(traced, { recursive: true, force: true })
  mkdirSync(traced)
  const [database] = subject.files
  const file = join(traced, database)
  subject.begin(file)
  const start = join(directory, 'start.db')
  copyFileSync(file, start)
  const args = [file, values.groups, String(seed)]
  const steps = traceDisk(subject.program.pathname, args, subject.files, join(directory, 'trace.txt'))
  const promises = steps.filter(({ step }) => step === 'promise').length
  const syncs = steps.filter(({ step }) => step === 'sync').length
  const checkpoints = steps.filter((step) => step.step === 'sync' && step.file === database).length
  if (promises !== Number(values.groups)) throw new Error(`seed ${seed}: ${promises} promises were seen`)

  const disk = diskOf(new Map([[database, readFileSync(start)]]), random, {
    syncs: values.plant !== 'no-sync',
  })
  const lines: unknown[] = []
  const cuts = Array.from({ length: images }, () => Math.floor(random() * (steps.length + 1)))
  const place = join(directory, 'image')
  let at = 0
  let bad = 0
  for (const cut of cuts.sort((a, b) => a - b)) {
    for (const step of steps.slice(at, cut)) {
      if (step.step === 'promise') lines.push(JSON.parse(step.line))
      else disk.take(step)
    }
    at = cut
    rmSync(place, { recursive: true, force: true })
    mkdirSync(place)
    for (const [name, bytes] of disk.cutPower()) writeFileSync(join(place, name), bytes)
    const wrong = judged(subject, place, lines)
    if (wrong === null) continue
    bad += 1
    if (bad <= 5) process.stdout.write(`${database}, seed ${seed}, after step ${cut}: ${wrong}\n`)
  }
  process.stdout.write(
    `${database}, seed ${seed}: ${steps.length} steps, ${syncs} syncs (${checkpoints} of checkpoints), ${promises} promises; `,
  )
  return bad
}

function judged(subject: PowerSubject, place: string, lines: readonly unknown[]): string | null {
  try {
    return subject.judge(place, lines)
  } catch (error) {
    return `it does not open: ${error instanceof Error ? error.message : String(error)}`
  }
}

try {
  let bad = 0
  let made = 0
  const began = performance.now()
  for (let from = Number(values.from); from < end; from += each) {
    const recording = Math.floor(from / each)
    const images = Math.min(each, end - from)
    // Gateways lose power more often than centres.
    const subject = recording % 3 === 2 ? centreOnDisk : journalOnDisk
    bad += oneRecording(subject, Number(values.seed) + recording, images)
    made += images
    const rate = (made / (performance.now() - began)) * 1_000
    process.stdout.write(`images ${from} to ${from + images}, ${bad} not as promised, ${rate.toFixed(0)}/s\n`)
  }
  process.stdout.write(
    `${made} images, seed ${values.seed}: ${made - bad} whole with all that was promised, ${bad} not\n`,
  )
  process.exitCode = bad === 0 ? 0 : 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
