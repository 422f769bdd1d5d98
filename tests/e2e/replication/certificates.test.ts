import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Party } from '../../../edge/domain/party.ts'
import { type CertificateFiles, createAuthority, type TestAuthority } from '../../support/authority.ts'
import { requireSystem } from '../../support/system-package.ts'
import { documentedBlock } from '../feed/documented-block.ts'
import { secureMosquitto } from './brokers.ts'
import {
  type Bench,
  benchCentre,
  benchJournal,
  benchReplication,
  drained,
  eventually,
  openBench,
  partyLink,
  type Receiver,
  record,
  statusOf,
} from './gateway-bench.ts'

const available = [requireSystem('mosquitto', 'mosquitto'), requireSystem('openssl', 'openssl')]
const acl = (party: Party) => documentedBlock('acl').replaceAll('KAZ', party)
const pem = (ca: string, files: CertificateFiles) => () => ({
  ca: readFileSync(ca, 'utf8'),
  cert: readFileSync(files.certificate, 'utf8'),
  key: readFileSync(files.key, 'utf8'),
})

const folder = mkdtempSync(join(tmpdir(), 'ayaldama-authorities-'))
const authorities = new Map<string, TestAuthority>()
/** One for the whole file: to make keys takes longer than to use them. */
function authority(name: string): TestAuthority {
  const found = authorities.get(name) ?? createAuthority(folder, name)
  authorities.set(name, found)
  return found
}
afterAll(() => rmSync(folder, { recursive: true }))
vi.setConfig({ testTimeout: 90_000 })

describe.skipIf(available.includes(false)).each(['5', '3.1.1'] as const)(
  'two Mosquitto by TLS with client certificates and an access list, MQTT %s',
  (mqttVersion) => {
    let bench: Bench
    beforeEach(async () => {
      bench = await openBench()
    })
    afterEach(async () => {
      await bench.close()
    })

    async function side(party: Party): Promise<Receiver> {
      const own = authority(party)
      const broker = await secureMosquitto(bench.directory, { authority: own, acl: acl(party) })
      await broker.start()
      bench.onClose(broker.kill)
      const tls = pem(own.ca, own.issue(`centre-${party}`))
      return benchCentre(bench, party, broker.url, mqttVersion, tls)
    }

    /** A gateway of both Parties; `files` of its client certificate at the broker of KAZ. */
    async function gateway(files: CertificateFiles, ca = authority('KAZ').ca) {
      const [kaz, kgz] = [await side('KAZ'), await side('KGZ')]
      const journal = await benchJournal(bench)
      const right = authority('KGZ').issue('karasu-gw-1')
      const replication = await benchReplication(bench, journal, {
        KAZ: partyLink(kaz, { mqttVersion, tls: pem(ca, files) }),
        KGZ: partyLink(kgz, { mqttVersion, tls: pem(authority('KGZ').ca, right) }),
      })
      return { kaz, kgz, journal, replication, status: () => statusOf(replication, 'KAZ') }
    }

    /** The facts are in the journal, the other Party has them, and this one nothing. */
    async function worksWithout(made: Awaited<ReturnType<typeof gateway>>, alarm: RegExp): Promise<void> {
      await record(made.journal, 60)
      await eventually(() => made.status().alarms.some((one) => alarm.test(one)), made.status)
      await drained(made.replication, 'KGZ')
      expect(made.kgz.centre().summary()).toMatchObject({ received: 60, missing: 0, duplicates: 0 })
      expect(made.kaz.centre().summary().received).toBe(0)
      expect(await made.journal.cursor('KAZ')).toEqual({ epoch: 1, seq: 0 })
    }

    test('the gateway with its certificates delivers to both', async () => {
      const { kaz, kgz, journal, replication } = await gateway(authority('KAZ').issue('karasu-gw-1'))
      await record(journal, 120)
      for (const party of ['KAZ', 'KGZ'] as const) {
        await drained(replication, party)
        expect(statusOf(replication, party).alarms).toEqual([])
      }
      for (const receiver of [kaz, kgz]) {
        expect(receiver.centre().summary()).toMatchObject({ received: 120, missing: 0, invalid: 0 })
      }
    })

    test('a certificate of another authority is refused with an alarm; one of the right one, put in its place, is taken without a restart', async () => {
      const used = authority('foreign').issue('karasu-gw-1')
      const made = await gateway(used)
      await worksWithout(made, /^certificate-refused: mqtts:.* ERR_SSL_\S+: .*unknown ca$/)
      const right = authority('KAZ').issue('karasu-gw-1')
      cpSync(right.key, used.key)
      cpSync(right.certificate, used.certificate)
      await drained(made.replication, 'KAZ')
      expect(made.kaz.centre().summary()).toMatchObject({ received: 60, missing: 0, duplicates: 0 })
      expect(made.status().alarms).toEqual([])
    })

    test('a certificate that has run out stops nothing but its own line; the renewed one is taken without a restart', async () => {
      const used = authority('KAZ').issue('karasu-gw-1', -1)
      const made = await gateway(used)
      await worksWithout(made, /^certificate-refused: mqtts:.* ERR_SSL_\S+: .*certificate expired$/)
      const renewed = authority('KAZ').issue('karasu-gw-1')
      cpSync(renewed.key, used.key)
      cpSync(renewed.certificate, used.certificate)
      await drained(made.replication, 'KAZ')
      expect(made.status()).toMatchObject({ alarms: [], backlog: 0 })
    })

    test('a broker whose certificate is of another authority gets nothing', async () => {
      const made = await gateway(authority('KAZ').issue('karasu-gw-1'), authority('foreign').ca)
      await worksWithout(made, /^certificate-refused: .* (SELF_SIGNED|UNABLE_TO|CERT_)\w+: /)
    })

    test('a gateway that writes to the topics of another is refused, and its cursor stays', async () => {
      const made = await gateway(authority('KAZ').issue('karasu-gw-2'))
      // In MQTT 3.1.1 the broker acknowledges what it throws away: only that the centre is silent tells of it.
      await worksWithout(made, mqttVersion === '5' ? /^broker-refused: .*Reason 135/ : /^unacknowledged: /)
    })

    test('a certificate file that is not there is an alarm, and the other Party is served', async () => {
      const gone = join(bench.directory, 'gone.pem')
      const made = await gateway({ certificate: gone, key: gone })
      await worksWithout(made, /^certificate-refused: .*ENOENT/)
    })
  },
)
