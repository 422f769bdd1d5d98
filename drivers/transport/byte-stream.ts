/**
 * One open connection to a device. It is used once: after `onClose` it is spent and a new one is opened
 * by the factory. Bytes arrive cut anywhere.
 */
export interface ByteStream {
  /** For people: `tcp 10.0.0.7:4001`, `serial /dev/ttyUSB0`. */
  readonly name: string
  /** Ignored after the close. */
  write(bytes: Uint8Array): void
  /** One listener; bytes that arrived before it was set are kept for it. */
  onData(listener: (bytes: Uint8Array) => void): void
  /** Called once, with the reason; also where the close came first. */
  onClose(listener: (reason: string) => void): void
  /** Called each time that the device sends more than one may, and is slowed down for it; missing where none can. */
  onFlood?(listener: () => void): void
  /** Resolves when the socket or port is released. */
  close(): Promise<void>
}

/** Opens a fresh connection, or rejects with `device.connect`. Aborting ends the attempt. */
export type OpenByteStream = (signal: AbortSignal) => Promise<ByteStream>
