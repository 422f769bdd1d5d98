import { createServer, type Socket } from 'node:net'

export type RelayProtocolName = 'lcus' | 'kmtronic' | 'numato'

export interface RelaySimulator {
  readonly port: number
  /** Relays in the order of the board, true = on. */
  relays(): readonly boolean[]
  /** A relay that does not follow its coil, as a burnt contact driver; the board tells what it sees. */
  stick(index: number): void
  /** The board hears and answers nothing. */
  mute(muted: boolean): void
  unplug(): Promise<void>
  plug(): Promise<void>
  close(): Promise<void>
}

/** A relay board behind a TCP serial server: the bytes of its maker, answers in pieces of one byte. */
export async function createRelaySimulator(
  protocol: RelayProtocolName,
  size: number,
): Promise<RelaySimulator> {
  const states = Array.from({ length: size }, () => false)
  const stuck = new Set<number>()
  const sockets = new Set<Socket>()
  let muted = false

  function set(index: number, on: boolean): void {
    if (index >= 0 && index < size && !stuck.has(index)) states[index] = on
  }

  function attach(socket: Socket): void {
    const reply = (bytes: Iterable<number>) => {
      for (const byte of bytes) socket.write(Uint8Array.of(byte))
    }
    const board = boards[protocol](states, set, reply)
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      if (!muted) board(bytes)
    })
  }

  const listen = (at: number) =>
    new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
      const made = createServer(attach)
      made.once('error', reject)
      made.listen(at, '127.0.0.1', () => resolve(made))
    })
  let server = await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  async function unplug(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }

  return {
    port,
    relays: () => [...states],
    stick: (index) => void stuck.add(index),
    mute: (value) => {
      muted = value
    },
    unplug,
    async plug() {
      server = await listen(port)
    },
    close: async () => {
      if (server.listening) await unplug()
    },
  }
}

type Reply = (bytes: Iterable<number>) => void
type Board = (
  states: readonly boolean[],
  set: (index: number, on: boolean) => void,
  reply: Reply,
) => (bytes: Uint8Array) => void

const boards: Record<RelayProtocolName, Board> = {
  lcus(_states, set) {
    return frames(4, (a, channel, state, sum) => {
      if (a === 0xa0 && sum === ((a + channel + state) & 0xff)) set(channel - 1, state === 1)
    })
  },
  kmtronic(states, set, reply) {
    const bit = (index: number) => (states[index] ? 1 : 0)
    return frames(3, (a, channel, state) => {
      if (a !== 0xff) return
      if (channel === 9 && state === 0) reply(states.map((_, i) => bit(i)))
      else if (state === 3) reply([0xff, channel, bit(channel - 1)])
      else set(channel - 1, state === 1)
    })
  },
  numato(states, set, reply) {
    let line = ''
    const say = (text: string) => reply(Array.from(text, (sign) => sign.charCodeAt(0)))
    function run(command: string): string {
      const [, act = '', sign = ''] = /^relay (on|off|readall) ?([0-9A-V]?)$/.exec(command) ?? []
      if (act === 'readall') {
        const mask = states.reduce((sum, on, i) => sum + (on ? 2 ** i : 0), 0)
        return `\n\r${mask.toString(16).padStart(Math.max(2, states.length / 4), '0')}`
      }
      if (act !== '') set(Number.parseInt(sign, 36), act === 'on')
      return ''
    }
    return (bytes) => {
      for (const byte of bytes) {
        if (byte !== 0x0d) {
          line += String.fromCharCode(byte)
          continue
        }
        say(`${line}${run(line)}\n\r>`)
        line = ''
      }
    }
  },
}

/** Cuts what arrives into frames of a fixed length. */
function frames(
  length: number,
  take: (a: number, b: number, c: number, d: number) => void,
): (bytes: Uint8Array) => void {
  let buffer: readonly number[] = []
  return (bytes) => {
    buffer = [...buffer, ...bytes]
    while (buffer.length >= length) {
      const [a = 0, b = 0, c = 0, d = 0] = buffer.slice(0, length)
      buffer = buffer.slice(length)
      take(a, b, c, d)
    }
  }
}
