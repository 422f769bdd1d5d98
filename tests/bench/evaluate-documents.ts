/**
 * How much of a folder of pictures the document pipeline reads. `labels.json`: {file: [lines]}, [] where no MRZ is;
 * `illegible.json`, if there: [file] of those that `models/training/documents/legible.py` holds for no longer readable.
 * Run: npm run eval:documents -- DIR [--misses]
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { silentLog } from '../../edge/ports/log.ts'
import { createDocumentRecogniser } from '../../edge/recognition/documents/recogniser.ts'

const [folder, misses] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('usage: npm run eval:documents -- DIR [--misses]\n')
  process.exit(2)
}
const truth: Record<string, string[]> = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8'))
const illegibleFile = join(folder, 'illegible.json')
const illegible = new Set<string>(
  existsSync(illegibleFile) ? JSON.parse(readFileSync(illegibleFile, 'utf8')) : [],
)
const recogniser = await createDocumentRecogniser({
  modelsDirectory: resolve(import.meta.dirname, '../../models'),
  workers: 1,
  log: silentLog,
})
interface Tally {
  pictures: number
  found: number
  exact: number
  accepted: number
  wrongAccepted: number
}
const tallies = new Map<string, Tally>()
const times: number[] = []
for (const [file, lines] of Object.entries(truth)) {
  const { documents, ms } = await recogniser.readDocument(readFileSync(join(folder, file)))
  times.push(ms.total)
  const visa = lines[0]?.startsWith('V') === true
  const names: Record<number, string> = {
    30: 'TD1',
    36: visa ? 'MRV-B' : 'TD2',
    44: visa ? 'MRV-A' : 'TD3',
  }
  const name = names[lines[0]?.length ?? 0] ?? 'none'
  const want = lines.join('\n')
  const got = documents.map((document) => document.lines.join('\n'))
  const exact = want === '' ? got.length === 0 : got.includes(want)
  const wrong = documents.some((document, i) => document.accepted && got[i] !== want)
  const accepted = documents.some((document) => document.accepted)
  for (const key of [name, 'all', illegible.has(file) ? 'illegible' : 'legible']) {
    const tally = tallies.get(key) ?? { pictures: 0, found: 0, exact: 0, accepted: 0, wrongAccepted: 0 }
    tally.pictures += 1
    tally.found += Number(got.length > 0)
    tally.exact += Number(exact)
    tally.accepted += Number(accepted)
    tally.wrongAccepted += Number(wrong)
    tallies.set(key, tally)
  }
  if (!exact && misses === '--misses') {
    process.stdout.write(
      `${file}${illegible.has(file) ? ' (illegible)' : ''}${wrong ? ' WRONG' : ''}\n  ${want.replaceAll('\n', '\n  ')}\n  ${got.join(' | ').replaceAll('\n', '\n  ')}\n`,
    )
  }
}
await recogniser.close()
const sorted = times.toSorted((a, b) => a - b)
for (const [name, tally] of tallies) process.stdout.write(`${name}: ${JSON.stringify(tally)}\n`)
process.stdout.write(`median ${(sorted[sorted.length >> 1] ?? 0).toFixed(0)} ms\n`)
