import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadConfiguration } from '../../../config/load-configuration.ts'
import { checkBrokers } from '../../../edge/commands/doctor/broker-check.ts'
import { checkCertificates } from '../../../edge/commands/doctor/certificate-check.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { requireSystem } from '../../support/system-package.ts'
import { temporaryFolder, told, writeSite } from './site.ts'

const openssl = requireSystem('openssl', 'openssl')

function issue(days: number, name = 'IP:127.0.0.1') {
  const folder = temporaryFolder()
  const files = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  const fresh = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const subject = ['-subj', '/CN=broker', '-addext', `subjectAltName=${name}`, '-days', String(days)]
  execFileSync('openssl', [...fresh, '-keyout', files.key, '-out', files.certificate, ...subject], {
    stdio: 'ignore',
  })
  return files
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A broker of this certificate that keeps what it is sent. */
async function tlsBroker({ certificate, key }: ReturnType<typeof issue>, clients = false) {
  const heard: Buffer[] = []
  const own = { cert: readFileSync(certificate), key: readFileSync(key) }
  const server = createTlsServer(
    { ...own, requestCert: clients, rejectUnauthorized: clients, ca: own.cert },
    (socket) => socket.on('data', (bytes) => heard.push(bytes)).on('error', () => {}),
  )
  return { heard, port: await listening(server) }
}

const site = (kaz: object, more = '') =>
  loadConfiguration(
    writeSite('', `replication: { KAZ: ${JSON.stringify({ centreKey, ...kaz })} }\n${more}`).file,
    {
      checkFiles: false,
    },
  )
const centreKey = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE='
const brokers = (kaz: object) => checkBrokers(site(kaz).replication, systemClock)

describe('brokers', () => {
  it('one that is not there is a problem, one that is not configured a warning', async () => {
    const server = createServer()
    const port = await listening(server)
    await new Promise((resolve) => server.close(resolve))
    const findings = await brokers({ broker: `mqtt://127.0.0.1:${port}` })
    expect(told(findings, 'KAZ')).toMatchObject({ level: 'problem', todo: expect.stringMatching(/runs/) })
    expect(told(findings, 'KGZ')).toMatchObject({ level: 'warning' })
  })

  it('one without TLS is reached and is sent nothing', async () => {
    const heard: Buffer[] = []
    const port = await listening(createServer((socket) => socket.on('data', (bytes) => heard.push(bytes))))
    expect(told(await brokers({ broker: `mqtt://127.0.0.1:${port}` }), 'KAZ')).toBeUndefined()
    expect(heard).toEqual([])
  })

  it('one that does not speak TLS where it should is a problem', async () => {
    const port = await listening(createServer((socket) => socket.on('error', () => {}).end('no\r\n')))
    expect(told(await brokers({ broker: `mqtts://127.0.0.1:${port}` }), 'KAZ')).toMatchObject({
      level: 'problem',
    })
  })
})

describe.skipIf(!openssl)('brokers over TLS', () => {
  it('days of a certificate are told; nothing is sent', async () => {
    const files = issue(90)
    const { port, heard } = await tlsBroker(files)
    const findings = await brokers({ broker: `mqtts://127.0.0.1:${port}`, ca: files.certificate })
    expect(findings.map(({ subject, level }) => [subject, level]).slice(0, 2)).toEqual([
      ['KAZ', 'ok'],
      ['KAZ broker', 'ok'],
    ])
    expect(heard).toEqual([])
  })

  it('a certificate that soon runs out is a warning', async () => {
    const files = issue(10)
    const { port } = await tlsBroker(files)
    const findings = await brokers({ broker: `mqtts://127.0.0.1:${port}`, ca: files.certificate })
    expect(told(findings, 'KAZ broker')).toMatchObject({ level: 'warning' })
  })

  it('an authority that is not named, and a name that is another, are problems of their own', async () => {
    const files = issue(90)
    const { port } = await tlsBroker(files)
    const unknown = await brokers({ broker: `mqtts://127.0.0.1:${port}` })
    expect(told(unknown, 'KAZ')?.todo).toMatch(/`ca`/)
    const other = issue(90, 'DNS:other')
    const renamed = await tlsBroker(other)
    const findings = await brokers({ broker: `mqtts://127.0.0.1:${renamed.port}`, ca: other.certificate })
    expect(told(findings, 'KAZ')?.todo).toMatch(/as its certificate does/)
  })

  it('a client certificate that the broker wants and does not get is a problem', async () => {
    const files = issue(90)
    const { port } = await tlsBroker(files, true)
    const findings = await brokers({ broker: `mqtts://127.0.0.1:${port}`, ca: files.certificate })
    expect(told(findings, 'KAZ')?.todo).toMatch(/client certificate/)
  })
})

describe.skipIf(!openssl)('certificates of this gateway', () => {
  const console = (certificate: string, key: string, now: string) => {
    const configuration = site({ broker: 'mqtt://b' })
    const clock = { now: () => new Date(now), monotonic: () => 0 }
    return checkCertificates(
      { ...configuration, console: { ...configuration.console, certificate, key } },
      clock,
    )
  }
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

  it('are told by the days that are left', () => {
    const { certificate, key } = issue(90)
    const level = (days: number) => console(certificate, key, inDays(days)).map((one) => one.level)
    expect([level(1), level(80), level(91), level(-2)]).toEqual([
      ['ok'],
      ['warning'],
      ['problem'],
      ['problem'],
    ])
  })

  it('a key of another certificate, and a file that is none, are problems', () => {
    const [one, other] = [issue(90), issue(90)]
    expect(told(console(one.certificate, other.key, inDays(1)), 'console')?.what).toMatch(/not the key/)
    expect(told(console(one.key, one.key, inDays(1)), 'console')).toMatchObject({ level: 'problem' })
  })
})
