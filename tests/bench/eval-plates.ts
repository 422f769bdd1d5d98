/**
 * Reads all labelled pictures of a set and compares: found, exact, exact with O/0 and I/1 folded, accepted but
 * wrong; by country and by width of the plate.
 * Run: npm run eval:plates -- DIR [--json] [--worst FILE.png] [--models DIR]
 */
import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createLogger } from '../../edge/operations/logger.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { PlateRecogniser } from '../../edge/ports/recognition.ts'
import { createPlateRecogniser } from '../../edge/recognition/plate-recogniser.ts'
import { contactSheet, type Suspect, worstOf } from './evaluation/contact-sheet.ts'
import { LabelError, type LabelledPicture, readLabels } from './evaluation/labels.ts'
import { scorePlate, type Tally, tallyBy, tallyOf, widthClass } from './evaluation/score.ts'

const ownModels = resolve(import.meta.dirname, '../../models')
const usage = 'usage: npm run eval:plates -- DIR [--json] [--worst FILE.png] [--models DIR]'

interface Evaluated extends Suspect {
  readonly ms: number
  /** Accepted plates where the label has none: each is a false alarm, or a plate that nobody labelled. */
  readonly acceptedUnlabelled: number
  readonly unlabelled: number
}

async function evaluate({ file, plates }: LabelledPicture, recogniser: PlateRecogniser): Promise<Evaluated> {
  const read = await recogniser.readPlates(await readFile(file)).catch((cause) => {
    throw new LabelError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  })
  const scores = plates.map((label) => scorePlate(label, read.plates))
  const others = read.plates.filter((plate) => !plates.some((label) => scorePlate(label, [plate]).found))
  return {
    file,
    scores,
    ms: read.ms.total,
    unlabelled: others.length,
    acceptedUnlabelled: others.filter(({ accepted }) => accepted).length,
  }
}

async function inParallel<In, Out>(items: readonly In[], most: number, work: (item: In) => Promise<Out>) {
  const results: Out[] = []
  const queue = [...items.entries()]
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: most }, worker))
  return results
}

const percent = (part: number, of: number) => (of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`)

function table(
  name: string,
  { plates, texts, found, exact, folded, accepted, wronglyAccepted }: Tally,
): string {
  const cells = [
    String(plates),
    percent(found, plates),
    percent(exact, texts),
    percent(folded, texts),
    percent(accepted, texts),
    percent(wronglyAccepted, texts),
  ]
  return name.padEnd(20) + cells.map((cell) => cell.padStart(11)).join('')
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, worst: { type: 'string' }, models: { type: 'string' } },
  })
  const [directory, ...more] = positionals
  if (directory === undefined || more.length > 0) throw new LabelError(usage)
  const pictures = await readLabels(directory)
  const workers = availableParallelism()
  const modelsDirectory = values.models ?? ownModels
  const recogniser = await createPlateRecogniser({ modelsDirectory, workers, log: createLogger('error') })
  const evaluated = await inParallel(pictures, workers, (picture) => evaluate(picture, recogniser)).finally(
    () => recogniser.close(),
  )
  const scores = evaluated.flatMap((picture) => picture.scores)
  const sum = (of: (picture: Evaluated) => number) => evaluated.reduce((total, one) => total + of(one), 0)
  const result = {
    set: directory,
    pictures: pictures.length,
    all: tallyOf(scores),
    byCountry: tallyBy(scores, ({ country }) => country),
    byWidth: tallyBy(scores, widthClass),
    unlabelled: sum(({ unlabelled }) => unlabelled),
    acceptedUnlabelled: sum(({ acceptedUnlabelled }) => acceptedUnlabelled),
  }
  if (values.worst !== undefined) await writeFile(values.worst, await contactSheet(worstOf(evaluated, 20)))
  const lines = values.json ? [JSON.stringify(result)] : report(result)
  for (const line of lines) process.stdout.write(`${line}\n`)
}

function report(result: {
  readonly set: string
  readonly pictures: number
  readonly all: Tally
  readonly byCountry: Readonly<Record<string, Tally>>
  readonly byWidth: Readonly<Record<string, Tally>>
  readonly unlabelled: number
  readonly acceptedUnlabelled: number
}): readonly string[] {
  const heads = ['plates', 'found', 'exact', 'folded', 'accepted', 'wrongly']
  const group = (of: Readonly<Record<string, Tally>>) =>
    Object.entries(of).map(([name, tally]) => table(name, tally))
  return [
    `${result.set}: ${result.pictures} pictures`,
    ' '.repeat(20) + heads.map((head) => head.padStart(11)).join(''),
    table('all', result.all),
    ...group(result.byCountry),
    ...group(result.byWidth),
    `boxes on nothing labelled: ${result.unlabelled}, of these accepted: ${result.acceptedUnlabelled}`,
  ]
}

main().catch((error: unknown) => {
  if (!(error instanceof LabelError || error instanceof AyaldamaError || error instanceof TypeError))
    throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
})
