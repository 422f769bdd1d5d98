import { readFileSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { Configuration } from '../../../config/load-configuration.ts'
import type { CentreSettings } from '../../../config/schema/replication.ts'
import { type Party, parties } from '../../domain/party.ts'
import type { Clock } from '../../ports/clock.ts'
import { judgeValidity } from './certificate-check.ts'
import { about, credentialsFolder, type Finding, forTheService, messageOf } from './finding.ts'

const timeoutMs = 5000
/** A server of TLS 1.3 refuses the certificate of its client only after the handshake. */
const lateRefusalMs = 300

/** Reaches each broker as far as TLS goes. Nothing is said to it: no session begins, nothing is published. */
export async function checkBrokers(
  replication: Configuration['replication'],
  clock: Clock,
): Promise<readonly Finding[]> {
  const each = parties.map(async (party): Promise<readonly Finding[]> => {
    const centre = replication[party]
    if (centre !== undefined) return checkBroker(party, centre, clock)
    return [
      about('broker', party).warning('no broker: facts are kept here', `Configure replication.${party}.`),
    ]
  })
  return (await Promise.all(each)).flat()
}

async function checkBroker(party: Party, centre: CentreSettings, clock: Clock): Promise<readonly Finding[]> {
  const broker = about('broker', party)
  const url = new URL(centre.broker)
  const secure = url.protocol === 'mqtts:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (secure ? 8883 : 1883) : Number(url.port)
  let socket: Socket | undefined
  try {
    socket = secure
      ? connectTls({
          host,
          port,
          ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
          ...filesOf(centre),
        })
      : connectTcp({ host, port })
    await opened(socket, secure ? 'secureConnect' : 'connect')
    const findings = [broker.ok(`${centre.broker} is reached${secure ? ', TLS agreed' : ''}`)]
    if (socket instanceof TLSSocket) {
      const { valid_from: from, valid_to: to } = socket.getPeerCertificate()
      findings.push(judgeValidity(`${party} broker`, { from: new Date(from), to: new Date(to) }, clock))
    } else if (!/^(127\.|localhost$|::1$)/.test(host)) {
      findings.push(broker.warning('the line is not encrypted', 'mqtts:// with the authority of the broker.'))
    }
    return findings
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const what = `${centre.broker}: ${messageOf(error) || code}`
    if (what.includes(credentialsFolder)) return [broker.warning(`not asked: ${what}`, forTheService)]
    return [broker.problem(what, advice(code))]
  } finally {
    socket?.destroy()
  }
}

function filesOf({ ca, certificate, key }: CentreSettings) {
  return {
    ...(ca !== undefined && { ca: readFileSync(ca) }),
    ...(certificate !== undefined && { cert: readFileSync(certificate) }),
    ...(key !== undefined && { key: readFileSync(key) }),
  }
}

function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs)
    const settle = (error?: Error) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve()
    }
    socket.on('error', settle)
    socket.once(event, () => {
      clearTimeout(timer)
      if (event === 'connect') settle()
      else setTimeout(settle, lateRefusalMs)
    })
  })
}

function advice(code: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'Look at the name of the broker and at the name server.'
  if (code === 'ECONNREFUSED') return 'Look at the port, and whether the broker runs.'
  if (code === 'ENOENT' || code === 'EACCES') return 'Look at the files of replication: ca, certificate, key.'
  if (code === 'CERT_HAS_EXPIRED')
    return 'Look at the clock of this box; else the Party renews its certificate.'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'Name the broker as its certificate does.'
  if (/ISSUER|SELF_SIGNED|VERIFY|UNTRUSTED/.test(code)) return 'Name the authority of the broker in `ca`.'
  if (/SSL|TLS/.test(code)) return 'The broker does not take TLS here, or refuses the client certificate.'
  return 'Look at the network between this box and the broker.'
}
