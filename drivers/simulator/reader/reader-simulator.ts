import { createServer, type Server, type Socket } from 'node:net'
import { createReaderCommands, type SimulatedFraming } from './reader-commands.ts'
import { readerFrame } from './reader-frames.ts'

export interface ReaderSimulatorOptions {
  /** TCP port on 127.0.0.1; 0, the default, lets the system choose. */
  readonly port?: number
  /** As the presets of the same names of a `document-reader`; default `cr-lines`. */
  readonly framing?: SimulatedFraming
  /** 0 ≤ n < 1: where the bytes are cut. */
  readonly random?: () => number
}

export interface ReaderSimulator {
  readonly port: number
  /**
   * Sends the lines of one document, at once or when the reader is told to read; false where nobody listens,
   * and the read is lost as on a real one.
   */
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

  const told = createReaderCommands(framing)
  /** Documents that lie on a reader which was not told to read yet. */
  const onGlass: Uint8Array[] = []

  function read(): void {
    while (onGlass.length > 0 && told.useReadiness()) send(onGlass.shift() ?? Buffer.of())
  }

  function attach(socket: Socket): void {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const answer = told.take(bytes)
      if (answer.length > 0) send(answer)
      read()
    })
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
    told.forget()
    onGlass.length = 0
    for (const socket of sockets) socket.destroy()
    if (!server.listening) return
    await new Promise((resolve) => server.close(resolve))
  }

  return {
    port: bound,
    scan(lines) {
      if (sockets.size === 0) return false
      onGlass.push(readerFrame(framing, lines))
      read()
      return true
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

function listen(attach: (socket: Socket) => void, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(attach)
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
