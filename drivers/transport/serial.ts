import { SerialPort } from 'serialport'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { OpenByteStream } from './byte-stream.ts'
import { createClosing } from './closing.ts'
import { createFloodLimit } from './flood-limit.ts'
import type { SerialTransport } from './options.ts'

const hangUpProbeMs = 500

/**
 * A serial port of the box. `serialport` never reconnects by itself: an unplugged adapter closes the
 * stream and the next one is opened by the caller.
 */
export function openSerial(transport: SerialTransport): OpenByteStream {
  const name = `serial ${transport.path}`

  return async (signal) => {
    if (signal.aborted) throw new AyaldamaError('device.connect', name, 'aborted')
    const { type: _, ...settings } = transport
    const port = new SerialPort({ ...settings, autoOpen: false })
    await new Promise<void>((resolve, reject) => {
      port.open((error) => {
        if (error) reject(new AyaldamaError('device.connect', name, error.message, { cause: error }))
        else resolve()
      })
    })

    const closing = createClosing()
    const limit = createFloodLimit(port)
    const lose = (reason: string) => {
      closing.close(reason)
      if (port.isOpen) port.close(() => {})
    }
    port.on('error', (error) => lose(error.message))
    port.on('close', (error: Error | null) => closing.close(error?.message ?? 'the port was closed'))
    const stopProbe = await probeHangUp(port, lose)
    closing.closed.then(stopProbe)
    closing.closed.then(limit.end)

    return {
      name,
      write(bytes) {
        if (port.isOpen) port.write(Buffer.from(bytes))
      },
      onData(listener) {
        limit.onData(listener)
        port.on('data', limit.take)
      },
      onFlood: limit.onFlood,
      onClose: closing.onClose,
      close: () =>
        new Promise((resolve) => {
          if (!port.isOpen) {
            closing.close('closed here')
            resolve()
            return
          }
          port.close(() => {
            closing.close('closed here')
            resolve()
          })
        }),
    }
  }
}

/**
 * A terminal that was hung up in the middle of a read answers every further read with 0 bytes, which
 * `serialport` 13 takes for "read again", for ever and without a close. Its settings can no longer be asked
 * for, though. Where they never could, nothing is probed.
 */
async function probeHangUp(port: SerialPort, lose: (reason: string) => void): Promise<() => void> {
  const ask = () => port.port?.getBaudRate()
  try {
    await ask()
  } catch {
    return () => {}
  }
  const timer = setInterval(async () => {
    try {
      await ask()
    } catch (error) {
      if (port.isOpen) lose(error instanceof Error ? error.message : String(error))
    }
  }, hangUpProbeMs)
  return () => clearInterval(timer)
}
