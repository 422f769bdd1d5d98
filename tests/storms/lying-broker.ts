import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { generate, type IPublishPacket, type Packet, parser } from 'mqtt-packet'

/** Shares of 1 of the messages that it acknowledged, by what it does with them; times in ms. */
export interface Lies {
  /** Acknowledged and forgotten. */
  readonly drop: number
  /** Delivered twice. */
  readonly double: number
  /** Followed by one that was delivered before. */
  readonly replay: number
  /** Held back until up to ten later ones were delivered. */
  readonly reorder: number
  /** Refused with reason 0x97 (quota exceeded); MQTT 5 only. */
  readonly refuse: number
  /** A message makes it cut the connection that brought it … */
  readonly cut: number
  /** … or stop reading and answering on it without closing. */
  readonly deaf: number
  readonly slowMs: number
  /** Told to clients of MQTT 5 and held against them: more under way ends the connection. */
  readonly receiveMaximum: number
}

export const honest: Lies = {
  ...{ drop: 0, double: 0, replay: 0, reorder: 0, refuse: 0, cut: 0, deaf: 0, slowMs: 0 },
  receiveMaximum: 65_535,
}

export interface LyingBroker {
  readonly url: string
  lie(lies: Lies): void
  /** Forgets what it holds and gives out again what it once delivered, as one restored from a backup. */
  rollBack(): void
  /** Clients that had more messages under way than Receive Maximum. */
  violations(): number
  close(): Promise<void>
}

interface Client {
  readonly socket: Socket
  readonly version: 4 | 5
  readonly filters: Set<string>
  readonly receiveMaximum: number
  underWay: number
  nextId: number
  deaf: boolean
}

const reorderDepth = 10
const memory = 200
const maxTimers = 500

/** Speaks enough of MQTT 3.1.1 and 5 for gateway and centre, and lies as it is told. */
export async function lyingBroker(first: Lies, random: () => number): Promise<LyingBroker> {
  let lies = first
  let violations = 0
  const clients = new Set<Client>()
  const sockets = new Set<Socket>()
  const retained = new Map<string, IPublishPacket>()
  let delivered: IPublishPacket[] = []
  let held: { readonly packet: IPublishPacket; after: number }[] = []

  const chance = (share: number): boolean => random() < share
  const send = (client: Client, packet: Packet): void => {
    if (!client.deaf && client.socket.writable)
      client.socket.write(generate(packet, { protocolVersion: client.version }))
  }

  function deliver(packet: IPublishPacket): void {
    delivered = [...delivered.slice(-memory), packet]
    for (const client of clients) {
      if (![...client.filters].some((filter) => matches(filter, packet.topic))) continue
      client.nextId = (client.nextId % 65_535) + 1
      send(client, {
        cmd: 'publish',
        topic: packet.topic,
        payload: packet.payload,
        qos: packet.qos === 0 ? 0 : 1,
        dup: false,
        retain: false,
        messageId: client.nextId,
      })
    }
    const due = held.filter((one) => --one.after <= 0)
    held = held.filter((one) => one.after > 0)
    for (const one of due) deliver(one.packet)
  }

  function route(packet: IPublishPacket): void {
    if (packet.retain) retained.set(packet.topic, packet)
    if (chance(lies.drop)) return
    if (chance(lies.reorder)) {
      held.push({ packet, after: 1 + Math.floor(random() * reorderDepth) })
      return
    }
    deliver(packet)
    if (chance(lies.double)) deliver(packet)
    const old = delivered[Math.floor(random() * delivered.length)]
    if (old !== undefined && chance(lies.replay)) deliver(old)
  }

  let timers = 0
  function later(act: () => void): void {
    if (lies.slowMs === 0 || timers > maxTimers) {
      act()
      return
    }
    timers += 1
    setTimeout(() => {
      timers -= 1
      act()
    }, lies.slowMs)
  }

  function published(client: Client, packet: IPublishPacket): void {
    if (packet.qos === 0) {
      later(() => route(packet))
      return
    }
    client.underWay += 1
    if (client.version === 5 && client.underWay > client.receiveMaximum) {
      violations += 1
      send(client, { cmd: 'disconnect', reasonCode: 0x93 })
      client.socket.destroy()
      return
    }
    if (chance(lies.cut)) {
      client.socket.destroy()
      return
    }
    if (chance(lies.deaf)) client.deaf = true
    later(() => {
      client.underWay -= 1
      const refused = client.version === 5 && chance(lies.refuse)
      const { messageId = 0 } = packet
      send(client, {
        cmd: 'puback',
        messageId,
        ...(client.version === 5 ? { reasonCode: refused ? 0x97 : 0 } : {}),
      })
      if (!refused && !client.deaf) route(packet)
    })
  }

  function serve(socket: Socket): void {
    sockets.add(socket)
    socket.setNoDelay(true)
    const input = parser()
    let client: Client | undefined
    input.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') {
        const version = packet.protocolVersion === 5 ? 5 : 4
        const { receiveMaximum } = lies
        client = {
          socket,
          version,
          filters: new Set(),
          receiveMaximum,
          ...{ underWay: 0, nextId: 0, deaf: false },
        }
        clients.add(client)
        send(client, {
          cmd: 'connack',
          sessionPresent: false,
          ...(version === 5 ? { reasonCode: 0, properties: { receiveMaximum } } : { returnCode: 0 }),
        })
        return
      }
      if (client === undefined || client.deaf) return
      if (packet.cmd === 'publish') published(client, packet)
      else if (packet.cmd === 'pingreq') send(client, { cmd: 'pingresp' })
      else if (packet.cmd === 'disconnect') socket.end()
      else if (packet.cmd === 'subscribe') {
        const { messageId = 0, subscriptions } = packet
        send(client, { cmd: 'suback', messageId, granted: subscriptions.map(() => 1) })
        for (const { topic } of subscriptions) {
          client.filters.add(topic)
          for (const kept of retained.values())
            if (matches(topic, kept.topic)) send(client, { ...kept, qos: 0, retain: true })
        }
      }
    })
    input.on('error', () => socket.destroy())
    socket.on('data', (bytes) => input.parse(bytes))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      if (client !== undefined) clients.delete(client)
    })
  }

  const server = createServer(serve)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `mqtt://127.0.0.1:${address.port}`,
    lie: (changed) => {
      lies = changed
    },
    rollBack: () => {
      held = []
      for (const socket of sockets) socket.destroy()
      const old = delivered.slice(0, Math.floor(delivered.length / 2))
      for (const packet of old) held.push({ packet, after: 1 })
    },
    violations: () => violations,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

function matches(filter: string, topic: string): boolean {
  const parts = filter.split('/')
  const levels = topic.split('/')
  return parts.length === levels.length && parts.every((part, at) => part === '+' || part === levels[at])
}
