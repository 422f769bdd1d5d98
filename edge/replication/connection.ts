import { Socket } from 'node:net'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import { AyaldamaError } from '../ports/errors.ts'

/** How a broker is reached. */
export interface BrokerAddress {
  /** `mqtt://host:port` or `mqtts://host:port`. */
  readonly brokerUrl: string
  /** `auto` tries MQTT 5 and takes 3.1.1 where the broker does not know 5. */
  readonly mqttVersion?: 'auto' | '5' | '3.1.1'
  readonly username?: string
  readonly password?: string
  /** PEM texts for `mqtts`, asked for at each connection: a renewed certificate needs no restart. */
  readonly tls?: () => { readonly ca?: string; readonly cert?: string; readonly key?: string }
}

export type ProtocolVersion = 4 | 5

export interface ConnectionOptions extends BrokerAddress {
  readonly version: ProtocolVersion
  readonly clientId: string
  readonly will: { readonly topic: string; readonly payload: string }
  readonly connectTimeoutMs: number
  readonly keepaliveS: number
  readonly onMessage: (topic: string, payload: Uint8Array) => void
  /** Gives up an attempt that is under way. */
  readonly signal: AbortSignal
  /** Once, however the connection ended. */
  readonly onClose: (reason: string) => void
}

export interface Connection {
  /** Messages of QoS 1 that the broker takes before it has answered one. MQTT.js does not keep to it. */
  readonly receiveMaximum: number
  /** Bytes. */
  readonly maximumPacketSize: number
  /** `done` with what the broker answered; never called where the connection ends before. */
  publish(topic: string, payload: string, done: (error?: Error, held?: Held) => void): void
  /** QoS 0, for a goodbye: it needs no place among the messages that the broker still has to answer. */
  publishOnce(topic: string, payload: string): void
  /** QoS 0, retained: the latest state only. */
  publishRetained(topic: string, payload: string): void
  /** Sends what was handed over, says goodbye and ends. */
  close(): Promise<void>
  /** Ends at once; the broker sends the will. */
  destroy(): void
}

/** `nobody`: the broker took the message and nobody was subscribed to it (reason 0x10 of MQTT 5), so that it is gone. */
export type Held = 'perhaps' | 'nobody'

/**
 * `version`: the broker does not know this MQTT version. `mute`: it was reached and hung up without a word.
 * `certificate`: one of the two sides refuses the other's. `admission`: the broker knows who asks, and refuses.
 */
export type ConnectFailure = 'version' | 'mute' | 'certificate' | 'admission' | 'other'

export class ConnectFailed extends Error {
  readonly failure: ConnectFailure

  constructor(message: string, failure: ConnectFailure) {
    super(message)
    this.name = 'ConnectFailed'
    this.failure = failure
  }
}

/** Codes of a CONNACK: 1 of MQTT 3.1.1, 0x84 of MQTT 5. */
const versionRefused: readonly unknown[] = [1, 0x84]
/** Codes of a CONNACK that tell of the broker's own state: unavailable, busy, shutting down, quota, rate. */
const brokerUnwell: readonly unknown[] = [3, 0x88, 0x89, 0x8b, 0x97, 0x9f]
/** Codes of Node and OpenSSL for a certificate that is not taken, here or at the other end. */
const certificateCodes =
  /^(ERR_SSL|ERR_TLS|ERR_OSSL|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|INVALID_PURPOSE|PATH_LENGTH)/
const noMatchingSubscribers = 0x10

/**
 * One connection, used once: the client of MQTT.js queues, stores and repeats in memory, and all of
 * that is thrown away with it. Resolves when the topics are subscribed.
 */
export async function openConnection(
  options: ConnectionOptions,
  topics: readonly string[],
): Promise<Connection> {
  const settings: IClientOptions = {
    protocolVersion: options.version,
    clientId: options.clientId,
    clean: true,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: options.connectTimeoutMs,
    keepalive: options.keepaliveS,
    will: {
      topic: options.will.topic,
      payload: Buffer.from(options.will.payload),
      qos: 1,
      retain: false,
    },
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...readCredentials(options),
  }
  const client = connect(options.brokerUrl, settings)
  let reason = 'the broker closed the connection'
  let open = false
  let failure: ConnectFailure = 'other'
  client.on('error', (error) => {
    const code = 'code' in error ? error.code : undefined
    reason = error.message === '' ? String(code ?? error.name) : error.message
    if (versionRefused.includes(code)) failure = 'version'
    else if (typeof code === 'number') failure = brokerUnwell.includes(code) ? 'other' : 'admission'
    else if (typeof code === 'string' && certificateCodes.test(code)) {
      failure = 'certificate'
      // The message of OpenSSL is full of addresses; its reason is words.
      const words = 'reason' in error && typeof error.reason === 'string' ? error.reason : reason
      reason = `${code}: ${words}`
    }
  })
  onReached(client, () => {
    failure = 'mute'
  })
  client.on('disconnect', ({ reasonCode }) => {
    reason = `the broker ended the connection with reason ${reasonCode}`
  })
  client.on('message', (topic, payload) => options.onMessage(topic, payload))
  const closed = Promise.withResolvers<never>()
  closed.promise.catch(() => undefined)
  client.on('close', () => {
    client.end(true)
    closed.reject(new ConnectFailed(reason, failure))
    if (open) options.onClose(reason)
    open = false
  })
  const giveUp = (): void => closed.reject(new ConnectFailed('given up', 'other'))
  options.signal.addEventListener('abort', giveUp)
  const greeting = Promise.withResolvers<ServerLimits | undefined>()
  client.once('connect', ({ properties }) => {
    failure = 'other'
    greeting.resolve(properties)
  })
  try {
    // An 'error' comes before its 'close' and only names the cause: 'close' decides.
    const limits = await Promise.race([greeting.promise, closed.promise])
    await Promise.race([client.subscribeAsync([...topics], { qos: 1 }), closed.promise])
    open = true
    return wrap(client, limits)
  } catch (error) {
    client.end(true)
    // What is left is a refused subscription.
    throw error instanceof ConnectFailed ? error : new ConnectFailed(String(error), 'admission')
  } finally {
    options.signal.removeEventListener('abort', giveUp)
  }
}

function readCredentials({ tls }: ConnectionOptions): ReturnType<NonNullable<BrokerAddress['tls']>> {
  try {
    return tls?.() ?? {}
  } catch (error) {
    throw new ConnectFailed(error instanceof Error ? error.message : String(error), 'certificate')
  }
}

/** Small messages must not wait for the answer to the one before (Nagle's algorithm). */
function onReached({ stream }: MqttClient, listener: () => void): void {
  if (!(stream instanceof Socket)) return
  stream.setNoDelay(true)
  stream.once('connect', listener)
}

interface ServerLimits {
  readonly receiveMaximum?: number | undefined
  readonly maximumPacketSize?: number | undefined
}

function wrap(client: MqttClient, properties: ServerLimits | undefined): Connection {
  // MQTT.js hides the one reason that is no error and still means that the message is gone.
  const heldByNobody = new Set<number>()
  client.on('packetreceive', (packet) => {
    if (packet.cmd !== 'puback' || packet.reasonCode !== noMatchingSubscribers) return
    if (packet.messageId !== undefined) heldByNobody.add(packet.messageId)
  })
  return {
    receiveMaximum: properties?.receiveMaximum ?? 65_535,
    maximumPacketSize: properties?.maximumPacketSize ?? 268_435_455,
    publish: (topic, payload, done) => {
      if (!client.connected) return
      client.publish(topic, payload, { qos: 1 }, (error, packet) => {
        const nobody = packet?.messageId !== undefined && heldByNobody.delete(packet.messageId)
        if (error === undefined || error === null) done(undefined, nobody ? 'nobody' : 'perhaps')
        else if ('code' in error && typeof error.code === 'number') {
          const detail = `Reason ${error.code}.`
          done(new AyaldamaError('replication.refused', topic, detail, { cause: error }), 'nobody')
        }
      })
    },
    publishOnce: (topic, payload) => {
      if (client.connected) client.publish(topic, payload, { qos: 0 })
    },
    publishRetained: (topic, payload) => {
      if (client.connected) client.publish(topic, payload, { qos: 0, retain: true })
    },
    close: async () => {
      await client.endAsync()
    },
    destroy: () => {
      client.stream.destroy()
      client.end(true)
    },
  }
}
