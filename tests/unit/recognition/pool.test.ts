import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../edge/ports/log.ts'
import { createWorkerPool, type WorkerPool } from '../../../edge/recognition/pool.ts'

const entry = new URL('../../fixtures/recognition/scripted-worker.ts', import.meta.url)

describe('the worker pool', () => {
  let channelName: string
  let channel: InstanceType<typeof BroadcastChannel>
  let pool: WorkerPool<string, string> | null

  beforeEach(() => {
    channelName = `pool-test-${randomUUID()}`
    channel = new BroadcastChannel(channelName)
    pool = null
  })

  afterEach(async () => {
    channel.postMessage('free')
    await pool?.close()
    channel.close()
  })

  async function start(
    size: number,
    more: { queueLimit?: number; jobTimeoutMs?: number; start?: string } = {},
  ) {
    pool = await createWorkerPool<string, string>({
      size,
      queueLimit: more.queueLimit ?? 8,
      jobTimeoutMs: more.jobTimeoutMs ?? 20_000,
      restartMs: 1,
      spawn: () => new Worker(entry, { workerData: { channel: channelName, start: more.start } }),
      log: silentLog,
    })
    return pool
  }

  /** Occupies one worker until the test frees it. */
  async function occupy(of: WorkerPool<string, string>): Promise<Promise<string>[]> {
    const holding = new Promise<void>((resolve) => {
      channel.onmessage = () => resolve()
    })
    const held = of.run('hold')
    await holding
    return [held]
  }

  it('answers each caller with the reply to its own request', async () => {
    const of = await start(2)
    const replies = await Promise.all(['1', '2', '3', '4', '5'].map((n) => of.run(`echo:${n}`)))
    expect(replies).toEqual(['1', '2', '3', '4', '5'])
  })

  it('hands over the error of a worker with its code', async () => {
    const of = await start(1)
    await expect(of.run('refuse')).rejects.toMatchObject({
      code: 'recognition.not-a-picture',
      place: 'picture',
      message: expect.stringContaining('scripted'),
    })
  })

  it('of one lane only the newest waiting frame is read', async () => {
    const of = await start(1)
    const [held] = await occupy(of)
    const first = of.run('echo:first', { lane: 'A' })
    const other = of.run('echo:other', { lane: 'B' })
    const second = of.run('echo:second', { lane: 'A' })
    const third = of.run('echo:third', { lane: 'A' })
    await expect(first).rejects.toMatchObject({ code: 'recognition.busy', place: 'lane A' })
    await expect(second).rejects.toMatchObject({ code: 'recognition.busy' })
    channel.postMessage('free')
    expect(await Promise.all([held, third, other])).toEqual(['hold', 'third', 'other'])
  })

  it('a frame that is being read is not replaced', async () => {
    const of = await start(1)
    const holding = new Promise<void>((resolve) => {
      channel.onmessage = () => resolve()
    })
    const held = of.run('hold', { lane: 'A' })
    await holding
    const next = of.run('echo:next', { lane: 'A' })
    channel.postMessage('free')
    expect(await Promise.all([held, next])).toEqual(['hold', 'next'])
  })

  it('refuses what exceeds the queue', async () => {
    const of = await start(1, { queueLimit: 2 })
    await occupy(of)
    const waiting = [of.run('echo:1'), of.run('echo:2')]
    await expect(of.run('echo:3')).rejects.toMatchObject({ code: 'recognition.busy' })
    channel.postMessage('free')
    expect(await Promise.all(waiting)).toEqual(['1', '2'])
  })

  it.each(['crash', 'exit'])('a worker that dies by %s fails its job alone and is replaced', async (how) => {
    const of = await start(1)
    const dead = of.run(how)
    const waiting = of.run('echo:after')
    await expect(dead).rejects.toMatchObject({ code: 'recognition.worker' })
    expect(await waiting).toBe('after')
  })

  it('a worker that hangs is replaced', async () => {
    const of = await start(1, { jobTimeoutMs: 50 })
    await expect(of.run('hang')).rejects.toMatchObject({ code: 'recognition.worker' })
    expect(await of.run('echo:again')).toBe('again')
  })

  it('rejects at once where workers cannot start', async () => {
    await expect(start(2, { start: 'fail' })).rejects.toMatchObject({
      code: 'recognition.worker',
      message: expect.stringContaining('cannot start'),
    })
  })

  it('closing lets the running job end, rejects the waiting ones and takes no more', async () => {
    const of = await start(1)
    const [held] = await occupy(of)
    const waiting = of.run('echo:waiting')
    const closed = of.close()
    await expect(waiting).rejects.toMatchObject({ code: 'recognition.worker' })
    await expect(of.run('echo:late')).rejects.toMatchObject({ code: 'recognition.worker' })
    channel.postMessage('free')
    expect(await held).toBe('hold')
    await closed
  })
})
