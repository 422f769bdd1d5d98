export type SimulatedFraming = 'cr-lines' | 'stx-etx' | 'rte' | 'idbox' | 'honeywell-ocr'

/** What a simulated reader was told to do. */
export interface ReaderCommands {
  /** Takes bytes of the gateway, cut anywhere, and returns what the reader answers. */
  take(bytes: Uint8Array): Uint8Array
  /** Whether a document is read now; one read ends the readiness of a reader that must be told. */
  useReadiness(): boolean
  /** Power or line lost. */
  forget(): void
}

interface Command {
  readonly bytes: Buffer
  readonly ready: boolean
  readonly answer: Buffer
}

const commandsOf: Readonly<Partial<Record<SimulatedFraming, readonly Command[]>>> = {
  idbox: [
    { bytes: Buffer.of(0x43, 0, 1, 1), ready: true, answer: Buffer.of(0x43, 0, 1, 1) },
    { bytes: Buffer.of(0x43, 0, 1, 0), ready: false, answer: Buffer.of(0x43, 0, 1, 0) },
  ],
  'honeywell-ocr': [
    { bytes: Buffer.of(0x16, 0x54, 0x0d), ready: true, answer: Buffer.of() },
    { bytes: Buffer.of(0x16, 0x55, 0x0d), ready: false, answer: Buffer.of() },
  ],
}

export function createReaderCommands(framing: SimulatedFraming): ReaderCommands {
  const commands = commandsOf[framing]
  let pending = Buffer.of()
  let ready = false

  return {
    take(bytes) {
      const answers: Buffer[] = []
      for (const byte of commands ? bytes : []) {
        pending = Buffer.concat([pending, Buffer.of(byte)])
        const command = commands?.find((one) => one.bytes.equals(pending.subarray(-one.bytes.length)))
        if (command) {
          ready = command.ready
          answers.push(command.answer)
          pending = Buffer.of()
        }
        pending = pending.subarray(-4)
      }
      return Buffer.concat(answers)
    },
    useReadiness() {
      const was = commands === undefined || ready
      ready = false
      return was
    },
    forget() {
      ready = false
      pending = Buffer.of()
    },
  }
}
