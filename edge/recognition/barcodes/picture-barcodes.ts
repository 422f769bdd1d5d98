import { decodePicture } from '../decode-picture.ts'
import { type Barcode, loadBarcodeReader } from './read-barcodes.ts'

/** Reads the barcodes of a picture file's bytes; rejects with `recognition.not-a-picture`. */
export async function loadPictureBarcodeReader(): Promise<
  (picture: Uint8Array) => Promise<readonly Barcode[]>
> {
  const read = await loadBarcodeReader()
  return async (picture) => {
    const { data, width, height } = await decodePicture(picture)
    const grey = new Uint8Array(width * height)
    for (let i = 0; i < grey.length; i += 1) {
      // Luma of ITU-R BT.601 in eighths: bars are black on white, more exact it need not be.
      grey[i] = (2 * (data[3 * i] ?? 0) + 5 * (data[3 * i + 1] ?? 0) + (data[3 * i + 2] ?? 0)) >> 3
    }
    return read({ data: grey, width, height, channels: 1 })
  }
}
