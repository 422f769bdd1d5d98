import { createServer, type Server, type Socket } from 'node:net'

/** Bits of a simulated unit; `undefined` = no such address. */
export interface ModbusBits {
  readInput(address: number): boolean | undefined
  readCoil(address: number): boolean | undefined
  /** False where there is no such coil. `word` is the value of FC 05, 0xFF00 or 0 for a bit of FC 15. */
  writeCoil(address: number, word: number): boolean
  /** FC 03 and 04, FC 06; left out: a unit without registers. */
  readRegister?(address: number): number | undefined
  writeRegister?(address: number, word: number): boolean
}

export interface ModbusTcpServer {
  readonly port: number
  /** Answers come this much later, ms. */
  delay(ms: number): void
  /** Breaks all connections and refuses new ones. */
  cut(): Promise<void>
  /** Listens again on the same port. */
  mend(): Promise<void>
  close(): Promise<void>
}

const illegalFunction = 1
const illegalAddress = 2
const illegalValue = 3
const mbapLength = 6
const longestAdu = 254

/** A Modbus TCP server of its own, independent of the driver's codec: FC 01 to 06 and 15. */
export async function createModbusTcpServer(bits: ModbusBits, port: number): Promise<ModbusTcpServer> {
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()
  let delayMs = 0

  function answer(socket: Socket, head: Buffer, adu: Buffer): void {
    const reply = serve(bits, adu)
    const frame = Buffer.concat([head.subarray(0, 4), Buffer.of(0, reply.length), reply])
    if (delayMs === 0) {
      socket.write(frame)
      return
    }
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!socket.destroyed) socket.write(frame)
    }, delayMs)
    timers.add(timer)
  }

  function attach(socket: Socket): void {
    sockets.add(socket)
    let buffer = Buffer.alloc(0)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      buffer = Buffer.concat([buffer, bytes])
      while (buffer.length > mbapLength) {
        const length = buffer.readUInt16BE(4)
        if (buffer.readUInt16BE(2) !== 0 || length < 2 || length > longestAdu) {
          socket.destroy()
          return
        }
        if (buffer.length < mbapLength + length) return
        answer(socket, buffer.subarray(0, mbapLength), buffer.subarray(mbapLength, mbapLength + length))
        buffer = buffer.subarray(mbapLength + length)
      }
    })
  }

  let server: Server = await listen(attach, port)
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port

  async function cut(): Promise<void> {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
    for (const socket of sockets) socket.destroy()
    if (!server.listening) return
    await new Promise((resolve) => server.close(resolve))
  }

  return {
    port: bound,
    delay(ms) {
      delayMs = ms
    },
    cut,
    async mend() {
      if (!server.listening) server = await listen(attach, bound)
    },
    close: cut,
  }
}

function listen(attach: (socket: Socket) => void, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(attach)
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

function exception(adu: Buffer, code: number): Buffer {
  return Buffer.of(adu[0] ?? 0, (adu[1] ?? 0) | 0x80, code)
}

/** Answer of the unit to one request, unit and function code included. */
function serve(bits: ModbusBits, adu: Buffer): Buffer {
  const fc = adu[1] ?? 0
  const { readRegister, writeRegister } = bits
  const served = [1, 2, 5, 15, ...(readRegister ? [3, 4] : []), ...(writeRegister ? [6] : [])]
  if (!served.includes(fc)) return exception(adu, illegalFunction)
  if (adu.length < 6) return exception(adu, illegalValue)
  const address = adu.readUInt16BE(2)
  const word = adu.readUInt16BE(4)
  switch (fc) {
    case 5:
      return bits.writeCoil(address, word) ? Buffer.from(adu.subarray(0, 6)) : exception(adu, illegalAddress)
    case 6:
      return writeRegister?.(address, word) ? Buffer.from(adu.subarray(0, 6)) : exception(adu, illegalAddress)
    case 3:
    case 4: {
      if (word < 1 || word > 125) return exception(adu, illegalValue)
      const words = Buffer.alloc(2 * word)
      for (let i = 0; i < word; i += 1) {
        const value = readRegister?.(address + i)
        if (value === undefined) return exception(adu, illegalAddress)
        words.writeUInt16BE(value, 2 * i)
      }
      return Buffer.concat([adu.subarray(0, 2), Buffer.of(words.length), words])
    }
    case 15: {
      const packed = adu.subarray(7)
      if (word < 1 || packed.length < Math.ceil(word / 8)) return exception(adu, illegalValue)
      for (let i = 0; i < word; i += 1) {
        const on = (((packed[i >> 3] ?? 0) >> (i & 7)) & 1) === 1
        if (!bits.writeCoil(address + i, on ? 0xff00 : 0)) return exception(adu, illegalAddress)
      }
      return Buffer.from(adu.subarray(0, 6))
    }
    default: {
      if (word < 1 || word > 2000) return exception(adu, illegalValue)
      const packed = Buffer.alloc(Math.ceil(word / 8))
      for (let i = 0; i < word; i += 1) {
        const value = fc === 1 ? bits.readCoil(address + i) : bits.readInput(address + i)
        if (value === undefined) return exception(adu, illegalAddress)
        if (value) packed[i >> 3] = (packed[i >> 3] ?? 0) | (1 << (i & 7))
      }
      return Buffer.concat([adu.subarray(0, 2), Buffer.of(packed.length), packed])
    }
  }
}
