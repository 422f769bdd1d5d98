import type { ActName } from '../../../domain/crossing/act-outcomes.ts'
import type { Refusal } from '../../../domain/refusal.ts'
import type { TimeReleaseStudy } from '../../../domain/statistics/time-release.ts'
import type { DeviceReport, GatewayState, ModelFacts } from '../../../ports/equipment.ts'
import type { CrossingRow } from '../../../ports/journal.ts'
import type { LaneStatistics } from '../../../ports/lane.ts'
import { actHeader, trimmed } from '../../../ports/proof/act-statement.ts'
import type { OfficerRequest } from '../../request-schemas.ts'
import type { GatewayView, SessionView } from '../../view-schemas.ts'

export type { GatewayView, OfficerRequest, SessionView }

export interface Failure {
  readonly code: string
  readonly message: string
  readonly retryAfterSeconds?: number
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure }

export type ActResult =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'failed'; readonly failure: Failure }

/** The gateway's API as the page uses it. A lost connection is a failure like any other. */
export interface Api {
  gateway(): Promise<Answer<GatewayView>>
  session(): Promise<Answer<SessionView | null>>
  signIn(officer: string, pin: string): Promise<Answer<SessionView | null>>
  lock(): Promise<Answer<SessionView | null>>
  unlock(pin: string): Promise<Answer<SessionView | null>>
  signOut(): Promise<Answer<SessionView | null>>
  /** Asks for approval of the key of this lane PC, and says how that stands. */
  askForKey(key: string, holder: string): Promise<Answer<KeyAnswer>>
  act(lane: string, command: OfficerRequest): Promise<ActResult>
  wayClear(lane: string, barrier: string): Promise<ActResult>
  emergencyOpen(lane: string, barrier: string, reason: string): Promise<ActResult>
  emergencyReset(lane: string): Promise<ActResult>
  crossings(limit: number): Promise<Answer<readonly CrossingRow[]>>
  statistics(): Promise<Answer<LaneStatistics>>
  /** Time-release study of a local day, YYYY-MM-DD. */
  study(day: string): Promise<Answer<TimeReleaseStudy>>
  devices(): Promise<Answer<readonly DeviceReport[]>>
  models(): Promise<Answer<readonly ModelFacts[]>>
  gatewayState(): Promise<Answer<GatewayState>>
}

export interface KeyAnswer {
  readonly state: 'approved' | 'requested' | 'none'
  readonly mode: 'required' | 'recorded'
}

/** The header of a signed act; null where this page cannot sign. */
export type SignAct = (lane: string, act: ActName, fields: object) => Promise<string | null>

interface SessionAnswer {
  readonly session: SessionView | null
}

export function createApi(sign: SignAct): Api {
  const session = async (method: string, body?: object, way = ''): Promise<Answer<SessionView | null>> => {
    const answer = await ask<SessionAnswer>(`/api/v1/session${way}`, method, body)
    return answer.ok ? { ok: true, value: answer.value.session } : answer
  }
  const at = (lane: string, way: string) => `/api/v1/lanes/${encodeURIComponent(lane)}/${way}`
  const signed = async (lane: string, way: string, act: ActName, asked: object): Promise<ActResult> => {
    // What is signed is what the gateway reads: text without spaces at its ends.
    const body = trimmed(asked)
    const { type: _, ...fields } = body as { readonly type?: string }
    return actAt(at(lane, way), body, await sign(lane, act, fields))
  }
  return {
    gateway: () => ask<GatewayView>('/api/v1/gateway', 'GET'),
    session: () => session('GET'),
    signIn: (officer, pin) => session('POST', { officer, pin }),
    lock: () => session('POST', undefined, '/lock'),
    unlock: (pin) => session('POST', { pin }, '/unlock'),
    signOut: () => session('DELETE'),
    askForKey: (key, holder) => ask<KeyAnswer>('/api/v1/signing-key', 'POST', { key, holder }),
    act: (lane, command) => signed(lane, 'commands', command.type, command),
    wayClear: (lane, barrier) => signed(lane, 'way-clear', 'ConfirmWayClear', { barrier }),
    emergencyOpen: (lane, barrier, reason) =>
      signed(lane, 'emergency-opening', 'OpenInEmergency', { barrier, reason }),
    emergencyReset: (lane) => signed(lane, 'emergency-reset', 'ResetEmergency', {}),
    async crossings(limit) {
      const answer = await ask<{ crossings: readonly CrossingRow[] }>(
        `/api/v1/crossings?limit=${limit}`,
        'GET',
      )
      return answer.ok ? { ok: true, value: answer.value.crossings } : answer
    },
    statistics: () => ask<LaneStatistics>('/api/v1/statistics', 'GET'),
    async devices() {
      const answer = await ask<{ devices: readonly DeviceReport[] }>('/api/v1/devices', 'GET')
      return answer.ok ? { ok: true, value: answer.value.devices } : answer
    },
    async models() {
      const answer = await ask<{ models: readonly ModelFacts[] }>('/api/v1/models', 'GET')
      return answer.ok ? { ok: true, value: answer.value.models } : answer
    },
    gatewayState: () => ask<GatewayState>('/api/v1/gateway/state', 'GET'),
    study: (day) => ask<TimeReleaseStudy>(`/api/v1/statistics/day?day=${encodeURIComponent(day)}`, 'GET'),
  }
}

const unreachable: Failure = { code: 'console.unavailable', message: 'The gateway did not answer.' }

async function request(
  path: string,
  method: string,
  body?: object,
  act: string | null = null,
): Promise<Response | null> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      ...(body === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/json', ...(act !== null && { [actHeader]: act }) },
            body: JSON.stringify(body),
          }),
    })
  } catch {
    return null
  }
}

async function ask<Value>(path: string, method: string, body?: object): Promise<Answer<Value>> {
  const response = await request(path, method, body)
  if (response === null) return { ok: false, failure: unreachable }
  const answer: unknown = await response.json().catch(() => unreachable)
  return response.ok ? { ok: true, value: answer as Value } : { ok: false, failure: answer as Failure }
}

async function actAt(path: string, body: object, act: string | null): Promise<ActResult> {
  const response = await request(path, 'POST', body, act)
  if (response === null) return { outcome: 'failed', failure: unreachable }
  if (response.ok) return { outcome: 'done' }
  const answer: unknown = await response.json().catch(() => unreachable)
  if (response.status === 409)
    return { outcome: 'refused', refusal: (answer as { refusal: Refusal }).refusal }
  return { outcome: 'failed', failure: answer as Failure }
}
