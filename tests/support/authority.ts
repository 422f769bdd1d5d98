import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** PEM files of one certificate. */
export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
}

/** A certificate authority in a folder of the test, by OpenSSL. */
export interface TestAuthority {
  /** PEM file of its own certificate. */
  readonly ca: string
  /** A certificate of 127.0.0.1 by this name; `days` 0 or less: it has run out. */
  issue(name: string, days?: number): CertificateFiles
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

export function createAuthority(folder: string, name: string): TestAuthority {
  const place = join(folder, `authority-${name}`)
  mkdirSync(place)
  const at = (file: string) => join(place, file)
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe', cwd: place })
  openssl('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', `/CN=${name}`)
  writeFileSync(
    at('ca.cnf'),
    [
      '[ca]\ndefault_ca=own\n[own]\ndatabase=index\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256',
      'unique_subject=no\npolicy=any\nx509_extensions=leaf\n[any]\ncommonName=supplied',
      '[leaf]\nsubjectAltName=IP:127.0.0.1\n',
    ].join('\n'),
  )
  writeFileSync(at('index'), '')
  writeFileSync(at('serial'), '01\n')
  let issued = 0
  return {
    ca: at('ca.pem'),
    issue: (subject, days = 30) => {
      issued += 1
      const files = { certificate: at(`${issued}.pem`), key: at(`${issued}.key`) }
      openssl('req', '-new', ...curve, '-keyout', files.key, '-out', 'request', '-subj', `/CN=${subject}`)
      const day = (from: number) =>
        `${new Date(Date.now() + from * 86_400_000).toISOString().replace(/[-:T]|\..*/g, '')}Z`
      const span = ['-startdate', day(days - 60), '-enddate', day(days)]
      const by = ['-keyfile', 'ca.key', '-cert', 'ca.pem', '-config', 'ca.cnf', '-batch', '-notext']
      openssl('ca', ...by, ...span, '-in', 'request', '-out', files.certificate)
      return files
    },
  }
}
