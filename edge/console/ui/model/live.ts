import type { ActionExplanation } from '../../../domain/crossing/explain.ts'
import type { DiskState } from '../../../ports/disk.ts'
import type { LaneView } from '../../../ports/lane.ts'
import type { ReplicationStatus } from '../../../ports/replication.ts'
import type { SessionView } from './api.ts'

export type LiveMessage =
  | {
      readonly type: 'session'
      readonly session: SessionView | null
      /** Waits for the PIN of its officer. */
      readonly locked: SessionView | null
    }
  | {
      readonly type: 'lane'
      readonly lane: string
      readonly view: LaneView
      readonly actions: readonly ActionExplanation[]
    }
  | { readonly type: 'replication'; readonly replication: readonly ReplicationStatus[] }
  | { readonly type: 'disk'; readonly disk: DiskState }
  | { readonly type: 'heartbeat'; readonly at: string }

export interface LiveFeed {
  /** Opens the feed anew, e.g. after sign-in: what it shows follows the session of its cookie. */
  reconnect(): void
  close(): void
}

/** Longer than two heartbeats: silence is a lost connection, whatever the socket believes. */
const silenceMs = 8_000
const shortestWaitMs = 400
const longestWaitMs = 5_000

export function openLiveFeed(
  onMessage: (message: LiveMessage) => void,
  onLink: (link: 'live' | 'lost') => void,
): LiveFeed {
  let socket: WebSocket | null = null
  let wait = shortestWaitMs
  let silence: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  function heard(): void {
    clearTimeout(silence)
    silence = setTimeout(() => drop(true), silenceMs)
  }

  function drop(lost: boolean): void {
    clearTimeout(silence)
    clearTimeout(retry)
    const old = socket
    socket = null
    if (old !== null) {
      old.onclose = null
      old.onmessage = null
      old.close()
    }
    if (!lost) return
    onLink('lost')
    retry = setTimeout(connect, wait * (0.75 + Math.random() / 2))
    wait = Math.min(wait * 2, longestWaitMs)
  }

  function connect(): void {
    const { protocol, host } = window.location
    const next = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/v1/live`)
    socket = next
    next.onmessage = (event: MessageEvent<string>) => {
      heard()
      wait = shortestWaitMs
      onMessage(JSON.parse(event.data) as LiveMessage)
      onLink('live')
    }
    next.onclose = () => drop(true)
    heard()
  }

  connect()
  return {
    reconnect() {
      drop(false)
      connect()
    },
    close: () => drop(false),
  }
}
