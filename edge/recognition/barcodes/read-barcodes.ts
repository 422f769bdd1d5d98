import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, type ReaderOptions, readBarcodes as readByZxing } from 'zxing-wasm/reader'

/** Barcodes of vehicle papers and bookings. */
export type BarcodeFormat = 'PDF417' | 'QRCode' | 'Aztec' | 'DataMatrix' | 'Code128'

export interface Barcode {
  readonly format: BarcodeFormat
  /** As the character set of the barcode says; UTF-8 or Latin-1 where it says none. */
  readonly text: string
  /** The bytes that the barcode carries, whatever their character set. */
  readonly bytes: Uint8Array
}

/** A decoded picture, one byte a channel, rows from the top: 1 channel is grey, 4 are RGBA. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 1 | 4
}

export type BarcodeReader = (picture: Pixels) => Promise<readonly Barcode[]>

const formats: readonly BarcodeFormat[] = ['PDF417', 'QRCode', 'Aztec', 'DataMatrix', 'Code128']

const options: ReaderOptions = {
  formats: [...formats],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: 8,
}

function isFormat(format: string): format is BarcodeFormat {
  return (formats as readonly string[]).includes(format)
}

/**
 * Loads the decoder from the disk (the library would fetch it from the network) and returns a function that
 * finds all barcodes of a picture. It computes on the calling thread: call it in a worker.
 * Throws RangeError where the data does not fit width, height and channels.
 */
export async function loadBarcodeReader(): Promise<BarcodeReader> {
  const file = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  const wasmBinary = new Uint8Array(file).buffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  return async (picture) => {
    const { width, height } = picture
    const data = asRgba(picture)
    const pixels = { data, width, height, colorSpace: 'srgb' } as Parameters<typeof readByZxing>[0]
    const found = await readByZxing(pixels, options)
    return found.flatMap(({ format, text, bytes, isValid }) =>
      isValid && isFormat(format) ? [{ format, text, bytes }] : [],
    )
  }
}

function asRgba({ data, width, height, channels }: Pixels): Uint8ClampedArray<ArrayBuffer> {
  if (data.length !== width * height * channels) {
    throw new RangeError(`${data.length} bytes are no picture of ${width} × ${height} × ${channels}`)
  }
  if (channels === 4) return new Uint8ClampedArray(data)
  const rgba = new Uint8ClampedArray(width * height * 4)
  for (let i = 0; i < data.length; i += 1) rgba.fill(data[i] ?? 0, i * 4, i * 4 + 3)
  for (let i = 3; i < rgba.length; i += 4) rgba[i] = 255
  return rgba
}
