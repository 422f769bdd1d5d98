/**
 * The bytes of base64 that is written in the one way that stands for them; null for anything else. Base64 has
 * spare bits, and two texts for one signature would let a byte of the record be changed unseen.
 */
export function exactBytes(base64: string, length: number): Buffer | null {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length === length && bytes.toString('base64') === base64 ? bytes : null
}
