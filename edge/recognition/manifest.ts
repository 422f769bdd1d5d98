import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AyaldamaError } from '../ports/errors.ts'

const probability = z.number().min(0).max(1)
const networkSize = z.tuple([z.number().int().multipleOf(32), z.number().int().multipleOf(32)])

export const modelFile = {
  /** Beside the manifest. */
  file: z.string().regex(/^[\w.-]+\.onnx$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
}

const detectorSchema = z.looseObject({
  name: z.literal('plate-detector'),
  ...modelFile,
  inputs: z.looseObject({ image: z.looseObject({ padLevel: z.number().min(0).max(255) }) }),
  /** Input px of one cell of the outputs. */
  stride: z.number().int().positive(),
  /** Input sizes (width, height) at which a picture is looked at, one after the other. */
  passes: z.array(networkSize).min(1),
  thresholds: z.looseObject({
    heat: probability,
    overlap: probability,
    /** A box of this score is shown even where it cannot be read. */
    floor: probability.default(0.5),
  }),
})

const readerSchema = z.looseObject({
  name: z.literal('plate-reader'),
  ...modelFile,
  /** Sign i is class i + 1; class 0 is the blank. */
  alphabet: z.string().min(1),
  countries: z.array(z.string()).min(1),
  /** Below this width/height a plate has two lines. */
  twoLineAspect: z.number().positive(),
  /** Between these width/height a plate is tried both as one line and as two. */
  bothWaysAspect: z.tuple([z.number().positive(), z.number().positive()]),
  /** Shares of width and height by which a plate is read beyond its corners, one reading each. */
  margins: z.array(z.looseObject({ side: z.number(), above: z.number() })).min(1),
  /** What a reading needs to be accepted without an officer's look. */
  thresholds: z.looseObject({
    confidence: probability,
    readable: probability,
    /** A reading of this confidence is shown, however weak its box. */
    floor: probability.default(0.02),
  }),
})

const manifestSchema = z.looseObject({ models: z.array(z.looseObject({ name: z.string() })) })

export type DetectorModel = z.infer<typeof detectorSchema>
export type ReaderModel = z.infer<typeof readerSchema>

/** The two plate models: what the manifest says of them, and their bytes, checked. */
export interface PlateModels {
  readonly detector: DetectorModel
  readonly detectorBytes: Uint8Array
  readonly reader: ReaderModel
  readonly readerBytes: Uint8Array
}

function invalid(file: string, error: z.ZodError): AyaldamaError {
  const faults = error.issues.map((issue) => `${issue.path.join('.') || 'manifest'}: ${issue.message}`)
  return new AyaldamaError('model.manifest', file, faults.join('; '))
}

export async function readManifest(file: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new AyaldamaError('model.manifest', file, 'It cannot be read.', { cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AyaldamaError('model.manifest', file, 'It is not JSON.', { cause })
  }
}

export async function readModel(
  directory: string,
  model: { readonly file: string; readonly sha256: string },
): Promise<Uint8Array> {
  const file = join(directory, model.file)
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (cause) {
    throw new AyaldamaError('model.missing', file, undefined, { cause })
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== model.sha256) {
    throw new AyaldamaError('model.corrupt', file, `It has ${bytes.length} bytes and SHA-256 ${sha256}.`)
  }
  return bytes
}

/**
 * Reads `manifest.json` of a models directory and the plate models that it names. The bytes returned are
 * the bytes that were hashed, so nothing can change between the check and the use.
 *
 * Throws `model.manifest`, `model.missing` or `model.corrupt`, each naming the file.
 */
export async function loadPlateModels(directory: string): Promise<PlateModels> {
  const file = join(directory, 'manifest.json')
  const manifest = manifestSchema.safeParse(await readManifest(file))
  if (!manifest.success) throw invalid(file, manifest.error)
  const named = (name: string) => manifest.data.models.find((model) => model.name === name)
  const missing = ['plate-detector', 'plate-reader'].find((name) => named(name) === undefined)
  if (missing !== undefined) throw new AyaldamaError('model.manifest', file, `It names no ${missing}.`)
  const detector = detectorSchema.safeParse(named('plate-detector'))
  if (!detector.success) throw invalid(file, detector.error)
  const reader = readerSchema.safeParse(named('plate-reader'))
  if (!reader.success) throw invalid(file, reader.error)
  const [detectorBytes, readerBytes] = await Promise.all([
    readModel(directory, detector.data),
    readModel(directory, reader.data),
  ])
  return { detector: detector.data, detectorBytes, reader: reader.data, readerBytes }
}
