import type { PlatePicture, PlateRecogniser, RecognitionTimes } from '../ports/recognition.ts'
import { type FileOutcome, readPictureFile } from './read-picture-file.ts'

export interface ReadPlateOptions {
  readonly recogniser: PlateRecogniser
  /** One JSON line a file in place of the table. */
  readonly json: boolean
  /** Receives each line of output, without its line break. */
  readonly write: (line: string) => void
}

type Outcome = FileOutcome<{ readonly picture: PlatePicture }>

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

function roundTimes(ms: RecognitionTimes): RecognitionTimes {
  return {
    decode: round(ms.decode, 1),
    detect: round(ms.detect, 1),
    read: round(ms.read, 1),
    total: round(ms.total, 1),
  }
}

function readOne(file: string, recogniser: PlateRecogniser): Promise<Outcome> {
  return readPictureFile(file, async (bytes) => ({ picture: await recogniser.readPlates(bytes) }))
}

function jsonLine(outcome: Outcome): string {
  if ('error' in outcome) return JSON.stringify(outcome)
  const { file, picture } = outcome
  const plates = picture.plates.map(({ text, country, confidence, accepted, corners }) => ({
    text,
    country,
    confidence: round(confidence, 4),
    accepted,
    corners: corners.map(([x, y]) => [round(x, 1), round(y, 1)]),
  }))
  return JSON.stringify({ file, plates, ms: roundTimes(picture.ms) })
}

function tableLines(outcome: Outcome): readonly string[] {
  if ('error' in outcome) return [`${outcome.file}  ${outcome.error.code}: ${outcome.error.message}`]
  const { file, picture } = outcome
  const head = `${file}  ${picture.width}×${picture.height}  ${Math.round(picture.ms.total)} ms`
  if (picture.plates.length === 0) return [head, '  no plate found']
  const rows = picture.plates.map((plate) => {
    const confidence = `${Math.round(plate.confidence * 100)} %`
    const text = plate.text === '' ? '(unreadable)' : plate.text
    const state = plate.accepted ? 'accepted' : 'to be looked at'
    return `  ${text.padEnd(14)}${plate.country.padEnd(9)}${confidence.padStart(5)}  ${state}`
  })
  return [head, ...rows]
}

/**
 * Reads the plates of picture files, one after the other, and writes the results as it goes: with `json` per file
 * `{"file","plates":[{"text","country","confidence","accepted","corners":[[x,y]×4]}],"ms":{…}}` or
 * `{"file","error":{"code","message"}}`, else a table. A file that fails does not stop the others.
 * Returns the exit status: 0, or 1 where a file could not be read.
 */
export async function readPlate(files: readonly string[], options: ReadPlateOptions): Promise<0 | 1> {
  let status: 0 | 1 = 0
  for (const file of files) {
    const outcome = await readOne(file, options.recogniser)
    if ('error' in outcome) status = 1
    for (const line of options.json ? [jsonLine(outcome)] : tableLines(outcome)) options.write(line)
  }
  return status
}
