import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openActWatch } from '../central/act-watch.ts'
import { createCentre } from '../central/centre.ts'
import { generateCentreKey, publicKeyOfCentre } from '../central/centre-key.ts'
import { openCentreStore } from '../central/store.ts'
import type { Party } from '../domain/party.ts'
import { createLogger } from '../operations/logger.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { partyKeysOf, readText } from './public-keys.ts'
import { untilSignal } from './until-signal.ts'

export interface CentralOptions {
  readonly party: Party
  readonly broker: string
  readonly data: string
  readonly key: string
  readonly ca?: string
  readonly certificate?: string
  readonly certificateKey?: string
  readonly username?: string
  readonly passwordFile?: string
  readonly protocol: '5' | '3.1.1'
  /** `karasu/gw-1=` and base64 of SPKI DER. */
  readonly gatewayKey: readonly string[]
  readonly trustFirst: boolean
  readonly centreKey: readonly string[]
  readonly authorityKey: readonly string[]
  readonly signedActs: boolean
  readonly logLevel: string
}

/** `ayaldama central run`: the reference centre of one Party, until SIGTERM or SIGINT. */
export async function runCentre(options: CentralOptions): Promise<number> {
  const { party, broker, data, ca, certificate, certificateKey, username, passwordFile } = options
  const key = openKey(options.key)
  const authorities = partyKeysOf(options.authorityKey)
  const centre = await createCentre({
    party,
    brokerUrl: broker,
    directory: data,
    key,
    log: createLogger(options.logLevel),
    mqttVersion: options.protocol,
    ...(username !== undefined && { username }),
    ...(passwordFile !== undefined && { password: readText(passwordFile).trim() }),
    tls: () => ({
      ...(ca !== undefined && { ca: readText(ca) }),
      ...(certificate !== undefined && { cert: readText(certificate) }),
      ...(certificateKey !== undefined && { key: readText(certificateKey) }),
    }),
    gatewayKeys: gatewayKeysOf(options.gatewayKey),
    trustFirstGatewayKey: options.trustFirst,
    centreKeys: partyKeysOf(options.centreKey),
    ...(Object.keys(authorities).length > 0 && { authorityKeys: authorities }),
    signedActsOnly: options.signedActs,
  })
  process.stdout.write(`centre of ${party} at ${broker}, key ${publicKeyOfCentre(key)}\n`)
  await untilSignal()
  await centre.close()
  return 0
}

interface Place {
  readonly party: Party
  readonly data: string
}

/** `ayaldama central export`: every event as it is held, one CloudEvent a line; what was erased is marked `erased`. */
export function exportCentre({ crossing, ...place }: Place & { readonly crossing?: string }): number {
  const store = openCentreStore(fileOf(place))
  try {
    const print = (events: ReturnType<typeof store.events>) => {
      for (const { gateway, cloudEvent } of events) {
        process.stdout.write(`${JSON.stringify({ gateway, ...cloudEvent })}\n`)
      }
    }
    if (crossing !== undefined) {
      print(store.events(crossing))
      return 0
    }
    for (const gateway of store.gateways()) {
      let after = { epoch: 0, seq: 0 }
      for (let more = true; more; ) {
        const events = store.eventsAfter(gateway, after, 1_000)
        print(events)
        after = events.at(-1) ?? after
        more = events.length > 0
      }
    }
    return 0
  } finally {
    store.close()
  }
}

/** `ayaldama central status`: one JSON object a gateway: what is held, what was erased, which keys are asked for. */
export function centreStatus(place: Place): number {
  const store = openCentreStore(fileOf(place))
  const acts = openActWatch({
    party: place.party,
    file: join(place.data, `acts-${place.party}.db`),
    authorities: {},
    required: false,
    events: store.eventsAfter,
  })
  try {
    for (const gateway of store.gateways()) {
      const erasures = { notices: store.erasures(gateway), unexplained: store.erasedUnexplained(gateway) }
      const line = { gateway, ...store.summary(gateway), acts: acts.summary(gateway), erasures }
      process.stdout.write(`${JSON.stringify(line)}\n`)
    }
    return 0
  } finally {
    acts.close()
    store.close()
  }
}

/** Throws `central.store` where no centre of this Party was at work. */
function fileOf({ party, data }: Place): string {
  const file = join(data, `centre-${party}.db`)
  if (!existsSync(file)) throw new AyaldamaError('central.store', file)
  return file
}

/** The private key of the centre (PEM), made at the first start and read by its owner only. */
function openKey(file: string): string {
  if (!existsSync(file)) writeFileSync(file, generateCentreKey().privateKey, { mode: 0o600, flag: 'wx' })
  return readText(file)
}

function gatewayKeysOf(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, key] = /^([^=/]+\/[^=/]+)=(MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=)$/.exec(text) ?? []
      if (name === undefined || key === undefined) {
        const detail = 'A key of a gateway is CHECKPOINT/GATEWAY= and base64 of SPKI DER.'
        throw new AyaldamaError('journal.key', text, detail)
      }
      return [name, key]
    }),
  )
}
