import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Aedes } from 'aedes'
import type { TestAuthority } from '../../support/authority.ts'

/** A broker that a test may kill and start again on the same port. */
export interface TestBroker {
  readonly port: number
  readonly url: string
  start(): Promise<void>
  /** Without a goodbye; what it queued in memory is lost. */
  kill(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Debian's Mosquitto as a process of its own; it takes everybody. */
export async function mosquitto(directory: string, settings: readonly string[] = []): Promise<TestBroker> {
  return mosquittoBy(directory, ['allow_anonymous true', ...settings], 'mqtt')
}

export interface SecureSettings {
  readonly authority: TestAuthority
  /** Lines of the access list. */
  readonly acl: string
}

/** Mosquitto over TLS 1.3: who has a certificate of the authority is who it says, and may do what the list says. */
export async function secureMosquitto(
  directory: string,
  { authority, acl }: SecureSettings,
): Promise<TestBroker> {
  const { certificate, key } = authority.issue('broker')
  const list = `${certificate}.acl`
  await writeFile(list, acl, { mode: 0o600 })
  const tls = [`cafile ${authority.ca}`, `certfile ${certificate}`, `keyfile ${key}`, 'tls_version tlsv1.3']
  const who = ['require_certificate true', 'use_identity_as_username true', 'use_username_as_clientid true']
  const settings = [...tls, ...who, 'allow_anonymous false', `acl_file ${list}`]
  // It would leave root's rights and then not read its own key.
  return mosquittoBy(directory, ['user root', ...settings], 'mqtts')
}

async function mosquittoBy(
  directory: string,
  settings: readonly string[],
  scheme: 'mqtt' | 'mqtts',
): Promise<TestBroker> {
  const port = await freePort()
  const file = join(directory, `mosquitto-${port}.conf`)
  const lines = [`listener ${port} 127.0.0.1`, 'persistence false', ...settings]
  await writeFile(file, `${lines.join('\n')}\n`)
  let child: ChildProcess | undefined
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    start: async () => {
      child = spawn('mosquitto', ['-c', file], {
        stdio: 'ignore',
        env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
      })
      await listening(port)
    },
    kill: async () => {
      if (child === undefined) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
      child = undefined
    },
  }
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const socket = connect(port, '127.0.0.1')
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (open) return
    await delay(10)
  }
  throw new Error(`nothing listens on port ${port}`)
}

/** What an adversarial broker does with a message that it has acknowledged. */
export type Forward = (topic: string, payload: string) => boolean

/**
 * aedes on one port, so that it may be closed and opened again; `forward` decides what is delivered,
 * `onSubscribe` hears of each topic that a client has subscribed to.
 */
export async function embedded(
  forward: Forward = () => true,
  onSubscribe: (topic: string) => void = () => {},
): Promise<TestBroker> {
  const port = await freePort()
  let running: { readonly aedes: Aedes; readonly server: ReturnType<typeof createServer> } | undefined
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    start: async () => {
      const aedes = await Aedes.createBroker({
        authorizeForward: (_client, packet) =>
          forward(packet.topic, packet.payload.toString()) ? packet : null,
      })
      aedes.on('subscribe', (subscriptions) => {
        for (const { topic } of subscriptions) onSubscribe(topic)
      })
      const server = createServer(aedes.handle)
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
      running = { aedes, server }
    },
    kill: async () => {
      if (running === undefined) return
      const { aedes, server } = running
      running = undefined
      const closed = once(server, 'close')
      server.close()
      await new Promise<void>((resolve) => aedes.close(resolve))
      await closed
    },
  }
}
