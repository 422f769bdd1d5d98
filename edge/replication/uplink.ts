import { createPublicKey, type KeyObject } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { AyaldamaError } from '../ports/errors.ts'
import type { BirthMessage, DeathMessage, StatusMessage } from '../ports/feed/messages.ts'
import { feedTopic } from '../ports/feed/topics.ts'
import type { ReplicationStatus } from '../ports/replication.ts'
import { createAlarms } from './alarms.ts'
import { backoffMs } from './backoff.ts'
import { ConnectFailed, type Connection, openConnection, type ProtocolVersion } from './connection.ts'
import { createHeadLink } from './head-link.ts'
import type { PartyLink, UplinkOptions } from './options.ts'
import { comparePositions } from './position.ts'
import { runSession, type Session } from './session.ts'
import { createStreamState } from './stream-state.ts'

export interface Uplink {
  start(): void
  stop(): Promise<void>
  /** Something was recorded. */
  wake(): void
  status(): ReplicationStatus
}

export const defaultReconnect = { firstMs: 500, maxMs: 30_000 }
const statusEveryMs = 1_000

/**
 * One Party's stream to its centre. It shares nothing with the other Party's uplink but the journal, so
 * one Party that is dark changes nothing for the other.
 */
export function createUplink(options: UplinkOptions): Uplink {
  const { party, link, gateway, source, clock, random } = options
  const log = options.log.child({ part: 'replication', party })
  const acknowledgedBy = link.acknowledge ?? 'centre'
  const centreKey = link.centreKey === undefined ? null : readCentreKey(link.centreKey)
  if (acknowledgedBy === 'centre' && centreKey === null) {
    throw new AyaldamaError('replication.no-centre-key', party)
  }
  const reconnect = link.reconnect ?? defaultReconnect
  const alarms = createAlarms(log)
  const lacked = options.lacks?.[party]
  if (lacked !== undefined) alarms.raise('backup-lacked', lacked)
  const topic = (channel: Parameters<typeof feedTopic>[2]): string => feedTopic(party, gateway, channel)
  const sender = { gateway: gateway.gateway, checkpoint: gateway.checkpoint, party }

  const state = createStreamState({ epoch: 1, seq: 0 })
  let known = { head: { epoch: 1, seq: 0 }, backlog: 0 }
  let lastAcknowledged: string | null = null
  let linkState: ReplicationStatus['link'] = 'stopped'
  let reason = 'not started'
  let version: ProtocolVersion = link.mqttVersion === '3.1.1' ? 4 : 5
  /** Time-outs in a row without a word of the centre. */
  let silences = 0
  let session: Session | undefined
  let stopping: AbortController | undefined
  let running: Promise<void> = Promise.resolve()

  async function refresh(): Promise<void> {
    const head = await source.streamHead(party)
    known = { head, backlog: await source.streamCount(party, state.cursor()) }
  }

  function statusMessage(id: string, link: StatusMessage['link']): string {
    const message: StatusMessage = {
      ...sender,
      session: id,
      at: clock.now().toISOString(),
      link,
      head: known.head,
      cursor: state.cursor(),
      backlog: known.backlog,
    }
    return JSON.stringify(message)
  }

  /** Resolves with true where the centre was heard, when the session has ended. */
  async function oneSession(signal: AbortSignal): Promise<boolean> {
    const id = sessionName(random)
    const ended = Promise.withResolvers<string>()
    const death = (why: DeathMessage['reason']): string =>
      JSON.stringify({ ...sender, session: id, reason: why } satisfies DeathMessage)
    let opened: Session | undefined
    let showing: ReturnType<typeof createHeadLink> | undefined
    let stopShowing: (() => void) | undefined
    const notShown = (error: unknown): void => {
      log.warn({ error: String(error) }, 'the tree head could not be shown')
    }
    const connection: Connection = await openConnection(
      {
        ...link,
        version,
        clientId: `${gateway.checkpoint}-${gateway.gateway}`,
        will: { topic: topic('death'), payload: death('lost') },
        connectTimeoutMs: 10_000,
        keepaliveS: 30,
        signal,
        onMessage: (from, payload) => {
          if (from === topic('ack')) opened?.onAcknowledgement(payload)
          else if (from === topic('cmd')) opened?.onCommand(payload)
          else if (from === topic('list')) options.onList?.(party, payload)
          else if (from === topic('cosign')) showing?.onCosignature(payload).catch(notShown)
        },
        onClose: (why) => ended.resolve(why),
      },
      [topic('ack'), topic('cmd'), topic('cosign'), topic('list')],
    )
    const stop = (): void => ended.resolve('stopped')
    signal.addEventListener('abort', stop)
    let heard = false
    let statusTimer: NodeJS.Timeout | undefined
    try {
      await refresh()
      state.goBackToCursor()
      linkState = 'connected'
      alarms.connected()
      reason = `MQTT ${version === 5 ? '5' : '3.1.1'}`
      log.info({ session: id, version, receiveMaximum: connection.receiveMaximum }, 'uplink connected')
      const birth: BirthMessage = {
        ...sender,
        session: id,
        at: clock.now().toISOString(),
        head: known.head,
        cursor: state.cursor(),
      }
      connection.publishRetained(topic('status'), statusMessage(id, 'connected'))
      const publishStatus = (): void => {
        statusTimer ??= setTimeout(() => {
          statusTimer = undefined
          connection.publishRetained(topic('status'), statusMessage(id, 'connected'))
        }, statusEveryMs)
      }
      session = opened = runSession({
        ...options,
        id,
        connection,
        state,
        centreKey,
        alarms,
        topic: topic('evt'),
        birth: { topic: topic('birth'), payload: JSON.stringify(birth) },
        log,
        silences,
        acknowledgeMs: link.acknowledgeMs ?? 30_000,
        head: () => known.head,
        refresh,
        onChanged: publishStatus,
        onHeard: (moved) => {
          heard = true
          silences = 0
          if (moved) lastAcknowledged = clock.now().toISOString()
        },
        onSilence: () => {
          silences += 1
        },
        end: (why) => ended.resolve(why),
      })
      opened.wake()
      const { heads } = options
      if (heads !== undefined) {
        const publish = (payload: string): void => connection.publishRetained(topic('head'), payload)
        const shown = createHeadLink({ heads, party, gateway, centreKey, alarms, publish })
        showing = shown
        stopShowing = heads.onHead(() => void shown.show().catch(notShown))
        shown.show().catch(notShown)
      }
      reason = await ended.promise
      opened.stop()
      if (signal.aborted) {
        await refresh()
        connection.publishOnce(topic('death'), death('stopped'))
        connection.publishRetained(topic('status'), statusMessage(id, 'stopped'))
        await Promise.race([connection.close(), delay(2_000, undefined, { ref: false })])
      }
      return heard
    } finally {
      clearTimeout(statusTimer)
      stopShowing?.()
      signal.removeEventListener('abort', stop)
      opened?.stop()
      session = undefined
      connection.destroy()
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    let failures = 0
    const cursor = await source.cursor(party)
    state.apply({ verdict: comparePositions(cursor, state.cursor()) < 0 ? 'back' : 'advance', to: cursor })
    await refresh()
    while (!signal.aborted) {
      linkState = 'connecting'
      try {
        failures = (await oneSession(signal)) ? 0 : failures + 1
      } catch (error) {
        failures += 1
        reason = error instanceof Error ? error.message : String(error)
        if (error instanceof ConnectFailed) {
          raiseRefusal(error)
          const asked = version
          if (changesVersion(link, error)) version = asked === 5 ? 4 : 5
          if (error.failure === 'version' && version !== asked && asked === 5) continue
        }
      }
      if (signal.aborted) break
      linkState = 'connecting'
      log.info({ reason, failures }, 'uplink lost')
      const wait = backoffMs(Math.max(0, failures - 1), reconnect, random)
      await delay(wait, undefined, { signal }).catch(() => undefined)
    }
    linkState = 'stopped'
    reason = 'stopped'
  }

  function raiseRefusal({ failure, message }: ConnectFailed): void {
    const code = { certificate: 'replication.certificate', admission: 'replication.not-admitted' } as const
    if (failure !== 'certificate' && failure !== 'admission') return
    const { message: detail } = new AyaldamaError(code[failure], link.brokerUrl, message)
    alarms.raise(failure === 'certificate' ? 'certificate-refused' : 'not-admitted', detail)
  }

  return {
    start: () => {
      if (stopping !== undefined) return
      stopping = new AbortController()
      linkState = 'connecting'
      running = run(stopping.signal).catch((error: unknown) => {
        linkState = 'stopped'
        reason = error instanceof Error ? error.message : String(error)
        log.error({ reason }, 'uplink failed')
      })
    },
    stop: async () => {
      stopping?.abort()
      await running
      stopping = undefined
    },
    wake: () => {
      if (session === undefined) void refresh().catch(() => undefined)
      else session.wake()
    },
    status: () => ({
      party,
      acknowledgedBy,
      link: linkState,
      reason,
      head: known.head,
      cursor: state.cursor(),
      backlog: known.backlog,
      lastAcknowledged,
      alarms: alarms.list(),
    }),
  }
}

/** A broker that does not know the version, or hangs up without a word, is asked in the other one. */
export function changesVersion(link: PartyLink, { failure }: ConnectFailed): boolean {
  return (link.mqttVersion ?? 'auto') === 'auto' && (failure === 'version' || failure === 'mute')
}

export function sessionName(random: () => number): string {
  return Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join('')
}

export function readCentreKey(text: string): KeyObject {
  return text.includes('-----BEGIN')
    ? createPublicKey(text)
    : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
}
