import type { ByteStream } from '../../../../drivers/transport/byte-stream.ts'
import { createClosing } from '../../../../drivers/transport/closing.ts'

export interface FakeStream extends ByteStream {
  readonly written: Uint8Array[]
  receive(bytes: Uint8Array): void
  lose(reason: string): void
}

/** A stream whose other end is the test. */
export function createFakeStream(): FakeStream {
  const closing = createClosing()
  const written: Uint8Array[] = []
  let listener: ((bytes: Uint8Array) => void) | undefined
  return {
    name: 'fake',
    written,
    write: (bytes) => void written.push(bytes),
    onData: (to) => {
      listener = to
    },
    onClose: closing.onClose,
    close: async () => closing.close('closed here'),
    receive: (bytes) => listener?.(bytes),
    lose: closing.close,
  }
}
