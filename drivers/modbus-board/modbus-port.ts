import { EventEmitter } from 'node:events'
import type { ByteStream } from '../transport/byte-stream.ts'
import { createRtuReplyFinder, createTcpReplyFinder, type ReplyFinder, rtuFrame, tcpFrame } from './codec.ts'

export type ModbusProtocol = 'tcp' | 'rtu'

/**
 * A port for `modbus-serial` on a `ByteStream` (a class because the library wants an event emitter). The
 * library hands over and expects RTU frames (unit, function code, data, CRC) whatever the wire carries.
 * The port lets only the answer of the request at hand through: over RTU the library would take a late
 * answer of one range for the state of another.
 */
export class ModbusPort extends EventEmitter {
  isOpen = true
  readonly #stream: ByteStream
  readonly #protocol: ModbusProtocol
  #transaction = 0
  #finder: ReplyFinder | undefined

  constructor(stream: ByteStream, protocol: ModbusProtocol, onDiscarded: (bytes: number) => void) {
    super()
    this.#stream = stream
    this.#protocol = protocol
    stream.onData((bytes) => {
      const finder = this.#finder
      if (finder === undefined) {
        onDiscarded(bytes.length)
        return
      }
      const before = finder.discarded()
      const adu = finder.push(bytes)
      const rubbish = finder.discarded() - before
      if (rubbish > 0) onDiscarded(rubbish)
      if (adu === undefined) return
      this.#finder = undefined
      this.emit('data', Buffer.from(rtuFrame(adu)))
    })
  }

  open(opened: () => void): void {
    opened()
  }

  close(closed?: () => void): void {
    this.destroy()
    closed?.()
  }

  destroy(): void {
    this.isOpen = false
    this.#finder = undefined
  }

  write(rtu: Uint8Array): void {
    const adu = rtu.subarray(0, -2)
    if (this.#protocol === 'rtu') {
      this.#finder = createRtuReplyFinder(adu)
      this.#stream.write(rtu)
      return
    }
    this.#transaction = (this.#transaction % 0xffff) + 1
    this.#finder = createTcpReplyFinder(this.#transaction, adu)
    this.#stream.write(tcpFrame(this.#transaction, adu))
  }
}
