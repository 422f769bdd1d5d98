import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { verifyJournal } from '../../edge/journal/verify.ts'
import { playTamper } from './play.ts'
import { makeWholeJournal } from './whole-journal.ts'

/** `npm run test:tamper -- [--count 10000] [--seed 1]`: tampered journals, all to be detected. */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
})
const count = Number(values.count)
const first = Number(values.seed)
const scratch = mkdtempSync(join(tmpdir(), 'ayaldama-tamper-'))
try {
  const whole = await makeWholeJournal(join(scratch, 'whole'))
  const untouched = verifyJournal(whole.directory, whole.keys)
  if (untouched.bad !== null) throw new Error(`the journal is not whole: ${untouched.bad.what}`)
  const counts = new Map<string, { played: number; found: number }>()
  let missed = 0
  for (let seed = first; seed < first + count; seed++) {
    const { kind, what, found } = playTamper(whole, scratch, seed)
    const tally = counts.get(kind) ?? { played: 0, found: 0 }
    tally.played += 1
    if (found !== null) tally.found += 1
    counts.set(kind, tally)
    if (found !== null) continue
    missed += 1
    process.stdout.write(`seed ${seed}: ${kind} not noticed: ${what}\n`)
  }
  for (const [kind, { played, found }] of counts) {
    process.stdout.write(`${kind.padEnd(9)} ${found} of ${played} detected\n`)
  }
  process.stdout.write(`${count - missed} of ${count} tampered journals detected (seeds from ${first})\n`)
  process.exitCode = missed === 0 ? 0 : 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
