/** The long run of the crossing's model; that of the booms is `npm run test:barrier`. Run: npm run test:model -- --sequences 100000 [--seed 7] */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    sequences: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '20261124' },
  },
})
if (!/^[1-9]\d*$/.test(values.sequences) || !/^\d+$/.test(values.seed)) {
  process.stderr.write('--sequences and --seed are whole numbers\n')
  process.exit(2)
}
const { status } = spawnSync('vitest', ['run', 'tests/property/crossing/model.property.test.ts'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    AYALDAMA_SEQUENCES: values.sequences,
    AYALDAMA_SEED: values.seed,
  },
})
process.exitCode = status ?? 1
