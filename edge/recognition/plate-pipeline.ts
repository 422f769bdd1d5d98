import type { Corners } from '../domain/crossing/events.ts'
import { expandQuad, quadSize } from '../domain/identity/plate/quad.ts'
import type { Clock } from '../ports/clock.ts'
import type { PlatePicture } from '../ports/recognition.ts'
import { decodePicture, encodeJpeg } from './decode-picture.ts'
import type { PlateModels } from './manifest.ts'
import { createPlateDetector } from './plate-detector.ts'
import { createPlateReader } from './plate-reader.ts'
import { createPlateSearch } from './plate-search.ts'
import { noTrace, type Trace } from './trace.ts'
import { warpQuad } from './warp.ts'

/** Largest width of what a cut-out shows, px. */
const cropWidth = 400

export interface PlatePipeline {
  /** `ms.total` covers this call only; the caller adds the waiting. One call at a time: its inputs are reused. */
  readPlates(picture: Uint8Array): Promise<PlatePicture>
  cropPlate(picture: Uint8Array, corners: Corners): Promise<Uint8Array>
  close(): Promise<void>
}

/** Starts the two networks, each on one thread, in the thread that calls. */
export async function createPlatePipeline(
  models: PlateModels,
  clock: Clock,
  trace: Trace = noTrace,
): Promise<PlatePipeline> {
  const { detector: model, reader: readerModel } = models
  const detector = await createPlateDetector(model, models.detectorBytes, clock, trace)
  const reader = await createPlateReader(readerModel, models.readerBytes, clock, trace)

  const search = createPlateSearch(detector, reader, model, readerModel, clock)

  return {
    async readPlates(bytes) {
      const started = clock.monotonic()
      const picture = await decodePicture(bytes)
      const decode = clock.monotonic() - started
      trace.stage('decode', decode)
      const { plates, detect, read } = await search(picture)
      const { width, height } = picture
      return { plates, width, height, ms: { decode, detect, read, total: clock.monotonic() - started } }
    },

    async cropPlate(bytes, corners) {
      const picture = await decodePicture(bytes)
      const quad = expandQuad(corners, 0.04, 0.12)
      const { width, height } = quadSize(quad)
      const across = Math.max(16, Math.min(cropWidth, Math.round(width)))
      const down = Math.max(8, Math.min(cropWidth, Math.round((across * height) / Math.max(1, width))))
      const data = new Uint8Array(across * down * 3)
      warpQuad(picture, quad, across, down, (index, r, g, b) => {
        data[3 * index] = Math.round(r)
        data[3 * index + 1] = Math.round(g)
        data[3 * index + 2] = Math.round(b)
      })
      return await encodeJpeg({ data, width: across, height: down })
    },

    async close() {
      await detector.close()
      await reader.close()
    },
  }
}
