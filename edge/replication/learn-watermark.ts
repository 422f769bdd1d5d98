import { setTimeout as delay } from 'node:timers/promises'
import type { BirthMessage, DeathMessage } from '../ports/feed/messages.ts'
import { feedTopic } from '../ports/feed/topics.ts'
import type { StreamPosition } from '../ports/journal.ts'
import { readAcknowledgement } from './acknowledgement.ts'
import { backoffMs } from './backoff.ts'
import { ConnectFailed, openConnection, type ProtocolVersion } from './connection.ts'
import type { UplinkOptions } from './options.ts'
import { changesVersion, defaultReconnect, readCentreKey, sessionName } from './uplink.ts'

export interface LearnOptions
  extends Pick<UplinkOptions, 'party' | 'link' | 'gateway' | 'log' | 'clock' | 'random'> {
  /** End of the Party's stream in the restored journal. */
  readonly head: StreamPosition
  readonly centreKey: string
  /** Gives up. */
  readonly signal: AbortSignal
}

/**
 * Asks a centre where it stands, and sends it no event: a restored gateway may use no number before it knows
 * which ones were used. Tries until the centre has answered with its signature; null where it was given up.
 */
export async function learnWatermark(options: LearnOptions): Promise<StreamPosition | null> {
  const { link, party, random, signal } = options
  const log = options.log.child({ part: 'replication', party })
  let version: ProtocolVersion = link.mqttVersion === '3.1.1' ? 4 : 5
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      return await ask(options, version)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.warn({ reason }, 'restored from a backup: waits for the centre to say where it stands')
      if (error instanceof ConnectFailed && changesVersion(link, error)) version = version === 5 ? 4 : 5
      const wait = backoffMs(failures, link.reconnect ?? defaultReconnect, random)
      await delay(wait, undefined, { signal }).catch(() => undefined)
    }
  }
  return null
}

async function ask(options: LearnOptions, version: ProtocolVersion): Promise<StreamPosition> {
  const { link, party, gateway, clock, head } = options
  const topic = (channel: Parameters<typeof feedTopic>[2]): string => feedTopic(party, gateway, channel)
  const session = sessionName(options.random)
  const sender = { gateway: gateway.gateway, checkpoint: gateway.checkpoint, party, session }
  const death = (reason: DeathMessage['reason']) =>
    JSON.stringify({ ...sender, reason } satisfies DeathMessage)
  const expected = { ...gateway, party, centreKey: readCentreKey(options.centreKey) }
  const answered = Promise.withResolvers<StreamPosition>()
  answered.promise.catch(() => undefined)
  const connection = await openConnection(
    {
      ...link,
      version,
      clientId: `${gateway.checkpoint}-${gateway.gateway}`,
      will: { topic: topic('death'), payload: death('lost') },
      connectTimeoutMs: 10_000,
      keepaliveS: 30,
      signal: options.signal,
      onMessage: (_, payload) => {
        try {
          const ack = readAcknowledgement(payload, expected)
          if (ack.session === session) answered.resolve({ epoch: ack.epoch, seq: ack.watermark })
        } catch (error) {
          answered.reject(error)
        }
      },
      onClose: (reason) => answered.reject(new Error(reason)),
    },
    [topic('ack')],
  )
  const giveUp = () => answered.reject(new Error('given up'))
  options.signal.addEventListener('abort', giveUp)
  const silent = setTimeout(
    () => answered.reject(new Error('the centre does not answer')),
    link.acknowledgeMs ?? 30_000,
  )
  try {
    const birth: BirthMessage = { ...sender, at: clock.now().toISOString(), head, cursor: head }
    connection.publish(topic('birth'), JSON.stringify(birth), (error) => {
      if (error !== undefined) answered.reject(error)
    })
    const watermark = await answered.promise
    connection.publishOnce(topic('death'), death('stopped'))
    await Promise.race([connection.close(), delay(2_000, undefined, { ref: false })])
    return watermark
  } finally {
    clearTimeout(silent)
    options.signal.removeEventListener('abort', giveUp)
    connection.destroy()
  }
}
