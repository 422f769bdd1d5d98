import { setTimeout as pause } from 'node:timers/promises'
import modbusSerial from 'modbus-serial'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { ByteStream } from '../transport/byte-stream.ts'
import { ModbusPort, type ModbusProtocol } from './modbus-port.ts'

export interface ModbusClientParts {
  readonly stream: ByteStream
  readonly protocol: ModbusProtocol
  readonly unitId: number
  readonly timeoutMs: number
  /** Name of the device in errors. */
  readonly place: string
  /** The unit answered, be it with an exception. */
  onAnswer(): void
  count(counter: 'requests' | 'timeouts' | 'exceptions' | 'bytesDiscarded', by?: number): void
}

/** One unit behind one stream; one request at a time. */
export interface ModbusClient {
  /**
   * Runs `work` when all earlier work is done; nothing else talks to the unit meanwhile. Requests inside
   * reject with `device.timeout`, `device.exception`, `device.protocol` or `device.not-online`.
   */
  exclusive<T>(work: (unit: ModbusUnit) => Promise<T>): Promise<T>
  /** Rejects what waits; nothing is sent afterwards. */
  close(): void
}

/** Requests as they stand on the wire: addresses from 0, words unchanged. */
export interface ModbusUnit {
  readBits(fc: 1 | 2, address: number, count: number): Promise<readonly boolean[]>
  readRegisters(fc: 3 | 4, address: number, count: number): Promise<readonly number[]>
  /** FC 05 with any word: clones want 0x0100 for on, vendors give other words a meaning of their own. */
  writeCoil(address: number, word: number): Promise<void>
  writeRegister(address: number, word: number): Promise<void>
  writeCoils(address: number, values: readonly boolean[]): Promise<void>
  writeRegisters(address: number, words: readonly number[]): Promise<void>
}

export function createModbusClient(parts: ModbusClientParts): ModbusClient {
  const { place, protocol, timeoutMs } = parts
  const port = new ModbusPort(parts.stream, protocol, (bytes) => parts.count('bytesDiscarded', bytes))
  const modbus = new modbusSerial.default(port)
  modbus.setID(parts.unitId)
  modbus.setTimeout(timeoutMs)
  modbus.open(() => {})

  const closing = Promise.withResolvers<never>()
  // Nobody may be waiting when the stream is lost.
  closing.promise.catch(() => {})
  let open = true
  let last: Promise<unknown> = Promise.resolve()

  async function request<T>(send: () => Promise<T>): Promise<T> {
    if (!open) throw new AyaldamaError('device.not-online', place)
    parts.count('requests')
    try {
      const answer = await Promise.race([send(), closing.promise])
      parts.onAnswer()
      return answer
    } catch (error) {
      throw await failure(error)
    }
  }

  async function failure(error: unknown): Promise<AyaldamaError> {
    if (error instanceof AyaldamaError) return error
    const detail = messageOf(error)
    if (isTimeout(error)) {
      parts.count('timeouts')
      // An RTU answer carries no number: let a late one run out before the next request can be taken for its own.
      if (protocol === 'rtu')
        await Promise.race([pause(Math.min(timeoutMs, 200)), closing.promise.catch(() => {})])
      return new AyaldamaError('device.timeout', place, `No answer in ${timeoutMs} ms.`)
    }
    if (isException(error)) {
      parts.count('exceptions')
      parts.onAnswer()
      return new AyaldamaError('device.exception', place, detail)
    }
    return new AyaldamaError('device.protocol', place, detail)
  }

  const unit: ModbusUnit = {
    async readBits(fc, address, count) {
      const { data } = await request(() =>
        fc === 1 ? modbus.readCoils(address, count) : modbus.readDiscreteInputs(address, count),
      )
      return data.slice(0, count)
    },
    async readRegisters(fc, address, count) {
      const { data } = await request(() =>
        fc === 3 ? modbus.readHoldingRegisters(address, count) : modbus.readInputRegisters(address, count),
      )
      return data
    },
    async writeCoil(address, word) {
      await request(() => modbus.customFunction(5, [address >>> 8, address & 0xff, word >>> 8, word & 0xff]))
    },
    async writeRegister(address, word) {
      await request(() => modbus.writeRegister(address, word))
    },
    async writeCoils(address, values) {
      await request(() => modbus.writeCoils(address, [...values]))
    },
    async writeRegisters(address, words) {
      await request(() => modbus.writeRegisters(address, [...words]))
    },
  }

  return {
    exclusive(work) {
      const mine = last.then(() => {
        if (!open) throw new AyaldamaError('device.not-online', place)
        return work(unit)
      })
      last = mine.catch(() => {})
      return mine
    },
    close() {
      if (!open) return
      open = false
      modbus.destroy(() => {})
      closing.reject(new AyaldamaError('device.not-online', place, 'The connection was lost.'))
    },
  }
}

// The library's own errors are no `Error` objects; they are known by their fields.
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errno' in error && error.errno === 'ETIMEDOUT'
}

function isException(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'modbusCode' in error
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error)
}
