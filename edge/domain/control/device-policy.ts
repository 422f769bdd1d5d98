import type { Party } from '../party.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { DeviceUse, RulePack } from './rule-pack.ts'

type Policy = Pick<RulePack, 'devices'>

/** JC 5.2: whether a Party may view or command a device; what the pack does not name is open to both. */
export function mayUse(pack: Policy, party: Party, device: DeviceUse, use: 'view' | 'command'): boolean {
  const rule = pack.devices.find((one) => one.device === device && one.party === party)
  return rule === undefined || rule[use]
}

export function notAgreed(pack: Policy, party: Party, device: DeviceUse): Refusal | null {
  if (mayUse(pack, party, device, 'command')) return null
  return refuse('device.not-agreed', `${device} is not for ${party} to command`, [{ kind: 'nobody' }])
}
