import { createHash } from 'node:crypto'
import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { DriverContext } from '../../edge/ports/devices.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { type RetrySchedule, retryDelay } from '../transport/retry-schedule.ts'
import type { DeviceLifecycle } from './device-lifecycle.ts'

/** A server that a device posts to. */
export interface HttpListener {
  start(): void
  /** Resolves when the port is free and every connection closed. */
  stop(): Promise<void>
}

/** Tries again with growing pauses until the port is free and `make` has what it needs. */
export function createHttpListener(parts: {
  readonly lifecycle: Pick<DeviceLifecycle<never>, 'to'>
  readonly context: DriverContext
  readonly options: { readonly host: string; readonly port: number; readonly reconnect: RetrySchedule }
  /** A server that does not listen yet; what it rejects with is the reason in the device's health. */
  readonly make: () => Promise<Server>
  /** Called once it listens, with its port. */
  readonly listening: (port: number) => void
}): HttpListener {
  const { options, context, lifecycle } = parts
  let abort = new AbortController()
  let running: Promise<void> = Promise.resolve()
  let server: Server | undefined

  async function listen(): Promise<void> {
    const next = await parts.make()
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject)
      next.listen(options.port, options.host, resolve)
    })
    server = next
    const address = next.address()
    parts.listening(typeof address === 'object' && address !== null ? address.port : options.port)
  }

  async function keepListening(): Promise<void> {
    for (let attempt = 0; !abort.signal.aborted && server === undefined; attempt += 1) {
      try {
        await listen()
      } catch (error) {
        const known = error instanceof AyaldamaError ? error : undefined
        lifecycle.to('connecting', `${known?.code ?? 'device.connect'}: ${known?.message ?? String(error)}`)
        const delay = retryDelay(options.reconnect, attempt, context.random())
        await pause(delay, undefined, { signal: abort.signal }).catch(() => undefined)
      }
    }
  }

  return {
    start() {
      abort = new AbortController()
      running = keepListening()
    },
    async stop() {
      abort.abort()
      await running
      const open = server
      server = undefined
      if (open === undefined) return
      await new Promise<void>((resolve) => {
        open.close(() => resolve())
        open.closeAllConnections()
      })
    },
  }
}

/** An address as the options write it: a socket for both families says ::ffff:192.0.2.10. */
export const plainAddress = (address: string | undefined): string => (address ?? '').replace(/^::ffff:/i, '')

/** Texts of any length as bytes of one length, which `timingSafeEqual` can compare. */
export const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
