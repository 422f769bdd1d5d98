import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { FastifyServerFactory } from 'fastify'
import type { Clock } from '../ports/clock.ts'
import type { Unsubscribe } from '../ports/devices.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'

/** PEM files of the console: the certificate with those between it and its authority, and its private key. */
export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
}

interface CertificatePair {
  readonly cert: string
  readonly key: string
  /** The last moment of its validity. */
  readonly validTo: Date
}

/** Rejects with `console.certificate`, which names the file, where one cannot be read or the two do not fit. */
async function readCertificate(files: CertificateFiles): Promise<CertificatePair> {
  const [cert, key] = await Promise.all([textOf(files.certificate), textOf(files.key)])
  try {
    const { validToDate } = new X509Certificate(cert)
    // Says at once what a browser's first connection would otherwise find out.
    createSecureContext({ cert, key })
    return { cert, key, validTo: validToDate }
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new AyaldamaError('console.certificate', `${files.certificate}, ${files.key}`, detail, { cause })
  }
}

interface Following {
  readonly log: Log
  readonly clock: Clock
  /** Milliseconds between looks at the files; a minute by default. */
  readonly everyMs?: number
}

/** A server of TLS 1.2 and later, Node's own least; a renewed certificate is taken for the connections that follow. */
export async function secureServer(
  files: CertificateFiles,
  following: Following,
): Promise<FastifyServerFactory> {
  const pair = await readCertificate(files)
  return (handler) => {
    const server = createServer({ cert: pair.cert, key: pair.key }, handler)
    const renew = ({ cert, key }: CertificatePair) => server.setSecureContext({ cert, key })
    server.once('close', followCertificate(files, pair, renew, following))
    return server
  }
}

const minute = 60_000
const day = 24 * 60 * minute
const warnDays = 30

/**
 * Looks every minute whether the files have changed and gives `renew` the new pair: no restart, and a bad pair
 * leaves the old one in use. A certificate that has run out is served on and warned of: it must not stop a lane.
 */
function followCertificate(
  files: CertificateFiles,
  first: CertificatePair,
  renew: (pair: CertificatePair) => void,
  { log, clock, everyMs = minute }: Following,
): Unsubscribe {
  let inUse = first
  let complaint = ''
  warnOfEnd(inUse, log, clock)
  let warnedAt = clock.monotonic()

  async function look(): Promise<void> {
    try {
      const pair = await readCertificate(files)
      complaint = ''
      if (pair.cert !== inUse.cert || pair.key !== inUse.key) {
        inUse = pair
        renew(pair)
        log.info({ validTo: pair.validTo.toISOString() }, 'the console has a new certificate')
      }
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      if (text !== complaint) log.error({ error: text }, 'the console keeps its old certificate')
      complaint = text
    }
    if (clock.monotonic() - warnedAt >= day) {
      warnedAt = clock.monotonic()
      warnOfEnd(inUse, log, clock)
    }
  }

  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

function warnOfEnd(pair: CertificatePair, log: Log, clock: Clock): void {
  const days = Math.floor((pair.validTo.getTime() - clock.now().getTime()) / day)
  const validTo = pair.validTo.toISOString()
  if (days < 0) log.error({ validTo }, 'the certificate of the console has run out')
  else if (days < warnDays) log.warn({ validTo, days }, 'the certificate of the console runs out soon')
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new AyaldamaError('console.certificate', file, detail, { cause })
  }
}
