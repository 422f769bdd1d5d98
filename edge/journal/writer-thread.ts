import { Worker } from 'node:worker_threads'
import { AyaldamaError } from '../ports/errors.ts'
import type { CallResult, FromWriter, ToWriter, WriteCall, WriterOptions } from './protocol.ts'

export interface WriterThread {
  readonly epoch: number
  /** One transaction at a time: the next group is handed over when this one is answered. */
  write(calls: readonly WriteCall[]): Promise<readonly CallResult[]>
  close(): Promise<void>
}

/** Starts the writer and resolves when the file is open, checked and durable. */
export async function startWriter(options: WriterOptions): Promise<WriterThread> {
  const worker = new Worker(new URL('./writer.ts', import.meta.url), { workerData: options })
  let waiting: PromiseWithResolvers<FromWriter> | undefined
  let ended: Error | undefined
  let closing: Promise<FromWriter> | undefined

  worker.on('message', (message: FromWriter) => {
    const answered = waiting
    waiting = undefined
    answered?.resolve(message)
  })
  const end = (error: Error): void => {
    ended ??= error
    waiting?.reject(ended)
    waiting = undefined
  }
  worker.on('error', (cause) => {
    end(new AyaldamaError('journal.append', options.file, 'The writer thread failed.', { cause }))
  })
  worker.on('exit', () => {
    end(new AyaldamaError('journal.append', options.file, 'The writer thread has ended.'))
  })

  const next = (): Promise<FromWriter> => {
    if (ended !== undefined) return Promise.reject(ended)
    waiting = Promise.withResolvers<FromWriter>()
    return waiting.promise
  }
  const ask = (message: ToWriter): Promise<FromWriter> => {
    const answer = next()
    worker.postMessage(message)
    return answer
  }

  const first = await next()
  if (first.type !== 'opened') {
    throw first.type === 'failed'
      ? new AyaldamaError(first.code, options.file, first.detail)
      : new AyaldamaError('journal.open', options.file, `The writer answered ${first.type}.`)
  }
  return {
    epoch: first.epoch,
    write: async (calls) => {
      const answer = await ask({ type: 'group', calls })
      if (answer.type === 'committed') return answer.results
      throw new AyaldamaError('journal.append', options.file, `The writer answered ${answer.type}.`)
    },
    close: async () => {
      if (ended !== undefined) return
      // Closed twice is closed: the thread ends a moment after its answer.
      closing ??= ask({ type: 'close' })
      await closing
    },
  }
}
