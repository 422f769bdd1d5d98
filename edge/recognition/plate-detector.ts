import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Clock } from '../ports/clock.ts'
import { type Detection, findPeaks } from './detections.ts'
import { fillLetterbox, letterbox, type Region } from './letterbox.ts'
import type { DetectorModel } from './manifest.ts'
import { floatsOf, sessionOptions } from './session.ts'
import type { Trace } from './trace.ts'
import type { RawPicture } from './warp.ts'

export interface PlateDetector {
  /**
   * Plates of a part of a picture, seen at the size given, of scores above `least`; may overlap one another.
   * One call at a time.
   */
  look(
    picture: RawPicture,
    part: Region,
    size: readonly [number, number],
    least: number,
  ): Promise<readonly Detection[]>
  close(): Promise<void>
}

export async function createPlateDetector(
  model: DetectorModel,
  bytes: Uint8Array,
  clock: Clock,
  trace: Trace,
): Promise<PlateDetector> {
  const session = await InferenceSession.create(bytes, sessionOptions)
  // One input of the largest size serves every look.
  const arena = new Float32Array(3 * Math.max(...model.passes.map(([width, height]) => width * height)))
  return {
    async look(picture, part, size, least) {
      const started = clock.monotonic()
      const box = letterbox(part, size)
      fillLetterbox(box, picture, model.inputs.image.padLevel, arena)
      const shape = [1, 3, box.height, box.width]
      const image = new Tensor('float32', arena.subarray(0, 3 * box.width * box.height), shape)
      const filled = clock.monotonic()
      trace.stage('letterbox', filled - started)
      const outputs = await session.run({ image })
      trace.run('detector', shape)
      trace.stage('detector', clock.monotonic() - filled)
      const [, , rows = 0, columns = 0] = outputs.heat?.dims ?? []
      const heat = floatsOf(outputs.heat, 'heat')
      const corners = floatsOf(outputs.corners, 'corners')
      return findPeaks({ heat, corners, rows, columns }, box, model.stride, least)
    },
    close: () => session.release(),
  }
}
