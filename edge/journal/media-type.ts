const signatures: readonly (readonly [mediaType: string, at: number, bytes: readonly number[]])[] = [
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
  ['application/pdf', 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
]

/** Media type that the bytes themselves show; undefined where they show none. */
export function sniffMediaType(bytes: Uint8Array): string | undefined {
  return signatures.find(([, at, signature]) =>
    signature.every((byte, index) => bytes[at + index] === byte),
  )?.[0]
}
