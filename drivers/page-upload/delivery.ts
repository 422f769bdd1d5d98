import type { Delivery } from '../../edge/ports/devices.ts'
import { formatOfAimLetter } from '../barcode-scanner/aim.ts'
import { mrzLines } from '../document-reader/document-lines.ts'
import { inspectPage } from '../page-folder/page-picture.ts'

export interface Posted {
  readonly bytes: Uint8Array
  /** As the header says, without parameters, in small letters. */
  readonly contentType: string
  readonly name: string
  readonly now: Date
  /** Monotonic ms of the last byte. */
  readonly at: number
}

/** A text of a reader is never longer. */
export const mostTextBytes = 8192

/** What a post delivers, or why it is nothing: `code` for the lane PC, `message` for its technician. */
export function deliveryOf(
  posted: Posted,
): { readonly delivery: Delivery } | { readonly code: 'unsupported' | 'invalid'; readonly message: string } {
  const { contentType, bytes } = posted
  if (contentType === 'text/plain') return textOf(posted)
  if (!contentType.startsWith('image/') && contentType !== 'application/octet-stream') {
    return { code: 'unsupported', message: 'Send image/jpeg, image/png, image/tiff or text/plain.' }
  }
  // What the bytes are is their own word: browsers and scripts name pictures as they like.
  const page = inspectPage(bytes)
  if (!page?.whole) return { code: 'invalid', message: 'The body is no whole JPEG, PNG or TIFF.' }
  const { name, now, at } = posted
  return {
    delivery: {
      type: 'PageCaptured',
      picture: bytes,
      mediaType: page.mediaType,
      writtenAt: now.toISOString(),
      name,
      at,
    },
  }
}

/** MRZ lines are a document; any other text is a barcode, its symbology told by an AIM identifier in front. */
function textOf({ bytes, at }: Posted): ReturnType<typeof deliveryOf> {
  const text = readText(bytes)
  if (text === null) return { code: 'invalid', message: 'The text is empty, too long or no UTF-8.' }
  const lines = mrzLines(text)
  if (lines) return { delivery: { type: 'DocumentScanned', lines, at } }
  const letter = /^\]([A-Za-z])[0-9A-Za-z]/.exec(text)?.[1]
  const format = letter === undefined ? 'other' : formatOfAimLetter(letter)
  const content = letter === undefined ? text : text.slice(3)
  return {
    delivery: {
      type: 'BarcodeScanned',
      format: format === 'OCR' ? 'other' : format,
      text: content,
      bytes: Buffer.from(content),
      at,
    },
  }
}

function readText(bytes: Uint8Array): string | null {
  if (bytes.length > mostTextBytes) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim()
    return text === '' ? null : text
  } catch {
    return null
  }
}
