/**
 * Plants each fault alone in a copy of the sources and runs the quick tests of the domain: each must fail.
 * Run: npm run test:faults
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Fault, faults } from './faults.ts'
import { journalFaults } from './journal-faults.ts'
import { lawFaults } from './law-faults.ts'
import { noticeFaults } from './notice-faults.ts'
import { readerFaults } from './reader-faults.ts'

const root = resolve(import.meta.dirname, '../..')
const copy = mkdtempSync(join(tmpdir(), 'ayaldama-faults-'))
const suites = ['tests/unit/crossing', 'tests/unit/law', 'tests/property/crossing']
const engine = ['unit', 'contract', 'property'].flatMap((kind) =>
  ['journal', 'replication', 'central'].map((part) => `tests/${kind}/${part}`),
)
/**
 * `AYALDAMA_FAULTS` names one group: of the agreements, of notices and evidence, of the way of a document, of
 * journal and streams.
 */
const groups: Readonly<Record<string, readonly Fault[]>> = {
  law: lawFaults,
  notices: noticeFaults,
  readers: readerFaults,
  journal: journalFaults.map((fault) => ({ ...fault, tests: engine })),
}
const planted = groups[process.env.AYALDAMA_FAULTS ?? ''] ?? [
  ...faults,
  ...lawFaults,
  ...noticeFaults,
  ...readerFaults,
]

function testsPass(suites: readonly string[]): boolean {
  const { status, error } = spawnSync(
    join(root, 'node_modules/.bin/vitest'),
    ['run', '--bail', '1', '--reporter', 'dot', ...suites],
    { cwd: copy, stdio: 'ignore', env: { ...process.env, AYALDAMA_SEQUENCES: '1000' } },
  )
  if (error) throw error
  return status === 0
}

let caught = 0
const problems: string[] = []
try {
  for (const part of [
    'edge',
    'drivers',
    'tests',
    'config',
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
  ]) {
    cpSync(join(root, part), join(copy, part), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  // Where the tests fail without a fault, every fault would look caught.
  const all = planted.flatMap(({ tests = suites }) => tests)
  if (!testsPass([...new Set(all)])) problems.push('the tests fail with no fault planted')
  for (const { what, file, find, replace, tests = suites } of problems.length > 0 ? [] : planted) {
    const place = join(copy, file)
    const sound = readFileSync(place, 'utf8')
    const times = sound.split(find).length - 1
    if (times !== 1) {
      problems.push(`${what}: its text stands ${times} times in ${file}, not once`)
      continue
    }
    writeFileSync(
      place,
      sound.replace(find, () => replace),
    )
    if (testsPass(tests)) problems.push(`not caught: ${what} (${file})`)
    else caught += 1
    writeFileSync(place, sound)
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.stdout.write(`${caught}/${planted.length} planted faults caught\n`)
process.exitCode = problems.length === 0 ? 0 : 1
