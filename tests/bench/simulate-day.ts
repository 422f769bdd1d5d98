/**
 * A whole day of mixed crossings at three checkpoints on the shipped rule packs: real journals, uplinks over
 * MQTT, and both Parties' centres. What the centres hold is compared with the journals: equal where it should
 * be, empty where it must be. Status 1 on any difference. Run: npm run sim:day -- --crossings 2000
 */
import { parseArgs } from 'node:util'
import { type Plant, plants } from '../day/plants.ts'
import { type Day, simulateDay } from '../day/simulate-day.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    crossings: { type: 'string' },
    seed: { type: 'string', default: '1' },
    plant: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const crossings = Number(values.crossings ?? positionals[0] ?? '2000')
const known: Readonly<Record<string, Plant>> = plants
const plant = values.plant === undefined ? null : known[values.plant]
if (!Number.isInteger(crossings) || crossings < 1 || crossings > 20_000) {
  process.stderr.write('--crossings: a whole number from 1 to 20000 is allowed.\n')
  process.exit(2)
}
if (plant === undefined) {
  process.stderr.write(`--plant: ${Object.keys(plants).join(', ')} are allowed.\n`)
  process.exit(2)
}
const begun = performance.now()
const day = await simulateDay({ crossings, seed: Number(values.seed), plants: plant ? [plant] : [] })
const seconds = Math.round((performance.now() - begun) / 1000)
process.stdout.write(
  values.json ? `${JSON.stringify({ seconds, ...day }, null, 2)}\n` : summary(day, seconds),
)
process.exitCode = day.differences.length === 0 ? 0 : 1

function summary({ crossings: told, checkpoints, differences, backlog }: Day, took: number): string {
  const outcomes = ['released', 'refused', 'returned', 'detained', 'turned away'] as const
  const count = (is: (one: Day['crossings'][number]) => boolean) => String(told.filter(is).length)
  const rows = (by: 'category' | 'checkpoint' | 'story') =>
    [...new Set(told.map((one) => one[by]))]
      .toSorted()
      .map((name) => [
        name,
        ...outcomes.map((outcome) => count((one) => one[by] === name && one.outcome === outcome)),
        count((one) => one[by] === name),
      ])
  const head = ['', ...outcomes, 'all']
  const sums = [
    'all',
    ...outcomes.map((outcome) => count((one) => one.outcome === outcome)),
    count(() => true),
  ]
  const compared = checkpoints.map(({ checkpoint, comparison: c }) =>
    [checkpoint, c.events, c.equal, c.cut, c.ownOnly, c.secrets, c.differences.length].map(String),
  )
  const heads = ['', 'events', 'equal', 'cut', 'own only', 'secrets', 'differences']
  return [
    table([['by outcome and category', ...head.slice(1)], ...rows('category'), sums]),
    table([['by checkpoint', ...head.slice(1)], ...rows('checkpoint')]),
    table([['by story', ...head.slice(1)], ...rows('story')]),
    table([['both centres against the journal', ...heads.slice(1)], ...compared]),
    `${backlog} events waited for Kyrgyzstan when its broker came back; ${took} s`,
    ...differences.slice(0, 20),
    differences.length === 0 ? 'no difference' : `${differences.length} differences`,
    '',
  ].join('\n')
}

/** The first column to the left, figures to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const line = (row: readonly string[]) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(width(0)) : text.padStart(width(column) + 2)))
      .join('')
  return `${rows.map(line).join('\n')}\n`
}
