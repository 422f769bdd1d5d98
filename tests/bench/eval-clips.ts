/**
 * Reads clips made from stills with simulated motion, by the way of `ayaldama read clip`, and compares with the label:
 * of labelled photographs (DIR as for eval:plates), or of drawn vehicles that drive up (--drawn N).
 * Run: npm run eval:clips -- DIR | --drawn N  [--frames N] [--limit N] [--json] [--models DIR]
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createSceneRenderer } from '../../drivers/simulator/camera/scene/render-scene.ts'
import { readClip } from '../../edge/commands/read-clip.ts'
import { createLogger } from '../../edge/operations/logger.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { createPlateRecogniser } from '../../edge/recognition/plate-recogniser.ts'
import { framesOfStill, writeClip } from './clips/motion.ts'
import { LabelError, readLabels } from './evaluation/labels.ts'
import { foldText } from './evaluation/score.ts'

interface Case {
  readonly name: string
  readonly texts: readonly string[]
  frames(): Promise<readonly Uint8Array[]>
}

const usage = 'usage: npm run eval:clips -- DIR | --drawn N  [--frames N] [--limit N] [--json] [--models DIR]'
const framesPerSecond = 5

function whole(name: string, value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1)
    throw new LabelError(`--${name}: ${value} is no whole number above 0\n${usage}`)
  return number
}

async function ofPhotographs(directory: string, frames: number): Promise<readonly Case[]> {
  const pictures = await readLabels(directory)
  return pictures.flatMap(({ file, plates }, index) => {
    const texts = plates.flatMap(({ text }) => (text ? [text] : []))
    if (texts.length === 0) return []
    return [
      {
        name: basename(file),
        texts,
        frames: async () => framesOfStill(await readFile(file), frames, index + 1),
      },
    ]
  })
}

function ofDrawings(count: number, frames: number): readonly Case[] {
  const renderer = createSceneRenderer()
  return Array.from({ length: count }, (_, index) => {
    const number = String(100 + ((index * 137) % 900))
    const kazakh = index % 2 === 0
    const text = kazakh
      ? `${number}${'ABEKMST'.charAt(index % 7)}KZ${String(1 + (index % 20)).padStart(2, '0')}`
      : `0${1 + (index % 9)}${number}${'ABEKMST'.charAt(index % 7)}BT`
    const scene = {
      plate: { text, country: kazakh ? 'KZ' : 'KG', style: 'standard' },
      vehicle: (['car', 'van', 'lorry'] as const)[index % 3] ?? 'car',
      light: index % 4 === 3 ? 'night' : 'day',
      dirt: (index % 5) / 8,
      seed: index + 1,
    } as const
    return {
      name: `${text} ${scene.light}`,
      texts: [text],
      frames: () =>
        Promise.all(
          Array.from({ length: frames }, (_, i) =>
            renderer.renderScene({ ...scene, distance: 0.7 * (1 - i / Math.max(1, frames - 1)) }),
          ),
        ),
    }
  })
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      drawn: { type: 'string' },
      frames: { type: 'string', default: '12' },
      limit: { type: 'string' },
      json: { type: 'boolean', default: false },
      models: { type: 'string', default: resolve(import.meta.dirname, '../../models') },
    },
  })
  const [directory, ...more] = positionals
  if (more.length > 0 || (directory === undefined) === (values.drawn === undefined))
    throw new LabelError(usage)
  const frames = whole('frames', values.frames)
  const all =
    directory === undefined
      ? ofDrawings(whole('drawn', values.drawn ?? ''), frames)
      : await ofPhotographs(directory, frames)
  const cases = values.limit === undefined ? all : all.slice(0, whole('limit', values.limit))
  const recogniser = await createPlateRecogniser({
    modelsDirectory: values.models,
    workers: 1,
    log: createLogger('error'),
  })
  const folder = await mkdtemp(join(tmpdir(), 'ayaldama-clips-'))
  const clip = join(folder, 'clip.mp4')
  const count = { clips: 0, plates: 0, exact: 0, folded: 0, accepted: 0, clipsWronglyAccepted: 0 }
  try {
    for (const { name, texts, frames: make } of cases) {
      await writeClip(await make(), folder, clip)
      const { tracks } = await readClip(clip, framesPerSecond, recogniser)
      const same = (text: string) => tracks.find((track) => foldText(track.text) === foldText(text))
      const wrong = tracks.filter(
        (track) => track.accepted && !texts.some((text) => foldText(text) === foldText(track.text)),
      )
      count.clips += 1
      count.clipsWronglyAccepted += wrong.length > 0 ? 1 : 0
      for (const text of texts) {
        count.plates += 1
        count.exact += tracks.some((track) => track.text === text) ? 1 : 0
        count.folded += same(text) ? 1 : 0
        count.accepted += same(text)?.accepted ? 1 : 0
        const best = same(text)
        if (values.json || (best?.text === text && wrong.length === 0)) continue
        const read = tracks.map(
          (track) => `${track.text}${track.accepted ? ' accepted' : ''} in ${track.frames}`,
        )
        process.stdout.write(`  ${name}: ${text} → ${read.join(', ') || 'nothing'}\n`)
      }
    }
  } finally {
    await recogniser.close()
    await rm(folder, { recursive: true, force: true })
  }
  const set = directory ?? 'drawn'
  if (values.json) process.stdout.write(`${JSON.stringify({ set, frames, ...count })}\n`)
  else
    process.stdout.write(
      `${set}: ${count.clips} clips of ${frames} frames, ${Object.entries(count)
        .slice(1)
        .map(([key, value]) => `${key} ${value}`)
        .join(', ')}\n`,
    )
}

main().catch((error: unknown) => {
  if (!(error instanceof LabelError || error instanceof AyaldamaError || error instanceof TypeError))
    throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
})
