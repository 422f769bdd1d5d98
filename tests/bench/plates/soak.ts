import { silentLog } from '../../../edge/ports/log.ts'
import { createPlateRecogniser } from '../../../edge/recognition/plate-recogniser.ts'

const mebibyte = 1024 * 1024
const samples = 60

/** Slope of y over x by least squares. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const meanX = mean(([x]) => x)
  const meanY = mean(([, y]) => y)
  const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return above / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}

/** Reads frame after frame for `minutes`, and writes the resident memory over time and how it grows. */
export async function soak(options: {
  readonly minutes: number
  readonly scenes: readonly Uint8Array[]
  readonly modelsDirectory: string
  readonly write: (line: string) => void
}): Promise<void> {
  const { minutes, scenes, modelsDirectory, write } = options
  const recogniser = await createPlateRecogniser({ modelsDirectory, workers: 1, log: silentLog })
  const began = performance.now()
  const points: [number, number][] = []
  let frames = 0
  for (let sample = 1; sample <= samples; sample += 1) {
    const until = began + (sample / samples) * minutes * 60_000
    while (performance.now() < until) {
      await recogniser.readPlates(scenes[frames % scenes.length] ?? new Uint8Array(), { lane: 'lane' })
      frames += 1
    }
    const at = (performance.now() - began) / 60_000
    points.push([at, process.memoryUsage().rss / mebibyte])
    write(
      `  ${at.toFixed(1).padStart(6)} min  ${points.at(-1)?.[1].toFixed(1).padStart(7)} MiB  ${frames} frames`,
    )
  }
  await recogniser.close()
  // The first quarter fills caches and arenas.
  const settled = points.slice(samples / 4)
  write(
    `RSS grows by ${(slopeOf(settled) * 60).toFixed(1)} MiB an hour over the last three quarters, ${frames} frames`,
  )
}
