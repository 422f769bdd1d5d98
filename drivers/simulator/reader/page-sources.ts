import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** A page scanner that writes into a folder under the final name, piece by piece, as network scanners do. */
export interface ScannerSimulator {
  /** Resolves when the file is whole. */
  scan(picture: Uint8Array, name: string): Promise<void>
  /** The network goes down in the middle of a file: the first `share` of it (0 to 1) is there. */
  scanPartly(picture: Uint8Array, name: string, share: number): Promise<void>
}

const pieces = 4

export function createScannerSimulator(folder: string): ScannerSimulator {
  async function write(picture: Uint8Array, name: string): Promise<void> {
    const file = await open(join(folder, name), 'w')
    try {
      const step = Math.ceil(picture.length / pieces)
      for (let at = 0; at < picture.length; at += step) {
        await file.write(picture.subarray(at, at + step))
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      await file.close()
    }
  }

  return {
    scan: write,
    scanPartly: (picture, name, share) =>
      write(picture.subarray(0, Math.floor(picture.length * share)), name),
  }
}

/** A lane PC: posts a page or a reader's text to a `page-upload`, and tells what it was answered. */
export async function postPage(
  url: string,
  body: Uint8Array | string,
  headers: { readonly token?: string; readonly type?: string },
): Promise<{ readonly status: number; readonly answer: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : Buffer.from(body),
    headers: {
      'content-type': headers.type ?? 'image/jpeg',
      ...(headers.token !== undefined && { authorization: `Bearer ${headers.token}` }),
    },
  })
  return { status: response.status, answer: await response.json() }
}
