import type { BarrierRole } from '../domain/crossing/events.ts'
import type { ActionExplanation } from '../domain/crossing/explain.ts'
import type { LaneStatistics, LaneView } from '../ports/lane.ts'
import type { ReplicationStatus } from '../ports/replication.ts'

/** The console's public API, as a lane PC would use it. */
export interface ConsoleClient {
  signIn(officer: string, pin: string): Promise<void>
  signOut(): Promise<void>
  lane(lane: string): Promise<LaneView>
  actions(lane: string): Promise<readonly ActionExplanation[]>
  /** True where the command was carried out; false where it was refused (the crossing has moved on). */
  command(lane: string, body: object): Promise<boolean>
  /** Rule 3 of the interlock: an officer saw that the way is clear. */
  wayClear(lane: string, barrier: BarrierRole): Promise<boolean>
  statistics(): Promise<LaneStatistics>
  replication(): Promise<readonly ReplicationStatus[]>
  healthy(): Promise<boolean>
}

const timeoutMs = 10_000

export function createConsoleClient(url: string): ConsoleClient {
  let cookie = ''

  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        origin: url,
        ...(cookie !== '' && { cookie }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const set = response.headers.getSetCookie()[0]?.split(';')[0]
    if (set !== undefined) cookie = set
    return response
  }
  const get = async <Answer>(path: string): Promise<Answer> => {
    const response = await call('GET', path)
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Answer
  }

  return {
    async signIn(officer, pin) {
      const response = await call('POST', '/api/v1/session', { officer, pin })
      if (!response.ok) throw new Error(`sign-in of ${officer}: ${response.status} ${await response.text()}`)
    },
    async signOut() {
      await call('DELETE', '/api/v1/session')
    },
    lane: (lane) => get<LaneView>(`/api/v1/lanes/${lane}`),
    actions: async (lane) =>
      (await get<{ actions: readonly ActionExplanation[] }>(`/api/v1/lanes/${lane}/actions`)).actions,
    async command(lane, body) {
      const response = await call('POST', `/api/v1/lanes/${lane}/commands`, body)
      if (response.ok) return true
      if (response.status === 409) return false
      throw new Error(`command in ${lane}: ${response.status} ${await response.text()}`)
    },
    async wayClear(lane, barrier) {
      return (await call('POST', `/api/v1/lanes/${lane}/way-clear`, { barrier })).ok
    },
    statistics: () => get<LaneStatistics>('/api/v1/statistics'),
    replication: async () =>
      (await get<{ replication: readonly ReplicationStatus[] }>('/api/v1/replication')).replication,
    healthy: () =>
      call('GET', '/healthz').then(
        (response) => response.ok,
        () => false,
      ),
  }
}
