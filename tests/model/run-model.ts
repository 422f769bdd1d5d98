/** The long run of the crossing's model, and of the lock between booms at a tenth of it. Run: npm run test:model -- --sequences 100000 [--seed 7] */
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
const proofs = ['tests/property/crossing/model.property.test.ts', 'tests/property/barrier/interlock.test.ts']
const { status } = spawnSync('vitest', ['run', ...proofs], {
  stdio: 'inherit',
  env: {
    ...process.env,
    AYALDAMA_SEQUENCES: values.sequences,
    AYALDAMA_BOOM_SEQUENCES: String(Math.max(400, Math.round(Number(values.sequences) / 10))),
    AYALDAMA_SEED: values.seed,
  },
})
process.exitCode = status ?? 1
