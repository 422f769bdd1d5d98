/** The bones of a JPEG that a structure walk sees: APP1, optional thumbnail in it, tables, scan, EOI. */
export function smallJpeg(
  options: { readonly data?: readonly number[]; readonly app?: readonly number[] } = {},
): Uint8Array {
  const app = options.app ?? [1, 2, 3]
  const escaped = (options.data ?? [10, 20, 30]).flatMap((byte) => (byte === 0xff ? [0xff, 0x00] : [byte]))
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xe1, app),
    ...segment(0xdb, [0, 16, 11]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...escaped,
    0xff,
    0xd9,
  ])
}

function segment(code: number, content: readonly number[]): number[] {
  const length = content.length + 2
  return [0xff, code, length >> 8, length & 255, ...content]
}

export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
