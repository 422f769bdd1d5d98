import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Corners } from '../../../edge/domain/crossing/events.ts'
import { type Box, boundsOf } from '../../../edge/domain/identity/plate/quad.ts'

const point = z.tuple([z.number(), z.number()])
const labelledPlate = z.object({
  /** Left, top, width, height, px of the upright picture. */
  box: z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]).nullish(),
  corners: z.tuple([point, point, point, point]).nullish(),
  /** null where nobody has written it down, or nobody can read it. */
  text: z.string().nullish(),
  country: z.string().nullish(),
})
const labelledPicture = z.object({ file: z.string().min(1), plates: z.array(labelledPlate) })

export interface LabelledPlate {
  readonly box: Box | null
  readonly text: string | null
  /** `unknown` where the label names none. */
  readonly country: string
}

export interface LabelledPicture {
  /** With its directory. */
  readonly file: string
  readonly plates: readonly LabelledPlate[]
}

/** What is wrong with a set of labelled pictures, with the file and the line. */
export class LabelError extends Error {}

const named = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

function boxOf(plate: z.infer<typeof labelledPlate>): Box | null {
  if (plate.box) {
    const [left, top, width, height] = plate.box
    return [left, top, left + width, top + height]
  }
  return plate.corners ? boundsOf(plate.corners as Corners) : null
}

/**
 * Reads `labels.jsonl` of a directory: a line of JSON a picture, `{"file", "plates": [{"box", "corners", "text",
 * "country"}]}`, of which box, corners, text and country may be null. Throws `LabelError`, which tells all lines
 * that are wrong and all pictures that are missing, at most ten.
 */
export async function readLabels(directory: string): Promise<readonly LabelledPicture[]> {
  const file = join(directory, 'labels.jsonl')
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new LabelError(`${file}: cannot be read (${named(cause)}). A set is a folder with labels.jsonl.`)
  })
  const pictures: LabelledPicture[] = []
  const faults: string[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const place = `${file}:${index + 1}`
    try {
      const row = labelledPicture.safeParse(JSON.parse(line))
      if (!row.success) {
        const words = row.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`)
        faults.push(`${place}: ${words.join('; ')}`)
        continue
      }
      const picture = join(directory, row.data.file)
      await access(picture).catch(() => faults.push(`${place}: there is no picture ${row.data.file}`))
      const plates = row.data.plates.map((plate) => ({
        box: boxOf(plate),
        text: plate.text ?? null,
        country: plate.country ?? 'unknown',
      }))
      pictures.push({ file: picture, plates })
    } catch (cause) {
      faults.push(`${place}: is not JSON (${named(cause)})`)
    }
  }
  if (faults.length > 10) faults.splice(10, faults.length, `… and ${faults.length - 10} more`)
  if (faults.length > 0) throw new LabelError(faults.join('\n'))
  if (pictures.length === 0) throw new LabelError(`${file}: names no picture`)
  return pictures
}
