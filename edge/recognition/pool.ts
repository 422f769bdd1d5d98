import type { Transferable, Worker } from 'node:worker_threads'
import { AyaldamaError } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import { type FromWorker, fromPlainError, type ToWorker } from './messages.ts'

export interface PoolOptions {
  /** Number of workers. */
  readonly size: number
  /** Jobs that may wait; one more is refused with `recognition.busy`. */
  readonly queueLimit: number
  /** A job that takes longer has hung its worker, which is then replaced. */
  readonly jobTimeoutMs: number
  /** Pause before a worker that died is replaced; doubled while replacements die before they are ready. */
  readonly restartMs: number
  /** Starts one worker thread; it must send `ready` first. */
  readonly spawn: () => Worker
  readonly log: Log
}

export interface WorkerPool<Request, Reply> {
  /**
   * Resolves with the worker's reply. `lane`: a waiting job of the same lane is replaced by this one and
   * rejects with `recognition.busy`. `transfer`: parts of the request that move to the worker instead of
   * being copied, and are gone for the caller. Rejects with `recognition.worker` where the worker died or the pool is
   * closed, and with the error of the worker otherwise.
   */
  run(
    request: Request,
    options?: { readonly lane?: string; readonly transfer?: readonly Transferable[] },
  ): Promise<Reply>
  /** Rejects what waits, lets running jobs end, and resolves when all threads are gone. */
  close(): Promise<void>
}

interface Job<Request, Reply> {
  readonly id: number
  readonly request: Request
  readonly lane: string | undefined
  readonly transfer: readonly Transferable[]
  resolve(reply: Reply): void
  reject(error: Error): void
}

interface Slot<Request, Reply> {
  readonly index: number
  worker: Worker | null
  ready: boolean
  job: Job<Request, Reply> | null
  hangTimer: NodeJS.Timeout | null
  restartTimer: NodeJS.Timeout | null
  failedStarts: number
}

const slowestRestartMs = 30_000

function failure(detail: string, cause?: unknown): AyaldamaError {
  return new AyaldamaError('recognition.worker', 'recognition pool', detail, { cause })
}

/** Starts the workers and resolves when all are ready; where one cannot start, none is left and it rejects. */
export async function createWorkerPool<Request, Reply>(
  options: PoolOptions,
): Promise<WorkerPool<Request, Reply>> {
  const { log } = options
  const waiting: Job<Request, Reply>[] = []
  const slots: Slot<Request, Reply>[] = Array.from({ length: options.size }, (_, index) => ({
    index,
    worker: null,
    ready: false,
    job: null,
    hangTimer: null,
    restartTimer: null,
    failedStarts: 0,
  }))
  let nextJob = 1
  let closing = false

  function assign(): void {
    for (const slot of slots) {
      if (!slot.ready || slot.job !== null || slot.worker === null) continue
      const job = waiting.shift()
      if (job === undefined) return
      const { worker } = slot
      slot.job = job
      slot.hangTimer = setTimeout(() => {
        log.error({ worker: slot.index }, 'recognition worker hangs and is ended')
        void worker.terminate()
      }, options.jobTimeoutMs)
      const message: ToWorker<Request> = { type: 'job', job: job.id, request: job.request }
      worker.postMessage(message, job.transfer)
    }
  }

  function take(slot: Slot<Request, Reply>): Job<Request, Reply> | null {
    const { job } = slot
    if (slot.hangTimer !== null) clearTimeout(slot.hangTimer)
    slot.hangTimer = null
    slot.job = null
    return job
  }

  function receive(slot: Slot<Request, Reply>, message: FromWorker<Reply>): void {
    if (message.type === 'ready') {
      slot.ready = true
      slot.failedStarts = 0
    } else {
      const job = take(slot)
      if (message.type === 'done') job?.resolve(message.reply)
      else job?.reject(fromPlainError(message.error))
    }
    if (closing) slot.worker?.postMessage({ type: 'close' } satisfies ToWorker<Request>)
    else assign()
  }

  /** Resolves when the worker is ready, rejects when it ends before. */
  function start(slot: Slot<Request, Reply>): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = options.spawn()
      let cause: unknown
      slot.worker = worker
      worker.on('message', (message: FromWorker<Reply>) => {
        receive(slot, message)
        if (message.type === 'ready') resolve()
      })
      worker.on('error', (error) => {
        cause = error
      })
      worker.on('exit', (exitCode) => {
        const wasReady = slot.ready
        slot.worker = null
        slot.ready = false
        const reason = cause instanceof Error ? cause.message : `exit code ${exitCode}`
        const error = failure(`The worker ended: ${reason}.`, cause)
        take(slot)?.reject(error)
        reject(error)
        if (closing) return
        log.error({ worker: slot.index, reason }, 'recognition worker ended')
        if (!wasReady) slot.failedStarts++
        restart(slot)
      })
    })
  }

  function restart(slot: Slot<Request, Reply>): void {
    const pause = Math.min(slowestRestartMs, options.restartMs * 2 ** slot.failedStarts)
    slot.restartTimer = setTimeout(() => {
      slot.restartTimer = null
      start(slot).then(
        () => log.info({ worker: slot.index }, 'recognition worker replaced'),
        // The end of the worker is logged and counted where it ends.
        () => {},
      )
    }, pause)
  }

  async function end(slot: Slot<Request, Reply>): Promise<void> {
    if (slot.restartTimer !== null) clearTimeout(slot.restartTimer)
    const { worker } = slot
    if (worker === null) return
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    if (slot.ready && slot.job === null) worker.postMessage({ type: 'close' } satisfies ToWorker<Request>)
    await gone
  }

  async function close(): Promise<void> {
    closing = true
    for (const job of waiting.splice(0)) job.reject(failure('It is closed.'))
    await Promise.all(slots.map(end))
  }

  const starts = await Promise.allSettled(slots.map(start))
  const failed = starts.find((result) => result.status === 'rejected')
  if (failed !== undefined) {
    await close()
    throw failed.reason
  }

  return {
    run(request, { lane, transfer = [] } = {}) {
      return new Promise((resolve, reject) => {
        if (closing) {
          reject(failure('It is closed.'))
          return
        }
        const job: Job<Request, Reply> = { id: nextJob++, request, lane, transfer, resolve, reject }
        const older = lane === undefined ? -1 : waiting.findIndex((other) => other.lane === lane)
        if (older >= 0) {
          // The newer frame keeps the place in the queue, so a lane that sends many never starves.
          const [replaced] = waiting.splice(older, 1, job)
          replaced?.reject(new AyaldamaError('recognition.busy', `lane ${lane}`))
        } else if (waiting.length >= options.queueLimit) {
          reject(new AyaldamaError('recognition.busy', 'recognition pool', 'The queue is full.'))
          return
        } else {
          waiting.push(job)
        }
        assign()
      })
    },
    close,
  }
}
