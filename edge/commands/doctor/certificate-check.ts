import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Configuration } from '../../../config/load-configuration.ts'
import type { Clock } from '../../ports/clock.ts'
import { about, type Finding, messageOf } from './finding.ts'

const dayMs = 86_400_000
const soonDays = 30

export function judgeValidity(
  subject: string,
  { from, to }: { readonly from: Date; readonly to: Date },
  clock: Clock,
): Finding {
  const certificate = about('certificate', subject)
  const now = clock.now().getTime()
  const days = Math.floor((to.getTime() - now) / dayMs)
  const until = `valid until ${to.toISOString().slice(0, 10)}`
  const renew = 'Renew it.'
  if (now < from.getTime()) {
    return certificate.problem(
      `not valid before ${from.toISOString()}`,
      'Look at the clock of this box first.',
    )
  }
  if (now > to.getTime()) return certificate.problem(`has run out: ${until}`, renew)
  if (days < soonDays) return certificate.warning(`${until}, ${days} day(s) left`, renew)
  return certificate.ok(`${until}, ${days} days left`)
}

/** Certificates of the console and of the gateway at its brokers, by their files. */
export function checkCertificates(
  { console: page, replication }: Configuration,
  clock: Clock,
): readonly Finding[] {
  const { KAZ, KGZ } = replication
  return [
    ...checkFile('console', page.certificate, page.key, clock),
    ...checkFile('KAZ client', KAZ?.certificate, KAZ?.key, clock),
    ...checkFile('KGZ client', KGZ?.certificate, KGZ?.key, clock),
    ...checkFile('KAZ authority', KAZ?.ca, undefined, clock),
    ...checkFile('KGZ authority', KGZ?.ca, undefined, clock),
  ]
}

function checkFile(
  subject: string,
  file: string | undefined,
  key: string | undefined,
  clock: Clock,
): readonly Finding[] {
  // That a file is missing was said of the configuration.
  if (file === undefined || !existsSync(file)) return []
  try {
    const certificate = new X509Certificate(readFileSync(file))
    const { validFromDate: from, validToDate: to } = certificate
    const findings = [judgeValidity(subject, { from, to }, clock)]
    if (
      key !== undefined &&
      existsSync(key) &&
      !certificate.checkPrivateKey(createPrivateKey(readFileSync(key)))
    ) {
      const todo = 'Put the key beside the certificate that was issued for it.'
      findings.push(about('certificate', subject).problem(`${key} is not the key of ${file}`, todo))
    }
    return findings
  } catch (error) {
    const todo = 'A PEM file that the service may read.'
    return [about('certificate', subject).problem(`${file}: ${messageOf(error)}`, todo)]
  }
}
