import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createServiceNotifications } from '../../../edge/operations/service-notifications.ts'
import { requireSystem } from '../../support/system-package.ts'

const environment = { AYALDAMA_NOTIFY_FD: '5', WATCHDOG_USEC: '60000000' }

function told(variables: Readonly<Record<string, string>>) {
  const texts: string[] = []
  const write = (fd: number, text: string) => texts.push(`${fd}: ${text}`)
  return { texts, service: createServiceNotifications(variables, write) }
}

describe('what systemd is told', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('ready and stopping go to the socket that was handed over', () => {
    const { texts, service } = told(environment)
    service.ready()
    service.stopping()
    expect(texts).toEqual(['5: READY=1', '5: STOPPING=1'])
  })

  test('outside of systemd nothing is told and nothing is watched', async () => {
    const { texts, service } = told({})
    service.ready()
    service.watch(() => Promise.resolve())
    await vi.advanceTimersByTimeAsync(600_000)
    expect(texts).toEqual([])
  })

  test('the watchdog is told three times in its time while the daemon proves that it works', async () => {
    const { texts, service } = told(environment)
    const stop = service.watch(() => Promise.resolve())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(texts).toEqual(['5: WATCHDOG=1', '5: WATCHDOG=1', '5: WATCHDOG=1'])
    stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(texts).toHaveLength(3)
  })

  test('a proof that hangs is not told, and not asked a second time', async () => {
    const { texts, service } = told(environment)
    const proof = vi.fn(() => new Promise(() => {}))
    service.watch(proof)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(texts).toEqual([])
    expect(proof).toHaveBeenCalledTimes(1)
  })

  test('a proof that fails is not told', async () => {
    const { texts, service } = told(environment)
    service.watch(() => Promise.reject(new Error('the writer has ended')))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(texts).toEqual([])
  })

  test('systemd that is away does not stop the lane', () => {
    const service = createServiceNotifications(environment, () => {
      throw new Error('ECONNREFUSED')
    })
    expect(service.ready).not.toThrow()
  })
})

const socat = requireSystem('socat', 'socat')

describe.skipIf(!socat)('with-notify-socket', () => {
  const program = resolve(import.meta.dirname, '../../../systemd/with-notify-socket')
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ayaldama-notify-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  test('a program of Node reaches the datagram socket of systemd', async () => {
    const path = join(folder, 'notify')
    const systemd = spawn('socat', ['-d', '-d', '-u', `UNIX-RECV:${path}`, '-'])
    await once(systemd.stderr, 'data')
    const module = resolve(import.meta.dirname, '../../../edge/operations/service-notifications.ts')
    const script = `import { createServiceNotifications } from ${JSON.stringify(module)}
      createServiceNotifications(process.env).ready()`
    const daemon = spawn(program, [process.execPath, '--input-type=module', '--eval', script], {
      env: { PATH: process.env.PATH, NOTIFY_SOCKET: path },
      stdio: 'inherit',
    })
    const [datagram] = await once(systemd.stdout, 'data')
    expect(String(datagram)).toBe('READY=1')
    expect(await once(daemon, 'exit')).toEqual([0, null])
    systemd.kill()
  })
})
