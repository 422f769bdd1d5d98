import { setTimeout as pause } from 'node:timers/promises'
import type { BarrierRole } from '../domain/crossing/events.ts'
import type { ActionExplanation } from '../domain/crossing/explain.ts'
import type { OfficerActor } from '../domain/party.ts'
import type { LaneStatistics, LaneView } from '../ports/lane.ts'
import { actHeader, type SignedRequest, statedFields } from '../ports/proof/act-statement.ts'
import { createSigningKey, type SigningKey, signAct } from '../ports/proof/sign-act.ts'
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

/** The desk with its key, which is as new as its client. */
interface Signer {
  readonly key: SigningKey
  readonly session: Pick<OfficerActor, 'officer' | 'party' | 'body'>
  readonly gateway: { readonly id: string; readonly checkpoint: string }
}

const timeoutMs = 10_000
const approvalTries = 30
const approvalPauseMs = 100

export function createConsoleClient(url: string): ConsoleClient {
  let cookie = ''
  let signer: Signer | undefined
  const views = new Map<string, LaneView>()

  const call = async (
    method: string,
    path: string,
    body?: object,
    act?: SignedRequest,
  ): Promise<Response> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        origin: url,
        ...(cookie !== '' && { cookie }),
        ...(body && { 'content-type': 'application/json' }),
        ...(act && { [actHeader]: JSON.stringify(act) }),
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

  async function askForKey({ key, session }: Signer): Promise<string> {
    const asked = { key: key.publicKey, holder: `desk of ${session.officer}` }
    const response = await call('POST', '/api/v1/signing-key', asked)
    return response.ok ? ((await response.json()) as { readonly state: string }).state : 'none'
  }

  async function sign(lane: string, act: string, fields: object): Promise<SignedRequest | undefined> {
    const view = views.get(lane)
    if (signer === undefined || view === undefined) return undefined
    const { key, session, gateway } = signer
    const { officer, party, body } = session
    const { version } = view
    const crossing = view.crossing?.crossing ?? null
    const about = { lane, crossing, version, officer, party, body, act, at: new Date().toISOString() }
    const { checkpoint, id } = gateway
    return signAct(key, { ...about, checkpoint, gateway: id }, statedFields(fields))
  }

  return {
    async signIn(officer, pin) {
      const response = await call('POST', '/api/v1/session', { officer, pin })
      if (!response.ok) throw new Error(`sign-in of ${officer}: ${response.status} ${await response.text()}`)
      const { session } = (await response.json()) as { readonly session: Signer['session'] }
      const { id, checkpoint } = await get<Signer['gateway']>('/api/v1/gateway')
      signer = { key: await createSigningKey(), session, gateway: { id, checkpoint } }
      for (let tries = 0; tries < approvalTries && (await askForKey(signer)) === 'requested'; tries += 1) {
        await pause(approvalPauseMs)
      }
    },
    async signOut() {
      await call('DELETE', '/api/v1/session')
    },
    async lane(lane) {
      const view = await get<LaneView>(`/api/v1/lanes/${lane}`)
      views.set(lane, view)
      return view
    },
    actions: async (lane) =>
      (await get<{ actions: readonly ActionExplanation[] }>(`/api/v1/lanes/${lane}/actions`)).actions,
    async command(lane, body) {
      const { type = '', ...fields } = body as { readonly type?: string }
      const act = await sign(lane, type, fields)
      const response = await call('POST', `/api/v1/lanes/${lane}/commands`, body, act)
      if (response.ok) return true
      // 403: signed for a crossing that has ended meanwhile.
      if (response.status === 409 || response.status === 403) return false
      throw new Error(`command in ${lane}: ${response.status} ${await response.text()}`)
    },
    async wayClear(lane, barrier) {
      const act = await sign(lane, 'ConfirmWayClear', { barrier })
      return (await call('POST', `/api/v1/lanes/${lane}/way-clear`, { barrier }, act)).ok
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
