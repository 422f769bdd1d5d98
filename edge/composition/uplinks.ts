import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Configuration } from '../../config/load-configuration.ts'
import type { CentreSettings } from '../../config/schema/replication.ts'
import type { Party } from '../domain/party.ts'
import type { Clock } from '../ports/clock.ts'
import type { HeadSource } from '../ports/heads.ts'
import type { StreamSource } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import type { Replication } from '../ports/replication.ts'
import { createReplication } from '../replication/create-replication.ts'
import type { PartyLink } from '../replication/options.ts'
import type { NewEpoch } from './restored.ts'

/** Each Party's line that the configuration names. */
export function partyLinks({ replication }: Configuration): Partial<Record<Party, PartyLink>> {
  return {
    ...(replication.KAZ && { KAZ: partyLink(replication.KAZ) }),
    ...(replication.KGZ && { KGZ: partyLink(replication.KGZ) }),
  }
}

/** The uplinks that the configuration names; a Party without one keeps its facts in the journal. */
export function createGatewayReplication(
  configuration: Configuration,
  source: StreamSource & HeadSource,
  {
    clock,
    log,
    onList,
    lacks,
  }: {
    readonly clock: Clock
    readonly log: Log
    readonly onList: (party: Party, payload: Uint8Array) => void
    /** What the centres have and a restored journal lacks. */
    readonly lacks: NewEpoch['lacks'] | undefined
  },
): Replication {
  const { gateway } = configuration
  return createReplication({
    source,
    heads: source,
    parties: partyLinks(configuration),
    ...(lacks && { lacks }),
    gateway: { checkpoint: gateway.checkpoint, gateway: gateway.id },
    clock,
    log,
    onList,
    random: Math.random,
  })
}

function partyLink(centre: CentreSettings): PartyLink {
  const read = (name: string) => readFileSync(name, 'utf8')
  const { ca, certificate, key, username, passwordFile } = centre
  const signed = centreKey(centre)
  return {
    brokerUrl: centre.broker,
    mqttVersion: centre.protocol === 5 ? '5' : '3.1.1',
    ...(username !== undefined && { username }),
    ...(passwordFile !== undefined && { password: read(passwordFile).trim() }),
    tls: () => ({
      ...(ca !== undefined && { ca: read(ca) }),
      ...(certificate !== undefined && { cert: read(certificate) }),
      ...(key !== undefined && { key: read(key) }),
    }),
    acknowledge: centre.acknowledge,
    ...(signed !== null && { centreKey: signed }),
    window: centre.window,
    batch: centre.batch,
  }
}

/** PEM, whatever form the configuration gives; null where it gives none, as it may where the broker acknowledges. */
function centreKey({ centreKey: der, centreKeyFile }: CentreSettings): string | null {
  if (der === undefined && centreKeyFile === undefined) return null
  const key =
    centreKeyFile === undefined
      ? createPublicKey({ key: Buffer.from(der ?? '', 'base64'), format: 'der', type: 'spki' })
      : createPublicKey(readFileSync(centreKeyFile))
  return key.export({ format: 'pem', type: 'spki' }).toString()
}
