/**
 * Throws frames at every framing of a document reader, sound, spoilt, cut and doubled, and tells how many
 * came through and the longest time that one took. Exit 1: an error, more memory than a frame, bytes that
 * were not counted, or a frame that took 100 ms.
 * Run: npm run fuzz:codecs -- --frames 10000000
 */
import { parseArgs } from 'node:util'
import { createFrameDecoder } from '../../drivers/document-reader/codec.ts'
import { framingPresets } from '../../drivers/document-reader/options.ts'
import { readerFrame } from '../../drivers/simulator/reader/reader-frames.ts'

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
})
const frames = Number(values.frames)
const maxFrameBytes = 256
let state = Number(values.seed)

/** Small, seeded and the same everywhere (mulberry32). */
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
}

const lines = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const sound = (preset: keyof typeof framingPresets): Buffer =>
  Buffer.from(readerFrame(preset === 'idle-gap' ? 'cr-lines' : preset, lines))

function spoilt(frame: Buffer): Buffer {
  const copy = Buffer.from(frame)
  switch (random(5)) {
    case 0:
      return copy
    case 1:
      return copy.subarray(0, random(copy.length))
    case 2:
      return Buffer.concat([copy, copy])
    case 3:
      return Buffer.from(Array.from({ length: random(300) }, () => random(256)))
    default:
      copy.writeUInt8(random(256), random(copy.length))
      return copy
  }
}

let failures = 0
for (const [name, framing] of Object.entries(framingPresets)) {
  const decoder = createFrameDecoder(framing, maxFrameBytes)
  const count = Math.ceil(frames / Object.keys(framingPresets).length)
  let documents = 0
  let pushed = 0
  let counted = 0
  let longest = 0
  let most = 0
  for (let i = 0; i < count; i += 1) {
    const bytes = spoilt(sound(name as keyof typeof framingPresets))
    const begun = performance.now()
    const found = [...decoder.push(bytes), ...(random(4) === 0 ? decoder.idle() : [])]
    longest = Math.max(longest, performance.now() - begun)
    most = Math.max(most, decoder.buffered())
    pushed += bytes.length
    for (const one of found) {
      counted += one.bytes
      if (one.type === 'document') documents += 1
    }
  }
  counted += decoder.buffered()
  const bad = longest >= 100 || most > maxFrameBytes || counted !== pushed || documents === 0
  if (bad) failures += 1
  process.stdout.write(
    `${name}: ${count} frames, ${documents} documents, ${pushed} bytes of which ${counted} counted, ` +
      `at most ${most} buffered, longest ${longest.toFixed(2)} ms${bad ? ' FAILED' : ''}\n`,
  )
}
process.exitCode = failures === 0 ? 0 : 1
