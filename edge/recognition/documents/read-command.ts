import type { DocumentPicture, DocumentRecogniser } from '../../ports/recognition.ts'
import { type FileOutcome, readPictureFile } from '../read-picture-file.ts'

/** A barcode of the picture; structurally that of `barcodes/`. */
export interface PictureBarcode {
  readonly format: string
  readonly text: string
  readonly bytes: Uint8Array
}

export interface ReadDocumentOptions {
  readonly recogniser: DocumentRecogniser
  /** Reads the barcodes of the same picture; none are printed without it. */
  readonly readBarcodes?: (picture: Uint8Array) => Promise<readonly PictureBarcode[]>
  /** One JSON line a file in place of the table. */
  readonly json: boolean
  /** Receives each line of output, without its line break. */
  readonly write: (line: string) => void
}

type Outcome = FileOutcome<{
  readonly picture: DocumentPicture
  readonly barcodes: readonly PictureBarcode[]
}>

const round = (value: number, digits: number) => Number(value.toFixed(digits))

function readOne(file: string, options: ReadDocumentOptions): Promise<Outcome> {
  return readPictureFile(file, async (bytes) => ({
    picture: await options.recogniser.readDocument(bytes),
    barcodes: (await options.readBarcodes?.(bytes)) ?? [],
  }))
}

function jsonLine(outcome: Outcome): string {
  if ('error' in outcome) return JSON.stringify(outcome)
  const { file, picture, barcodes } = outcome
  const documents = picture.documents.map(({ format, lines, fields, accepted, confidence, corrections }) => ({
    format,
    lines,
    fields,
    accepted,
    confidence: round(confidence, 4),
    corrections,
  }))
  const ms = Object.fromEntries(Object.entries(picture.ms).map(([name, value]) => [name, round(value, 1)]))
  return JSON.stringify({
    file,
    documents,
    barcodes: barcodes.map(({ format, text, bytes }) => ({
      format,
      text,
      bytes: Buffer.from(bytes).toString('base64'),
    })),
    ms,
  })
}

function tableLines(outcome: Outcome): readonly string[] {
  if ('error' in outcome) return [`${outcome.file}  ${outcome.error.code}: ${outcome.error.message}`]
  const { file, picture, barcodes } = outcome
  const head = `${file}  ${Math.round(picture.ms.total)} ms`
  const rows = picture.documents.flatMap((document) => {
    const state = document.accepted ? 'accepted' : 'to be looked at'
    const changed = document.corrections.length === 0 ? '' : `, ${document.corrections.length} corrected`
    return [
      `  ${document.format}  ${Math.round(document.confidence * 100)} %  ${state}${changed}`,
      ...document.lines.map((line) => `    ${line}`),
    ]
  })
  const bars = barcodes.map(({ format, text }) => `  ${format}  ${text}`)
  return [head, ...(rows.length === 0 ? ['  no document found'] : rows), ...bars]
}

/**
 * Reads the documents of picture files, one after the other, and writes the results as it goes: with `json` per
 * file `{"file","documents":[…],"barcodes":[{"format","text","bytes"}],"ms":{…}}` (bytes in base64) or `{"file","error":{"code","message"}}`, else a table.
 * A file that fails does not stop the others. Returns the exit status: 0, or 1 where a file could not be read.
 */
export async function readDocument(files: readonly string[], options: ReadDocumentOptions): Promise<0 | 1> {
  let status: 0 | 1 = 0
  for (const file of files) {
    const outcome = await readOne(file, options)
    if ('error' in outcome) status = 1
    for (const line of options.json ? [jsonLine(outcome)] : tableLines(outcome)) options.write(line)
  }
  return status
}
