import { mkdir } from 'node:fs/promises'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import type { Party } from '../domain/party.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import type { Unsubscribe } from '../ports/devices.ts'
import {
  type AcknowledgementMessage,
  birthSchema,
  type CommandMessage,
  eventsMessageSchema,
  type HeadMessage,
  headSchema,
  statusSchema,
} from '../ports/feed/messages.ts'
import { feedFilter, feedTopic, type GatewayIdentity, parseFeedTopic } from '../ports/feed/topics.ts'
import type { StreamPosition } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import type { PartyKeys } from '../ports/party-signature.ts'
import { type ActSummary, openActWatch } from './act-watch.ts'
import { createCosigner, createSigner } from './centre-key.ts'
import type { ErasureRecord } from './erasure-table.ts'
import { openHeadWatch } from './head-watch.ts'
import { readErasure } from './read-erasure.ts'
import { type Arrived, type CentreEvent, type CentreSummary, openCentreStore, type Stored } from './store.ts'

export interface CentreOptions {
  readonly party: Party
  readonly brokerUrl: string
  /** Holds `centre-{party}.db`; made where it is missing. */
  readonly directory: string
  /** PEM of the private key (PKCS #8, ed25519). */
  readonly key: string
  readonly log: Log
  readonly clock?: Clock
  /** `auto` tries MQTT 5 and takes 3.1.1 where the broker does not know 5. */
  readonly mqttVersion?: 'auto' | '5' | '3.1.1'
  readonly username?: string
  readonly password?: string
  /** PEM texts for `mqtts`, asked for at each connection: a renewed certificate needs no restart. */
  readonly tls?: () => { readonly ca?: string; readonly cert?: string; readonly key?: string }
  /** Public keys of the gateways, base64 of SPKI DER, by `{checkpoint}/{gateway}`. */
  readonly gatewayKeys?: Readonly<Record<string, string>>
  /** Believe the first key that an unregistered gateway shows (false). */
  readonly trustFirstGatewayKey?: boolean
  /** Public keys of the centres by Party: the other Party's cosignatures are checked with them. */
  readonly centreKeys?: PartyKeys
  /** Public keys of the authorities that approve keys of lane PCs; absent: no officer's signature is checked. */
  readonly authorityKeys?: PartyKeys
  /** An act without a signature is an alarm (false). */
  readonly signedActsOnly?: boolean
  /** Milliseconds before a head that nothing proves is an alarm (60 000). */
  readonly proofMs?: number
  /** Milliseconds before a gap is asked for again (1 000), and before a lost broker is tried again (500). */
  readonly gapMs?: number
  readonly reconnectMs?: number
  /** Seconds of silence after which a broker is asked whether it is there (30); half as many again end the connection. */
  readonly keepaliveS?: number
}

/** The reference receiver: the other end of one Party's streams, from all its gateways. */
export interface Centre {
  /** `gateway` is `{checkpoint}/{gateway}`; without it all gateways together. */
  summary(gateway?: string): CentreSummary
  /** Stored events in the order of their streams, of one crossing or all. */
  events(crossing?: string | null): readonly CentreEvent[]
  /** Events under the largest head that was cosigned, 0 for none, its root; and why heads were refused, oldest first. */
  heads(gateway: string): {
    readonly cosigned: number
    readonly root: string | null
    readonly alarms: readonly string[]
  }
  /** Facts of officers by their signatures, and what was not as it was signed. */
  acts(gateway: string): ActSummary
  /** What gateways told this centre to erase; `unexplained` counts events that came erased without a word. */
  erasures(gateway: string): { readonly notices: readonly ErasureRecord[]; readonly unexplained: number }
  /** Hands a signed list (registers, watch lists, keys of lane PCs) to a gateway, `{checkpoint}/{gateway}`. */
  sendList(gateway: string, list: object): void
  /** Called after each stored message. */
  onStored(listener: () => void): Unsubscribe
  close(): Promise<void>
}

type Outgoing = 'ack' | 'cmd' | 'cosign' | 'list'

const maxGapsAtOnce = 16
/** Messages in one transaction: enough to share the wait for the disk, few enough to acknowledge soon. */
const maxTogether = 16
const maxAlarms = 100
const sessionExpirySeconds = 7 * 24 * 3_600

/**
 * Resolves when the store is open and the broker is being looked after, not when it is connected.
 * Rejects where the key is no private key or the store cannot be opened.
 */
export async function createCentre(options: CentreOptions): Promise<Centre> {
  const { party } = options
  const clock = options.clock ?? systemClock
  const log = options.log.child({ part: 'central', party })
  const sign = createSigner(options.key)
  const sessions = new Map<string, string>()
  const asked = new Map<string, number>()
  /** Where each gateway has come to in the order of its stream: what is missing after it is on its way. */
  const inTurn = new Map<string, StreamPosition>()
  const listeners = new Set<() => void>()
  const unanswered = new Set<string>()
  let arrived: Arrived[] = []
  await mkdir(options.directory, { recursive: true })
  const store = openCentreStore(join(options.directory, `centre-${party}.db`))
  const headWatch = openHeadWatch({
    party,
    file: join(options.directory, `heads-${party}.db`),
    gatewayKeys: options.gatewayKeys ?? {},
    centreKeys: options.centreKeys ?? {},
    trustFirstKey: options.trustFirstGatewayKey ?? false,
    cosign: createCosigner(options.key),
    now: () => clock.now().toISOString(),
  })
  const { authorityKeys } = options
  const actWatch =
    authorityKeys &&
    openActWatch({
      party,
      file: join(options.directory, `acts-${party}.db`),
      authorities: authorityKeys,
      required: options.signedActsOnly ?? false,
      events: store.eventsAfter,
    })
  const headAlarms = new Map<string, readonly string[]>()
  const unproved = new Map<string, number>()
  const client = openClient(options)
  let closed = false

  /** The newest message of each topic that waits until the broker takes more. */
  const waiting = new Map<
    string,
    { readonly topic: string; readonly text: string; readonly retain: boolean }
  >()
  let underWay = 0
  let receiveMaximum = 65_535

  function publish(identity: GatewayIdentity, channel: Outgoing, message: object): void {
    if (!client.connected) return
    const topic = feedTopic(party, identity, channel)
    const text = JSON.stringify(message)
    // A list, or a gap, is none the less wanted because another follows it.
    waiting.set(channel === 'list' || channel === 'cmd' ? `${topic} ${text}` : topic, {
      topic,
      text,
      retain: channel === 'cosign',
    })
    publishWaiting()
  }

  /** MQTT.js does not keep to the broker's Receive Maximum. */
  function publishWaiting(): void {
    for (const [key, { topic, text, retain }] of waiting) {
      if (underWay >= receiveMaximum) return
      waiting.delete(key)
      underWay += 1
      // After a lost connection the client sends again what was not answered, so that it is under way still.
      client.publish(topic, text, { qos: 1, retain }, () => {
        underWay -= 1
        publishWaiting()
      })
    }
  }

  /** What came in one turn of the loop is stored in one transaction: a drain waits for the disk less often. */
  function storeArrived(): void {
    const together = arrived
    arrived = []
    if (closed || together.length === 0) return
    try {
      noteStored(together, store.storeAll(together))
    } catch {
      // One message that cannot be stored must not take the others with it.
      for (const one of together) {
        try {
          noteStored([one], [store.store(one.gateway, one.message)])
        } catch (error) {
          log.error({ error: String(error) }, 'a message could not be stored')
        }
      }
    }
  }

  function noteStored(together: readonly Arrived[], results: readonly Stored[]): void {
    for (const [index, { gateway, message }] of together.entries()) {
      if (message.after !== undefined) inTurn.set(gateway, { epoch: message.epoch, seq: message.to })
      const conflicts = results[index]?.conflicts ?? 0
      if (conflicts > 0) log.error({ gateway, conflicts }, 'a gateway used numbers of its stream twice')
      for (const listener of listeners) listener()
    }
    for (const gateway of new Set(together.map((one) => one.gateway))) {
      acknowledgeSoon(gateway)
      judgeActs(gateway)
      eraseAsTold(gateway)
      askForGaps(gateway)
    }
  }

  /** Once a turn of the loop and gateway: what was stored since is acknowledged together. */
  function acknowledgeSoon(gateway: string): void {
    if (unanswered.size === 0) {
      setImmediate(() => {
        const gateways = [...unanswered]
        unanswered.clear()
        if (!closed) gateways.forEach(acknowledge)
      })
    }
    unanswered.add(gateway)
  }

  function acknowledge(gateway: string): void {
    const session = sessions.get(gateway)
    const identity = identityOf(gateway)
    if (session === undefined) return
    const { epoch, seq } = store.watermark(gateway)
    const statement = { party, ...identity, session, epoch, watermark: seq }
    const message: AcknowledgementMessage = {
      ...statement,
      at: clock.now().toISOString(),
      signature: sign(statement),
    }
    publish(identity, 'ack', message)
  }

  function askForGaps(gateway: string): void {
    const now = clock.monotonic()
    const last = asked.get(gateway)
    if (last !== undefined && now - last < (options.gapMs ?? 1_000)) return
    const { epoch } = store.watermark(gateway)
    const reached = inTurn.get(gateway)
    const named = ([, to]: readonly [number, number]) => reached?.epoch !== epoch || to <= reached.seq
    const gaps = store.gaps(gateway, maxGapsAtOnce).filter(named)
    if (gaps.length === 0) {
      asked.delete(gateway)
      return
    }
    asked.set(gateway, now)
    const identity = identityOf(gateway)
    log.warn({ gateway, gaps: gaps.length }, 'events are missing')
    const before = `${feedTopic(party, identity, 'cmd')} `
    for (const key of waiting.keys()) if (key.startsWith(before)) waiting.delete(key)
    for (const [from, to] of gaps) {
      const message: CommandMessage = { ...identity, party, epoch, gap: [from, to] }
      publish(identity, 'cmd', message)
    }
  }

  function receive(topic: string, payload: Uint8Array): void {
    const place = parseFeedTopic(topic)
    if (place === null || place.party !== party) {
      reject(topic, 'topic')
      return
    }
    const gateway = `${place.checkpoint}/${place.gateway}`
    const content = parseJson(payload)
    if (place.channel === 'evt') {
      const parsed = eventsMessageSchema.safeParse(content)
      if (!parsed.success || !agrees(parsed.data, place)) {
        reject(topic, place.channel)
        return
      }
      sessions.set(gateway, parsed.data.session)
      if (arrived.length === 0) setImmediate(storeArrived)
      arrived.push({ gateway, message: parsed.data })
      if (arrived.length >= maxTogether) storeArrived()
      return
    }
    if (place.channel === 'head') {
      const parsed = headSchema.safeParse(content)
      if (!parsed.success || !agrees(parsed.data, place)) reject(topic, place.channel)
      else judgeHead(gateway, place, parsed.data)
      return
    }
    if (place.channel !== 'birth' && place.channel !== 'status') return
    const parsed = (place.channel === 'birth' ? birthSchema : statusSchema).safeParse(content)
    if (!parsed.success || !agrees(parsed.data, place)) {
      reject(topic, place.channel)
      return
    }
    if (sessions.get(gateway) === parsed.data.session) return
    // A gateway that came (or that was there when this centre came) learns where the centre stands.
    sessions.set(gateway, parsed.data.session)
    acknowledgeSoon(gateway)
  }

  function judgeActs(gateway: string): void {
    for (const alarm of actWatch?.judge(gateway, store.watermark(gateway)) ?? []) {
      log.error({ code: 'central.act-refused', alarm }, 'an act is not as an officer signed it')
    }
  }

  /** Behind the judgement of the acts, which needs what is erased here. */
  function eraseAsTold(gateway: string): void {
    for (const notice of store.openErasures(gateway)) {
      const told = readErasure(notice, { party, ...identityOf(gateway) }, headWatch.keyOf(gateway))
      if ('refused' in told) {
        store.refuseErasure(gateway, notice, told.refused)
        log.error(
          { code: 'central.erasure-refused', gateway, event: notice.id, why: told.refused },
          'not erased',
        )
      } else {
        const events = store.erase(gateway, notice, told.order)
        log.info({ gateway, events }, 'personal fields erased')
      }
    }
  }

  function judgeHead(gateway: string, identity: GatewayIdentity, message: HeadMessage): void {
    const judgement = headWatch.judge(gateway, message)
    if (judgement.verdict === 'refused') {
      refuseHead(gateway, judgement.why)
      return
    }
    if (judgement.verdict !== 'unproved') unproved.delete(gateway)
    else if (!unproved.has(gateway)) unproved.set(gateway, clock.monotonic())
    if (judgement.cosignature !== null) publish(identity, 'cosign', judgement.cosignature)
  }

  /** A gateway that was told where this centre stands and proves nothing from there may have nothing to prove it with. */
  function askForProofs(): void {
    for (const [gateway, since] of unproved) {
      if (clock.monotonic() - since < (options.proofMs ?? 60_000)) continue
      refuseHead(
        gateway,
        `nothing proves that its tree continues the one of ${headWatch.newest(gateway)?.size ?? 0} events`,
      )
    }
  }

  function refuseHead(gateway: string, why: string): void {
    const alarms = headAlarms.get(gateway) ?? []
    if (alarms.includes(why)) return
    headAlarms.set(gateway, [...alarms, why].slice(-maxAlarms))
    log.error({ code: 'central.head-refused', gateway, why }, 'tree head refused')
  }

  function reject(topic: string, what: string): void {
    store.countInvalid()
    log.warn({ code: 'central.message-invalid', topic, what }, 'message is not valid')
  }

  client.on('connect', ({ properties }) => {
    waiting.clear()
    receiveMaximum = properties?.receiveMaximum ?? 65_535
    log.info({ receiveMaximum }, 'centre connected')
  })
  client.on('error', (error) => log.warn({ error: error.message }, 'centre lost its broker'))
  client.on('message', (topic, payload) => {
    if (closed) return
    try {
      receive(topic, payload)
    } catch (error) {
      log.error({ error: String(error) }, 'a message could not be stored')
    }
  })
  // What a crash left between storing and judging.
  for (const gateway of store.gateways()) {
    judgeActs(gateway)
    eraseAsTold(gateway)
  }
  const timer = setInterval(() => {
    store.gateways().forEach(askForGaps)
    askForProofs()
  }, options.gapMs ?? 1_000)

  return {
    summary: store.summary,
    heads: (gateway) => ({
      cosigned: headWatch.newest(gateway)?.size ?? 0,
      root: headWatch.newest(gateway)?.root ?? null,
      alarms: headAlarms.get(gateway) ?? [],
    }),
    acts: (gateway) => actWatch?.summary(gateway) ?? { signed: 0, unsigned: 0, alarms: [], requests: [] },
    erasures: (gateway) => ({
      notices: store.erasures(gateway),
      unexplained: store.erasedUnexplained(gateway),
    }),
    sendList: (gateway, list) => publish(identityOf(gateway), 'list', list),
    events: (crossing) => store.events(crossing ?? null),
    onStored: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close: async () => {
      if (closed) return
      storeArrived()
      closed = true
      clearInterval(timer)
      await client.endAsync(true)
      store.close()
      headWatch.close()
      actWatch?.close()
    },
  }
}

/**
 * The broker keeps the centre's session, so that what it queued is not lost while the centre is away;
 * whatever a broker loses all the same is named as a gap or sent again by the gateway.
 */
function openClient(options: CentreOptions): MqttClient {
  const chosen = options.mqttVersion ?? 'auto'
  const settings: IClientOptions = {
    protocolVersion: chosen === '3.1.1' ? 4 : 5,
    clientId: `centre-${options.party}`,
    clean: false,
    reconnectPeriod: options.reconnectMs ?? 500,
    reconnectOnConnackError: true,
    resubscribe: false,
    connectTimeout: 10_000,
    keepalive: options.keepaliveS ?? 30,
    properties: { sessionExpiryInterval: sessionExpirySeconds },
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...options.tls?.(),
  }
  const client = connect(options.brokerUrl, settings)
  const withoutDelay = (): void => {
    if (client.stream instanceof Socket) client.stream.setNoDelay(true)
  }
  client.on('connect', () => {
    withoutDelay()
    const filters = (['evt', 'birth', 'status', 'head'] as const).map((channel) =>
      feedFilter(options.party, channel),
    )
    client.subscribe(filters, { qos: 1 })
  })
  client.on('close', () => {
    try {
      Object.assign(client.options, options.tls?.())
    } catch {
      // A file that is just being replaced: what was read before serves for one more try.
    }
  })
  client.on('error', (error) => {
    // 1 of MQTT 3.1.1, 0x84 of MQTT 5: the broker does not know the version.
    const refused = 'code' in error && (error.code === 1 || error.code === 0x84)
    if (refused && chosen === 'auto') {
      client.options.protocolVersion = client.options.protocolVersion === 5 ? 4 : 5
    }
  })
  return client
}

function identityOf(gateway: string): GatewayIdentity {
  const [checkpoint = '', name = ''] = gateway.split('/')
  return { checkpoint, gateway: name }
}

function agrees(
  message: GatewayIdentity & { readonly party: Party },
  place: GatewayIdentity & { readonly party: Party },
): boolean {
  return (
    message.party === place.party &&
    message.checkpoint === place.checkpoint &&
    message.gateway === place.gateway
  )
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return undefined
  }
}
