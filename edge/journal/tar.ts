export interface TarFile {
  readonly name: string
  readonly bytes: Uint8Array
}

const block = 512

/** A POSIX ustar archive. The same files always give the same bytes: owner, mode and time are constants. */
export function writeTar(files: readonly TarFile[]): Uint8Array {
  const parts = files.flatMap(({ name, bytes }) => [
    header(name, bytes.length),
    Buffer.from(bytes),
    Buffer.alloc((block - (bytes.length % block)) % block),
  ])
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

/** The files of an archive of `writeTar`; null where the bytes are no such archive, to the last one. */
export function readTar(archive: Uint8Array): readonly TarFile[] | null {
  const bytes = Buffer.from(archive)
  const files: TarFile[] = []
  let at = 0
  while (at + block <= bytes.length && bytes[at] !== 0) {
    const name = bytes.toString('latin1', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8)
    if (!Number.isSafeInteger(size) || size < 0 || at + block + size > bytes.length) return null
    files.push({ name, bytes: bytes.subarray(at + block, at + block + size) })
    at += block + Math.ceil(size / block) * block
  }
  // Headers and padding carry no facts, so they may hold nothing but what the writer puts there.
  return Buffer.compare(Buffer.from(writeTar(files)), bytes) === 0 ? files : null
}

function header(name: string, size: number): Buffer {
  const head = Buffer.alloc(block)
  head.write(name, 0, 100, 'latin1')
  head.write('0000444\0', 100, 'latin1')
  head.write('0000000\0', 108, 'latin1')
  head.write('0000000\0', 116, 'latin1')
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  head.write(`${'0'.repeat(11)}\0`, 136, 'latin1')
  head.write('        ', 148, 'latin1')
  head.write('0', 156, 'latin1')
  head.write('ustar\0' + '00', 257, 'latin1')
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return head
}
