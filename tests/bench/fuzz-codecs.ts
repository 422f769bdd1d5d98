/**
 * Throws frames at every codec that reads bytes of a device, sound, spoilt, cut and doubled, and tells how
 * much came out and the longest time that one took. Exit 1: an error, more memory than the codec may have,
 * bytes that were not counted, nothing that came out, or a frame that took 100 ms.
 * Run: npm run fuzz:codecs -- --frames 10000000
 */
import { parseArgs } from 'node:util'
import { fuzz, fuzzSubjects } from '../support/codec-fuzz.ts'

const { values } = parseArgs({
  options: {
    /** Of all codecs together. */
    frames: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
})
const longestAllowedMs = 100
const count = Math.ceil(Number(values.frames) / fuzzSubjects.length)
let failures = 0
let longest = 0
for (const subject of fuzzSubjects) {
  const outcome = fuzz(subject, count, Number(values.seed))
  const { name, frames, found, pushed, counted, mostBuffered, longestMs, broken } = outcome
  const faults = longestMs >= longestAllowedMs ? [...broken, 'time'] : broken
  if (faults.length > 0) failures += 1
  longest = Math.max(longest, longestMs)
  process.stdout.write(
    `${name}: ${frames} frames, ${found} found, ${pushed} bytes${counted === null ? '' : `, ${counted} counted`}` +
      `${mostBuffered === null ? '' : `, at most ${mostBuffered} buffered`}, longest ${longestMs.toFixed(2)} ms` +
      `${faults.length > 0 ? ` FAILED: ${faults.join(', ')}` : ''}\n`,
  )
}
process.stdout.write(
  `longest frame of all: ${longest.toFixed(2)} ms; ${failures} of ${fuzzSubjects.length} failed\n`,
)
process.exitCode = failures === 0 ? 0 : 1
