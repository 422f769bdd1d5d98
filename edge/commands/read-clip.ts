import { spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createMjpegDecoder } from '../../drivers/camera-http/mjpeg-codec.ts'
import type { FusedPlate } from '../domain/identity/fusion.ts'
import { createPlateTracker, type PlateTracker } from '../domain/identity/tracks.ts'
import { createLogger } from '../operations/logger.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { PlateReading, PlateRecogniser } from '../ports/recognition.ts'
import { createPlateRecogniser } from '../recognition/plate-recogniser.ts'

/** One vehicle's plate through a clip; `frames` is in how many it was read. */
interface ClipTrack extends FusedPlate {
  readonly frames: number
}

const ownModels = resolve(import.meta.dirname, '../../models')
const maximumFrameBytes = 16 * 1024 * 1024

/** `ayaldama read clip`: the plates of a video, agreed over its frames; ffmpeg decodes it. */
export async function readClipCommand(
  file: string,
  options: { readonly json: boolean; readonly fps: number; readonly models?: string },
): Promise<number> {
  await access(file).catch((cause) => {
    throw new AyaldamaError('file.unreadable', file, undefined, { cause })
  })
  const recogniser = await createPlateRecogniser({
    modelsDirectory: options.models ?? ownModels,
    workers: 1,
    log: createLogger('error'),
  })
  try {
    const { frames, tracks } = await readClip(file, options.fps, recogniser)
    if (frames === 0) throw new AyaldamaError('recognition.not-a-picture', file, 'No frame could be decoded.')
    const lines = options.json ? [JSON.stringify({ file, tracks })] : table(file, frames, tracks)
    for (const line of lines) process.stdout.write(`${line}\n`)
    return 0
  } finally {
    await recogniser.close()
  }
}

/** Plates of a clip, agreed over its frames, of which `fps` a second are looked at. Throws `clip.ffmpeg` where ffmpeg is missing. */
export async function readClip(
  file: string,
  fps: number,
  recogniser: PlateRecogniser,
): Promise<{ readonly frames: number; readonly tracks: readonly ClipTrack[] }> {
  // `file:` keeps a name such as `concat:…` or `http:…` a name of a file.
  const words = ['-v', 'error', '-nostdin', '-i', `file:${file}`, '-vf', `fps=${fps}`]
  const output = ['-f', 'image2pipe', '-c:v', 'mjpeg', '-q:v', '2', '-']
  const ffmpeg = spawn('ffmpeg', [...words, ...output], { stdio: ['ignore', 'pipe', 'ignore'] })
  const failed = new Promise<never>((_, reject) => {
    ffmpeg.once('error', (cause) => reject(new AyaldamaError('clip.ffmpeg', 'ffmpeg', undefined, { cause })))
  })
  const decoder = createMjpegDecoder({ maximumBytes: maximumFrameBytes })
  const tracker = createPlateTracker<PlateReading>()
  let frames = 0
  const read = async () => {
    // One frame at a time: the pipe holds ffmpeg back, so that memory stays small.
    for await (const chunk of ffmpeg.stdout) {
      for (const picture of decoder.push(chunk)) {
        frames += 1
        tracker.add((await recogniser.readPlates(picture)).plates)
      }
    }
  }
  await Promise.race([read(), failed])
  return { frames, tracks: clipTracks(tracker) }
}

/** Longest seen first. What was read once and is not accepted is noise. */
function clipTracks(tracker: PlateTracker<PlateReading>): readonly ClipTrack[] {
  return tracker
    .tracks()
    .filter(({ frames, plate }) => frames > 1 || plate.accepted)
    .map(({ plate, frames }) => ({
      ...plate,
      confidence: Math.round(plate.confidence * 10_000) / 10_000,
      frames,
    }))
    .toSorted((a, b) => b.frames - a.frames)
}

function table(file: string, frames: number, tracks: readonly ClipTrack[]): readonly string[] {
  const rows = tracks.map(({ text, country, confidence, accepted, frames: seen }) => {
    const state = accepted ? 'accepted' : 'to be looked at'
    return `  ${text.padEnd(14)}${country.padEnd(9)}${Math.round(confidence * 100)} %  in ${seen}  ${state}`
  })
  return [`${file}  ${frames} frames`, ...(rows.length > 0 ? rows : ['  no plate found'])]
}
