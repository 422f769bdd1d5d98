/**
 * Random sequences of sensors, board, commands and restarts against the interlock, of one boom (rules 1 to 8)
 * and, a tenth as many, of a lock of two (rule 9). Tells how much moved; exit 1 with the shortest sequence that
 * breaks a rule.
 * Run: npm run test:barrier -- --sequences 1000000
 */
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { boomProperty, lockProperty } from '../property/barrier/properties.ts'
import { noTally } from '../property/barrier/simulated-boom.ts'
import { noLockTally } from '../property/barrier/simulated-lock.ts'

const { values } = parseArgs({
  options: {
    sequences: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
})
const sequences = Number(values.sequences)
const portion = 10_000
/** So that a long run shows that it goes on. */
const told = 100_000
const boom = noTally()
const lock = noLockTally()
const say = (line: string) => process.stdout.write(`${line}\n`)

function run(property: ReturnType<typeof boomProperty> | ReturnType<typeof lockProperty>, runs: number) {
  for (let done = 0; done < runs; done += portion) {
    const numRuns = Math.min(portion, runs - done)
    fc.assert(property as fc.IRawProperty<unknown>, { numRuns, seed: Number(values.seed) + done })
    if ((done + numRuns) % told === 0) say(`${done + numRuns} sequences`)
  }
}

try {
  run(boomProperty({}, boom), sequences)
  say(
    `one boom: ${sequences} sequences, ${boom.steps} inputs, ${boom.opened} openings, ${boom.drivenDown} driven down, ` +
      `${boom.turnedBack} turned back, ${boom.latched} emergency stops, ${boom.restarts} restarts: no rule broken`,
  )
  const locks = Math.ceil(sequences / 10)
  run(lockProperty({}, lock), locks)
  say(
    `a lock of two: ${locks} sequences, ${lock.steps} inputs, ${lock.opened.join(' and ')} openings, ` +
      `${lock.refused} openings refused: no rule broken`,
  )
} catch (error) {
  say(error instanceof Error ? `${error.message}\n${String(error.cause ?? '')}` : String(error))
  process.exitCode = 1
}
