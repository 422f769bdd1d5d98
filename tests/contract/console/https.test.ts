import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import { secureServer } from '../../../edge/console/certificate.ts'
import { type RunningConsole, startConsole } from '../../../edge/console/start-console.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { AyaldamaError } from '../../../edge/ports/errors.ts'
import { type Log, silentLog } from '../../../edge/ports/log.ts'
import { fakeConsoleOptions, fakePins } from '../../support/fake-console.ts'
import { requireSystem } from '../../support/system-package.ts'

const openssl = requireSystem('openssl', 'openssl')
const folder = mkdtempSync(join(tmpdir(), 'ayaldama-https-'))
const files = { certificate: join(folder, 'page.pem'), key: join(folder, 'page.key') }
let running: RunningConsole | undefined

/** A certificate that signs itself, of a gateway of this name. */
function issue(name: string, days = 90): void {
  const [cert, key] = [join(folder, 'new.pem'), join(folder, 'new.key')]
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', String(days)]
  const fresh = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  execFileSync('openssl', [...fresh, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' })
  renameSync(key, files.key)
  renameSync(cert, files.certificate)
}

beforeAll(() => {
  if (openssl) issue('gw-1')
})
afterEach(async () => {
  await running?.close()
  running = undefined
})
afterAll(() => rmSync(folder, { recursive: true }))

async function start(): Promise<RunningConsole> {
  running = await startConsole({ ...(await fakeConsoleOptions()).options, certificate: files })
  return running
}

const ask = (path: string, method: string, body?: object) =>
  new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const headers = body && { 'content-type': 'application/json' }
    const ca = readFileSync(files.certificate)
    request(`${running?.url}${path}`, { method, ca, ...(headers && { headers }) }, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
    })
      .on('error', reject)
      .end(body && JSON.stringify(body))
  })

describe.skipIf(!openssl)('the page over HTTPS', () => {
  it('signs in with a cookie that never leaves by HTTP, and tells browsers to come by HTTPS only', async () => {
    expect((await start()).url).toMatch(/^https:/)
    const answer = await ask('/api/v1/session', 'POST', { officer: 'K-101', pin: fakePins['K-101'] })
    expect(answer.status).toBe(200)
    expect(String(answer.headers['set-cookie'])).toContain('; Secure')
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
  })

  it('opens the live feed to its own page', async () => {
    const { url } = await start()
    const ca = readFileSync(files.certificate)
    const socket = new WebSocket(`${url.replace('https', 'wss')}/api/v1/live`, { origin: url, ca })
    const message = await new Promise((resolve, reject) => {
      socket.once('message', (data) => resolve(JSON.parse(String(data))))
      socket.once('error', reject)
    })
    socket.terminate()
    expect(message).toMatchObject({ type: 'session' })
  })

  it('does not start on a key of another certificate, and names both files', async () => {
    const key = readFileSync(files.key)
    issue('gw-1')
    writeFileSync(files.key, key)
    chmodSync(files.key, 0o600)
    const failure = await start().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AyaldamaError)
    expect(failure).toMatchObject({ code: 'console.certificate', place: expect.stringContaining('page.key') })
    issue('gw-1')
  })
})

describe.skipIf(!openssl)('a certificate in use', () => {
  const serve = async (log: Partial<Log> = {}, daysOn = 0) => {
    const now = () => new Date(Date.now() + daysOn * 86_400_000)
    const clock = { ...systemClock, now }
    const following = { log: { ...silentLog, ...log }, clock, everyMs: 5 }
    const server = (await secureServer(files, following))((_request, response) => response.end(), {})
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    return () =>
      new Promise<unknown>((resolve, reject) => {
        const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
          resolve(socket.getPeerCertificate().subject.CN)
          socket.destroy()
        }).once('error', reject)
      })
  }

  it('is followed by its renewal without a restart, and a torn file changes nothing', async () => {
    const error = vi.fn()
    const name = await serve({ error })
    expect(await name()).toBe('gw-1')
    const whole = readFileSync(files.certificate)
    writeFileSync(files.certificate, whole.subarray(0, 100))
    await vi.waitFor(() => expect(error).toHaveBeenCalled())
    expect(await name()).toBe('gw-1')
    issue('gw-2')
    await vi.waitFor(async () => expect(await name()).toBe('gw-2'))
  })

  it('is warned of in its last 30 days, and served on when it has run out', async () => {
    issue('gw-3', 20)
    const warn = vi.fn()
    await serve({ warn })
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ days: 19 }), expect.any(String))
    const error = vi.fn()
    const name = await serve({ error }, 21)
    expect(error).toHaveBeenCalledWith(expect.anything(), 'the certificate of the console has run out')
    expect(await name()).toBe('gw-3')
  })
})
