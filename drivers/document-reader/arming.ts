import type { ByteStream } from '../transport/byte-stream.ts'
import type { DocumentReaderOptions } from './options.ts'

interface ReaderCommands {
  readonly arm: Uint8Array
  readonly disarm: Uint8Array
}

/** Readers that read only when told to, and one document at a time. */
const commandsOfPreset: Readonly<Partial<Record<DocumentReaderOptions['preset'], ReaderCommands>>> = {
  // Continuous mode on and off; the reader answers `43 00 01 State` and leaves the mode after each document.
  idbox: { arm: Uint8Array.of(0x43, 0, 1, 1), disarm: Uint8Array.of(0x43, 0, 1, 0) },
  // SYN T CR and SYN U CR: trigger and stop of Honeywell's serial commands.
  'honeywell-ocr': { arm: Uint8Array.of(0x16, 0x54, 0x0d), disarm: Uint8Array.of(0x16, 0x55, 0x0d) },
}

/** Tells the reader when to read. Does nothing for a reader that sends by itself. */
export interface Arming {
  /** A fresh connection: the reader may have forgotten everything. */
  attach(stream: ByteStream): void
  /** The connection is gone. */
  detach(): void
  /** The reader is to wait for the next document. */
  arm(): void
  /** The reader answered that it waits. */
  confirmed(): void
  /** Ends the reading before the connection is closed. */
  disarm(): void
}

/** The command is repeated every `rearmMs` until it is confirmed: a lost one would leave the reader dark. */
export function createArming(preset: DocumentReaderOptions['preset'], rearmMs: number): Arming {
  const commands = commandsOfPreset[preset]
  let stream: ByteStream | undefined
  let timer: NodeJS.Timeout | undefined

  function arm(): void {
    clearTimeout(timer)
    if (!commands || !stream) return
    stream.write(commands.arm)
    timer = setTimeout(arm, rearmMs)
  }

  function detach(): void {
    clearTimeout(timer)
    stream = undefined
  }

  return {
    attach(fresh) {
      stream = fresh
      arm()
    },
    detach,
    arm,
    confirmed: () => clearTimeout(timer),
    disarm() {
      if (commands) stream?.write(commands.disarm)
      detach()
    },
  }
}
