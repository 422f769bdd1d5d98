import { type Refusal, refuse } from '../refusal.ts'
import type { TestPart } from './events.ts'

type Seen = 'clear' | 'occupied' | 'unknown'

/** What a decision about a lane out of service rests on, as it stands at this moment. */
export interface TrialScene {
  readonly outOfService: boolean
  readonly crossingOpen: boolean
  /** null where no loop is wired. */
  readonly approach: Seen | null
  readonly zone: Seen | null
  /** Each boom of the lane: what is under it, and what the interlock says of a movement now. */
  readonly booms: readonly {
    readonly role: string
    readonly way: Seen
    readonly closed: boolean
    readonly mayOpen: Refusal | null
    readonly mayClose: Refusal | null
  }[]
}

const technician = [{ kind: 'technician' }] as const
const driver = [{ kind: 'driver' }] as const

/** May the lane be taken out of service? Never from under a vehicle (JC 7.3: no crossing is broken off). */
export function mayBeginMaintenance(scene: TrialScene): Refusal | null {
  if (scene.outOfService) return refuse('maintenance.begun', 'it is out of service already', technician)
  if (scene.crossingOpen) return refuse('crossing.already-open', 'a crossing is open', driver)
  return null
}

/** May it go back into service? Only with every boom seen down: an open boom would stand there for nobody. */
export function mayEndMaintenance(scene: TrialScene): Refusal | null {
  if (!scene.outOfService) return refuse('maintenance.none', 'it is in service', technician)
  const up = scene.booms.find(({ closed }) => !closed)
  return up ? refuse('maintenance.boom-up', `${up.role} is not confirmed closed`, technician) : null
}

/**
 * May a part be tried now? Only out of service and with no vehicle anywhere in the lane, where a loop that does not
 * answer counts as a vehicle (IL 1). Of a boom the interlock has the last word beside: here at the order, and again
 * before each pulse.
 */
export function mayTry(part: TestPart, scene: TrialScene): Refusal | null {
  if (!scene.outOfService) return refuse('maintenance.none', 'it is in service', technician)
  if (scene.crossingOpen) return refuse('crossing.already-open', 'a crossing is open', driver)
  const vehicle = vehicleIn(scene)
  if (vehicle) return refuse('maintenance.vehicle', vehicle, driver)
  if (part.kind !== 'barrier') return null
  const boom = scene.booms.find(({ role }) => role === part.barrier)
  if (!boom) return refuse('barrier.device-offline', `the lane has no ${part.barrier}`, technician)
  return part.act === 'open' ? boom.mayOpen : boom.mayClose
}

/** Where a vehicle stands or may stand, in words; null where every loop is seen clear. */
function vehicleIn({ approach, zone, booms }: TrialScene): string | null {
  if (approach === 'occupied' || approach === 'unknown') return `approach loop is ${approach}`
  if (zone === 'occupied' || zone === 'unknown') return `zone loop is ${zone}`
  const boom = booms.find(({ way }) => way !== 'clear')
  return boom ? `the way under ${boom.role} is ${boom.way}` : null
}
