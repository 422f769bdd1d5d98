/**
 * The import rules of the house by dependency-cruiser. It also proves that every source file was seen:
 * a cruiser that cannot parse a file would find no violation in it.
 */
import { execFileSync } from 'node:child_process'

interface Cruise {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[]
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string }
      readonly from: string
      readonly to: string
      readonly cycle?: readonly { readonly name: string }[]
    }[]
  }
}

const folders = ['edge', 'drivers', 'config']
const cruiser = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders]
const answer = execFileSync('depcruise', cruiser, { encoding: 'utf8', maxBuffer: 1 << 28 })
const output = JSON.parse(answer) as Cruise

const seen = new Map(output.modules.map((module) => [module.source, module.dependencies.length]))
const sources = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...folders], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.ts') && !file.startsWith('edge/console/ui/'))
const unseen = sources.filter((file) => !seen.has(file))
const dependencies = [...seen.values()].reduce((sum, count) => sum + count, 0)

for (const { rule, from, to, cycle } of output.summary.violations) {
  const way = cycle?.map(({ name }) => name).join(' → ') ?? to
  process.stderr.write(`${rule.name}: ${from} → ${way}\n`)
}
for (const file of unseen) process.stderr.write(`not seen by dependency-cruiser: ${file}\n`)
// Every module but a few leaves imports something: far fewer dependencies mean that imports were not read.
const blind = dependencies < sources.length
if (blind) process.stderr.write(`${dependencies} imports in ${sources.length} files: imports were not read\n`)
process.stdout.write(`${sources.length} source files, ${dependencies} imports seen\n`)
if (output.summary.violations.length > 0 || unseen.length > 0 || blind) process.exitCode = 1
