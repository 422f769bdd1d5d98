import sharp from 'sharp'
import { AyaldamaError } from '../../ports/errors.ts'

/** Scanners write both sides of a card, and what lies in the feeder, into one file. */
const mostPages = 16
const mostPixels = 40_000_000

function isTiff(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.byteLength)).toString('latin1')
  return head === 'II*\0' || head === 'MM\0*'
}

/**
 * The pictures of a page file as decoders of the recognition take them: a TIFF becomes a PNG for each of its
 * pages, anything else stays as it is. Rejects with `recognition.not-a-picture`.
 */
export async function pagePictures(bytes: Uint8Array): Promise<readonly Uint8Array[]> {
  if (!isTiff(bytes)) return [bytes]
  const limits = { failOn: 'truncated', limitInputPixels: mostPixels } as const
  try {
    const { pages = 1 } = await sharp(bytes, limits).metadata()
    if (pages > mostPages) throw new Error(`${pages} pages, not ${mostPages} at most`)
    const pictures: Uint8Array[] = []
    for (let page = 0; page < pages; page += 1) {
      pictures.push(
        await sharp(bytes, { ...limits, page })
          .png({ compressionLevel: 1 })
          .toBuffer(),
      )
    }
    return pictures
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AyaldamaError('recognition.not-a-picture', 'page', why, { cause })
  }
}
