import { channel } from 'node:diagnostics_channel'
import type { OpenByteStream } from './byte-stream.ts'

/** Bytes on the way between this box and a device. */
export interface BytesSeen {
  /** Name of the stream. */
  readonly stream: string
  readonly direction: 'received' | 'sent'
  readonly bytes: Uint8Array
}

/** A channel of Node, so that no driver knows of the listener and nothing is done where there is none. */
const seen = channel('ayaldama.bytes')

/** Tells of bytes that go past where no `ByteStream` is. */
export function tellBytes(stream: string, direction: BytesSeen['direction'], bytes: Uint8Array): void {
  if (!seen.hasSubscribers) return
  const message: BytesSeen = { stream, direction, bytes }
  seen.publish(message)
}

/** Tells of the bytes of each stream that `open` opens. */
export function tapped(open: OpenByteStream): OpenByteStream {
  return async (signal) => {
    const stream = await open(signal)
    return {
      ...stream,
      write(bytes) {
        tellBytes(stream.name, 'sent', bytes)
        stream.write(bytes)
      },
      onData: (listener) =>
        stream.onData((bytes) => {
          tellBytes(stream.name, 'received', bytes)
          listener(bytes)
        }),
    }
  }
}

/** Every stream that is opened from now on; the function returned ends it. */
export function listenToBytes(listener: (seen: BytesSeen) => void): () => void {
  const hear = (message: unknown) => listener(message as BytesSeen)
  seen.subscribe(hear)
  return () => {
    seen.unsubscribe(hear)
  }
}
