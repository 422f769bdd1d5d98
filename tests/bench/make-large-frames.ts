/**
 * Makes a labelled set of large frames with small plates, for eval:plates: each photograph of DIR, shrunk until its
 * plate is 50 to WIDEST px wide, stands somewhere in a frame of 4000 × 3000 on a photograph of BACKGROUNDS.
 * Run: npm run eval:large-frames -- DIR BACKGROUNDS OUT [--widest 80] [--limit N]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { between, pick, seededRandom } from '../../drivers/simulator/camera/scene/random.ts'
import { readLabels } from './evaluation/labels.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { widest: { type: 'string', default: '80' }, limit: { type: 'string', default: '1000' } },
})
const [directory, backgrounds, out, ...more] = positionals
if (!directory || !backgrounds || !out || more.length > 0) {
  process.stderr.write('usage: npm run eval:large-frames -- DIR BACKGROUNDS OUT [--widest 80] [--limit N]\n')
  process.exit(2)
}
const frame = { width: 4000, height: 3000 }
const random = seededRandom(1)
const [firstGround, ...otherGrounds] = await readLabels(backgrounds)
if (!firstGround) throw new Error(`${backgrounds} has no picture`)
const lines: string[] = []
await mkdir(out, { recursive: true })
for (const { file, plates } of (await readLabels(directory)).slice(0, Number(values.limit))) {
  const [plate] = plates
  if (!plate?.box || !plate.text || plates.length > 1) continue
  const [left, top, right, bottom] = plate.box
  const scale = between(50, Number(values.widest), random) / (right - left)
  const picture = sharp(await readFile(file)).autoOrient()
  const { data, info } = await picture.toBuffer({ resolveWithObject: true })
  const width = Math.min(frame.width, Math.round(info.width * scale))
  const small = await sharp(data).resize(width).toBuffer({ resolveWithObject: true })
  const at = {
    left: Math.round(between(0, frame.width - small.info.width, random)),
    top: Math.round(between(0, frame.height - small.info.height, random)),
  }
  const name = basename(file).replace(/\.\w+$/, '.jpg')
  const ground = pick([firstGround, ...otherGrounds], random).file
  await writeFile(
    join(out, name),
    await sharp(await readFile(ground))
      .resize(frame.width, frame.height, { fit: 'cover' })
      .composite([{ input: small.data, ...at }])
      .jpeg({ quality: 90 })
      .toBuffer(),
  )
  const box = [at.left + left * scale, at.top + top * scale, (right - left) * scale, (bottom - top) * scale]
  lines.push(
    JSON.stringify({ file: name, ...frame, plates: [{ box, text: plate.text, country: plate.country }] }),
  )
}
await writeFile(join(out, 'labels.jsonl'), `${lines.join('\n')}\n`)
