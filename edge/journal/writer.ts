import { parentPort, workerData } from 'node:worker_threads'
import { AyaldamaError } from '../ports/errors.ts'
import { openGatewayKey } from './gateway-key.ts'
import { holdLock } from './lock.ts'
import type { FromWriter, ToWriter, WriterOptions } from './protocol.ts'
import { failureOf, openStore } from './store.ts'

/** The writer thread: SQLite's calls block, and a commit waits for the disk. */
function serve(port: NonNullable<typeof parentPort>, options: WriterOptions): void {
  const send = (message: FromWriter): void => port.postMessage(message)

  let opened: { readonly lock: ReturnType<typeof holdLock>; readonly store: ReturnType<typeof openStore> }
  try {
    const lock = holdLock(options.lockFile)
    try {
      const { signAs } = options
      const signer = signAs && { ...signAs, ...openGatewayKey(signAs.directory) }
      opened = { lock, store: openStore(options.file, options.newEpoch, signer) }
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    const code = error instanceof AyaldamaError ? error.code : 'journal.open'
    send({ type: 'failed', code, detail: error instanceof Error ? error.message : String(error) })
    port.close()
    return
  }

  const { lock, store } = opened
  port.on('message', (message: ToWriter) => {
    if (message.type === 'close') {
      store.close()
      lock.release()
      send({ type: 'closed' })
      port.close()
      return
    }
    try {
      send({ type: 'committed', results: store.write(message.calls) })
    } catch (error) {
      const failure = failureOf(error)
      send({ type: 'committed', results: message.calls.map(() => ({ ok: false, ...failure })) })
    }
  })
  send({ type: 'opened', epoch: store.epoch })
}

if (parentPort !== null) serve(parentPort, workerData as WriterOptions)
