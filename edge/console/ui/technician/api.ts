import type { TestPart } from '../../../domain/maintenance/events.ts'
import type {
  Change,
  CheckedEdit,
  ConfigurationRevision,
  ConfigurationState,
  SaveOutcome,
} from '../../../ports/configuration.ts'
import type { PluggedDevice, Probe } from '../../../ports/discovery.ts'
import type { TrialOffer } from '../../../ports/lane.ts'
import { type Answer, actAt, ask } from '../model/api.ts'
import type { PlannedDevice } from './lane-plan.ts'
import type { SchemaNode } from './schema-fields.ts'

const at = '/api/v1/configuration'
const ofLane = (lane: string) => `/api/v1/lanes/${encodeURIComponent(lane)}`

/** The gateway's API for technicians. */
export const technicianApi = {
  configuration: () => ask<ConfigurationState>(at, 'GET'),
  schema: () => ask<SchemaNode>(`${at}/schema`, 'GET'),
  check: (base: string, change: Change) => ask<CheckedEdit>(`${at}/check`, 'POST', { base, change }),
  save: (base: string, change: Change, reason: string) =>
    ask<SaveOutcome>(at, 'POST', { base, change, reason }),
  confirm: (proposal: string) => ask<SaveOutcome>(`${at}/proposals/${proposal}/confirm`, 'POST', {}),
  withdraw: (proposal: string) => ask<unknown>(`${at}/proposals/${proposal}`, 'DELETE'),
  async history(): Promise<Answer<readonly ConfigurationRevision[]>> {
    const answer = await ask<{ revisions: readonly ConfigurationRevision[] }>(`${at}/history`, 'GET')
    return answer.ok ? { ok: true, value: answer.value.revisions } : answer
  },
  beginMaintenance: (lane: string, reason: string) => actAt(`${ofLane(lane)}/maintenance`, { reason }),
  endMaintenance: (lane: string) => actAt(`${ofLane(lane)}/maintenance`, undefined, {}, 'DELETE'),
  trials: (lane: string) => ask<{ trials: readonly TrialOffer[] }>(`${ofLane(lane)}/trials`, 'GET'),
  tryPart: (lane: string, part: TestPart) => actAt(`${ofLane(lane)}/trials`, { part }),
  plugged: () => ask<{ plugged: readonly PluggedDevice[] }>('/api/v1/discovery', 'GET'),
  probe: (device: PlannedDevice) => ask<Probe>('/api/v1/discovery/probe', 'POST', device),
  restart: () => ask<unknown>('/api/v1/gateway/restart', 'POST', {}),
}
