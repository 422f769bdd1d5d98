import type { WebSocket } from 'ws'
import type { OfficerActor } from '../domain/party.ts'
import { type ConsoleContext, sessionView } from './context.ts'
import type { Holder, Session } from './sessions.ts'

/** A message is one JSON text; `view-schemas.ts` has the schema. Kept as text: views go out as they come. */
export interface Live {
  /** `holder`: of the upgrade request; the feed shows what its session may see. */
  attach(socket: WebSocket, holder: Holder): void
  close(): void
}

interface Viewer {
  readonly socket: WebSocket
  session: Session | null
  /** Waits for its officer's PIN; the page opens the feed anew when it was given. */
  locked: Session | null
  /** Last text sent for a lane: a change that this viewer may not see sends nothing. */
  readonly sent: Map<string, string>
  readonly behind: Set<string>
  /** Ticks in a row in which the socket did not drain. */
  stuck: number
}

const mostViewers = 64
const bufferLimit = 512 * 1024
const stuckLimit = 10

export function createLive(context: ConsoleContext): Live {
  const { lanes, replication, disk, sessions, clock, log } = context
  const viewers = new Set<Viewer>()

  function laneText(lane: string, officer: OfficerActor | null): string {
    const actions = officer === null ? [] : lanes.actions(lane, officer)
    return JSON.stringify({ type: 'lane', lane, view: lanes.view(lane, officer), actions })
  }

  function send(viewer: Viewer, message: object): void {
    viewer.socket.send(JSON.stringify(message))
  }

  function flush(viewer: Viewer): void {
    for (const lane of viewer.behind) {
      // A slow browser gets the newest view later, instead of all views now.
      if (viewer.socket.bufferedAmount > bufferLimit) return
      viewer.behind.delete(lane)
      const text = laneText(lane, viewer.session?.officer ?? null)
      if (viewer.sent.get(lane) === text) continue
      viewer.sent.set(lane, text)
      viewer.socket.send(text)
    }
  }

  function show(viewer: Viewer): void {
    const { session, locked } = viewer
    send(viewer, {
      type: 'session',
      session: session && sessionView(session),
      locked: locked && sessionView(locked),
    })
    viewer.sent.clear()
    for (const lane of lanes.lanes) viewer.behind.add(lane)
    flush(viewer)
  }

  function tick(): void {
    sessions.sweep()
    const at = clock.now().toISOString()
    const status = replication.status()
    for (const viewer of viewers) {
      viewer.stuck = viewer.socket.bufferedAmount > bufferLimit ? viewer.stuck + 1 : 0
      if (viewer.stuck > stuckLimit) {
        viewer.socket.terminate()
        continue
      }
      if (viewer.stuck > 0) continue
      flush(viewer)
      send(viewer, { type: 'replication', replication: status })
      if (disk) send(viewer, { type: 'disk', disk: disk.state() })
      send(viewer, { type: 'heartbeat', at })
    }
  }

  function blind(session: Session, locked: Session | null): void {
    for (const viewer of viewers) {
      if (viewer.session !== session && viewer.locked !== session) continue
      viewer.session = null
      viewer.locked = locked
      show(viewer)
    }
  }

  const stopListening = [
    lanes.onChange((lane) => {
      for (const viewer of viewers) {
        viewer.behind.add(lane)
        flush(viewer)
      }
    }),
    sessions.onLock((session) => blind(session, session)),
    sessions.onEnd((session) => blind(session, null)),
  ]
  const timer = setInterval(tick, context.heartbeatMs ?? 3000)
  timer.unref()

  return {
    attach(socket, holder) {
      if (viewers.size >= mostViewers) {
        socket.close(1013, 'too many viewers')
        return
      }
      const viewer: Viewer = {
        socket,
        session: sessions.find(holder, false),
        locked: sessions.findLocked(holder),
        sent: new Map(),
        behind: new Set(),
        stuck: 0,
      }
      viewers.add(viewer)
      socket.on('close', () => viewers.delete(viewer))
      socket.on('error', (error) => log.debug({ error: error.message }, 'a live feed broke off'))
      show(viewer)
      send(viewer, { type: 'replication', replication: replication.status() })
      if (disk) send(viewer, { type: 'disk', disk: disk.state() })
      send(viewer, { type: 'heartbeat', at: clock.now().toISOString() })
    },
    close() {
      clearInterval(timer)
      for (const stop of stopListening) stop()
      for (const viewer of viewers) viewer.socket.close(1001, 'the gateway stops')
      viewers.clear()
    },
  }
}
