import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { between, seededRandom } from '../../../drivers/simulator/camera/scene/random.ts'

const run = promisify(execFile)

/** Gaussian by the sum of three, on 8 bits. */
function addNoise(data: Buffer, strength: number, gain: number, random: () => number): void {
  for (let i = 0; i < data.length; i += 1) {
    const noise = (random() + random() + random() - 1.5) * strength
    data[i] = Math.min(255, Math.max(0, (data[i] ?? 0) * gain + noise))
  }
}

/**
 * Frames (JPEG) of a vehicle that drives up, from one photograph: the view closes in and sways; each frame has its own
 * blur of focus or of motion, exposure and noise. All frames have the same even size.
 */
export async function framesOfStill(
  picture: Uint8Array,
  frames: number,
  seed: number,
): Promise<readonly Uint8Array[]> {
  const random = seededRandom(seed)
  const { data, info } = await sharp(picture)
    .autoOrient()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { width: info.width, height: info.height, channels: info.channels }
  const shrink = Math.min(1, 1280 / info.width)
  const even = (value: number) => 2 * Math.floor(value / 2)
  const size = { width: even(info.width * shrink), height: even(info.height * shrink) }
  const made: Uint8Array[] = []
  for (let index = 0; index < frames; index += 1) {
    // From a view wider than the photograph, edges repeated, to the photograph as it is.
    const wide = 1.35 - 0.35 * (index / Math.max(1, frames - 1))
    const border = {
      x: Math.round((info.width * (wide - 1)) / 2),
      y: Math.round((info.height * (wide - 1)) / 2),
    }
    const sway = {
      x: Math.round(between(-1, 1, random) * border.x * 0.6),
      y: Math.round(between(-1, 1, random) * border.y * 0.6),
    }
    let view = sharp(
      await sharp(data, { raw })
        .extend({
          left: border.x + sway.x,
          right: border.x - sway.x,
          top: border.y + sway.y,
          bottom: border.y - sway.y,
          extendWith: 'copy',
        })
        .toBuffer(),
      { raw: { ...raw, width: info.width + 2 * border.x, height: info.height + 2 * border.y } },
    ).resize(size.width, size.height, { fit: 'fill' })
    const kind = random()
    if (kind < 0.35) view = view.blur(between(0.5, 1.4, random))
    else if (kind < 0.6) {
      const length = 3 + 2 * Math.floor(between(0, 2.99, random))
      view = view.convolve({ width: length, height: 3, kernel: smear(length) })
    }
    const shown = await view.raw().toBuffer()
    addNoise(shown, between(4, 22, random), between(0.8, 1.15, random), random)
    made.push(
      await sharp(shown, { raw: { ...size, channels: info.channels } })
        .jpeg({ quality: 88 })
        .toBuffer(),
    )
  }
  return made
}

/** A motion along the rows, as a kernel of three rows for `convolve`, which takes none of one row. */
function smear(length: number): number[] {
  return Array.from({ length: 3 * length }, (_, i) => (Math.floor(i / length) === 1 ? 1 : 0))
}

/** Joins JPEG frames to a clip of H.264, as recorders do, at `file`. */
export async function writeClip(frames: readonly Uint8Array[], folder: string, file: string): Promise<void> {
  const names = frames.map((_, index) => join(folder, `frame-${index}.jpg`))
  await Promise.all(names.map((name, index) => writeFile(name, frames[index] ?? new Uint8Array())))
  const input = ['-v', 'error', '-nostdin', '-y', '-framerate', '5', '-i', join(folder, 'frame-%d.jpg')]
  await run('ffmpeg', [
    ...input,
    '-frames:v',
    String(frames.length),
    '-pix_fmt',
    'yuv420p',
    '-crf',
    '23',
    file,
  ])
  await Promise.all(names.map((name) => rm(name)))
}
