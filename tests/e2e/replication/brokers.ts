import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Aedes } from 'aedes'

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

/** Debian's Mosquitto as a process of its own. */
export async function mosquitto(directory: string, settings: readonly string[] = []): Promise<TestBroker> {
  const port = await freePort()
  const file = join(directory, `mosquitto-${port}.conf`)
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence false', ...settings]
  await writeFile(file, `${lines.join('\n')}\n`)
  let child: ChildProcess | undefined
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
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

/** aedes on one port, so that it may be closed and opened again; `forward` decides what is delivered. */
export async function embedded(forward: Forward = () => true): Promise<TestBroker> {
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
