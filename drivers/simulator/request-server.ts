import { createServer, type Server, type Socket } from 'node:net'

/** A simulated device that answers requests over TCP and can be unplugged. */
export interface RequestServer {
  readonly port: number
  /** Breaks the connections and refuses new ones. */
  unplug(): Promise<void>
  /** Listens again on the same port. */
  plug(): Promise<void>
  /** Resolves when somebody is connected. */
  whenConnected(): Promise<void>
  close(): Promise<void>
}

/**
 * Collects the bytes of each connection and offers them to `take`, which says how many it has used; 0 waits for
 * more. Answers go out in pieces of one byte.
 */
export async function createRequestServer(
  take: (bytes: Buffer, send: (answer: Uint8Array) => void) => number,
  port = 0,
): Promise<RequestServer> {
  const sockets = new Set<Socket>()
  const waiting = new Set<() => void>()

  function attach(socket: Socket): void {
    sockets.add(socket)
    let buffer = Buffer.alloc(0)
    const send = (answer: Uint8Array) => {
      for (const byte of answer) if (!socket.destroyed) socket.write(Uint8Array.of(byte))
    }
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      buffer = Buffer.concat([buffer, bytes])
      for (let used = -1; used !== 0 && buffer.length > 0; ) {
        used = take(buffer, send)
        buffer = buffer.subarray(used)
      }
    })
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  let server = await listen(attach, port)
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port

  async function unplug(): Promise<void> {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }

  return {
    port: bound,
    unplug,
    async plug() {
      if (!server.listening) server = await listen(attach, bound)
    },
    whenConnected: () =>
      new Promise((resolve) => {
        if (sockets.size > 0) resolve()
        else waiting.add(resolve)
      }),
    close: unplug,
  }
}

function listen(attach: (socket: Socket) => void, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(attach)
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
