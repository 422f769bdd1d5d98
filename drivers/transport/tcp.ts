import { connect, type Socket } from 'node:net'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { OpenByteStream } from './byte-stream.ts'
import { createClosing } from './closing.ts'
import { createFloodLimit } from './flood-limit.ts'
import type { TcpTransport } from './options.ts'

const connectTimeoutMs = 5000

/** An idle connection whose peer lost its power is noticed by the kernel's probes. */
const keepAliveMs = 10_000

/**
 * TCP, with `unansweredMs` for devices that answer every request: bytes written and nothing received for
 * that long ends the connection. Without it the kernel retransmits for a quarter of an hour before it
 * gives up a peer that was switched off (Node has no TCP_USER_TIMEOUT).
 */
export function openTcp(transport: TcpTransport, unansweredMs?: number): OpenByteStream {
  const name = `tcp ${transport.host}:${transport.port}`

  return async (signal) => {
    const socket = await connected(transport, name, signal)
    const closing = createClosing()
    let failure: string | undefined
    let unanswered: NodeJS.Timeout | undefined

    const limit = createFloodLimit(socket)

    const heard = () => {
      clearTimeout(unanswered)
      unanswered = undefined
    }
    socket.setNoDelay(true)
    socket.setKeepAlive(true, keepAliveMs)
    socket.on('error', (error) => {
      failure = error.message
    })
    socket.on('close', () => {
      heard()
      limit.end()
      closing.close(failure ?? 'the other end closed the connection')
    })

    return {
      name,
      write(bytes) {
        if (closing.isClosed() || socket.destroyed) return
        socket.write(bytes)
        if (unansweredMs !== undefined && unanswered === undefined) {
          unanswered = setTimeout(() => {
            failure = `nothing was received for ${unansweredMs} ms after a request`
            socket.destroy()
          }, unansweredMs)
        }
      },
      onData(listener) {
        limit.onData(listener)
        socket.on('data', (bytes) => {
          heard()
          limit.take(bytes)
        })
      },
      onFlood: limit.onFlood,
      onClose: closing.onClose,
      async close() {
        failure ??= 'closed here'
        socket.destroy()
        await closing.closed
      },
    }
  }
}

function connected(transport: TcpTransport, name: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new AyaldamaError('device.connect', name, 'aborted'))
      return
    }
    const socket = connect({ host: transport.host, port: transport.port })
    const settle = (error?: Error) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      socket.off('error', settle)
      if (error === undefined) {
        resolve(socket)
        return
      }
      socket.on('error', () => {})
      socket.destroy()
      reject(new AyaldamaError('device.connect', name, error.message, { cause: error }))
    }
    const abort = () => settle(new Error('aborted'))
    const timer = setTimeout(() => settle(new Error(`no answer in ${connectTimeoutMs} ms`)), connectTimeoutMs)
    signal.addEventListener('abort', abort)
    socket.once('connect', () => settle())
    socket.once('error', settle)
  })
}
