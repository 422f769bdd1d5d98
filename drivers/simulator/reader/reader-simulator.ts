import { createServer, type Server, type Socket } from 'node:net'

export interface ReaderSimulatorOptions {
  /** TCP port on 127.0.0.1; 0, the default, lets the system choose. */
  readonly port?: number
  /** As the presets of the same names of a `document-reader`; default `cr-lines`. */
  readonly framing?: 'cr-lines' | 'stx-etx' | 'rte'
  /** 0 ≤ n < 1: where the bytes are cut. */
  readonly random?: () => number
}

export interface ReaderSimulator {
  readonly port: number
  /** Sends the lines of one document; false where nobody listens, and the read is lost as on a real one. */
  scan(lines: readonly string[]): boolean
  /** Sends bytes as they are: rubbish, half a document. */
  send(bytes: Uint8Array): boolean
  connections(): number
  /** Breaks the connections and refuses new ones. */
  unplug(): Promise<void>
  /** Listens again on the same port. */
  plug(): Promise<void>
  /** Resolves when at least one listener is connected. */
  whenConnected(): Promise<void>
  close(): Promise<void>
}

const longestPiece = 9

/** A document reader behind a TCP serial server: its serial bytes, in pieces cut anywhere. */
export async function createReaderSimulator(options: ReaderSimulatorOptions = {}): Promise<ReaderSimulator> {
  const { port = 0, framing = 'cr-lines', random = Math.random } = options
  const sockets = new Set<Socket>()
  const waiting = new Set<() => void>()
  /** Pieces go out one after the other, also those of the next document. */
  let sending: Promise<void> = Promise.resolve()

  function attach(socket: Socket): void {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('data', () => {})
    socket.on('close', () => sockets.delete(socket))
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  let server = await listen(attach, port)
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port

  async function sendPieces(bytes: Uint8Array, to: readonly Socket[]): Promise<void> {
    for (let start = 0; start < bytes.length; ) {
      const end = start + 1 + Math.floor(random() * longestPiece)
      for (const socket of to) if (!socket.destroyed) socket.write(bytes.subarray(start, end))
      start = end
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  function send(bytes: Uint8Array): boolean {
    if (sockets.size === 0) return false
    const to = [...sockets]
    sending = sending.then(() => sendPieces(bytes, to))
    return true
  }

  async function unplug(): Promise<void> {
    for (const socket of sockets) socket.destroy()
    if (!server.listening) return
    await new Promise((resolve) => server.close(resolve))
  }

  return {
    port: bound,
    scan(lines) {
      if (framing === 'rte') return send(rteFrame(lines))
      const text = lines.map((line) => `${line}\r`).join('')
      return send(Buffer.from(framing === 'stx-etx' ? `\x02${text}\x03` : text, 'ascii'))
    },
    send,
    connections: () => sockets.size,
    unplug,
    async plug() {
      if (!server.listening) server = await listen(attach, bound)
    },
    whenConnected: () =>
      new Promise((resolve) => {
        if (sockets.size > 0) resolve()
        else waiting.add(resolve)
      }),
    async close() {
      await unplug()
      await sending
    },
  }
}

/** RTE native: the lowest line is the third, and the exclusive or of all after SOH stands at the end. */
function rteFrame(lines: readonly string[]): Uint8Array {
  const text = `${'\r'.repeat(3 - lines.length)}${lines.join('\r')}\r`
  const body = Buffer.from(`\x00\x00OU\x02\x40${text}\x03`, 'latin1')
  body.writeUInt16LE(body.length + 2)
  return Buffer.from([1, ...body, body.reduce((sum, byte) => sum ^ byte, 0)])
}

function listen(attach: (socket: Socket) => void, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(attach)
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
