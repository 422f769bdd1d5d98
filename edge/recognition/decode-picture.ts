import sharp, { type Sharp } from 'sharp'
import { AyaldamaError } from '../ports/errors.ts'
import type { RawPicture } from './warp.ts'

/** More than any camera of a lane sends; a picture that unpacks to more is refused before it is unpacked. */
const mostPixels = 40_000_000

/** JPEG, PNG and WebP by their first bytes: nothing else is ever handed to a decoder. */
export function isPicture(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(12, bytes.byteLength)).toString('latin1')
  return head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG\r\n') || /^RIFF.{4}WEBP/s.test(head)
}

function notAPicture(detail: string, cause?: unknown): AyaldamaError {
  return new AyaldamaError('recognition.not-a-picture', 'picture', detail, { cause })
}

const upright = (bytes: Uint8Array) =>
  sharp(bytes, { failOn: 'truncated', limitInputPixels: mostPixels }).autoOrient()

const raw = (picture: Sharp) => picture.raw().toBuffer({ resolveWithObject: true })

/**
 * Decodes a picture upright (EXIF orientation applied) into RGB.
 * Throws `recognition.not-a-picture` for other bytes, truncated files and pictures of more than 40 megapixels.
 */
export async function decodePicture(bytes: Uint8Array): Promise<RawPicture> {
  if (!isPicture(bytes)) throw notAPicture('It is neither JPEG nor PNG nor WebP.')
  try {
    // What a camera sends has three channels as it is; only of others is a conversion made.
    const plain = await raw(upright(bytes))
    const { data, info } =
      plain.info.channels === 3 ? plain : await raw(upright(bytes).toColourspace('srgb').removeAlpha())
    if (info.channels !== 3) throw new Error(`${info.channels} channels`)
    return { data, width: info.width, height: info.height }
  } catch (cause) {
    throw notAPicture(cause instanceof Error ? cause.message : String(cause), cause)
  }
}

/** Encodes RGB as JPEG of a quality fit for evidence. */
export async function encodeJpeg(picture: RawPicture): Promise<Uint8Array> {
  return await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}
