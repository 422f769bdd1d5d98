import { setTimeout as pause } from 'node:timers/promises'
import type { ActionExplanation } from '../domain/crossing/explain.ts'
import type { ControlKind, OfficerActor, OfficerDuty, Party } from '../domain/party.ts'
import type { LaneView } from '../ports/lane.ts'
import type { ConsoleClient } from './console-client.ts'
import type { PlannedVehicle } from './traffic.ts'
import { createTroubleshooter } from './trouble.ts'

export interface DemoOfficer extends Omit<OfficerActor, 'kind'> {
  readonly pin: string
  readonly badge?: string
  readonly duties?: readonly OfficerDuty[]
}

/** Officers of the demo; those with `-9…` numbers are free for a person who looks at it. */
export const demoOfficers: readonly DemoOfficer[] = (['KAZ', 'KGZ'] as const).flatMap((party) =>
  (['border', 'customs'] as const).flatMap((body, index) => [
    { officer: `${party}-${index + 1}01`, party, body, pin: '4711' },
    {
      ...{ officer: `${party}-${index + 1}99`, party, body, pin: '0000' },
      badge: `${party === 'KAZ' ? '0007398' : '0007417'}${index + 1}99`,
      ...(body === 'border' && { duties: ['supervisor'] as const }),
    },
  ]),
)

export function simulatedOfficer(party: Party, body: ControlKind): DemoOfficer | undefined {
  return demoOfficers.find((one) => one.party === party && one.body === body && one.officer.endsWith('01'))
}

export interface Duty {
  readonly lane: string
  /** The vehicle that stands in the zone, with what its officers will find. */
  readonly vehicle: () => PlannedVehicle | null
  /** Shows the driver the way back. */
  waveBack(): void
}

/** Milliseconds at speed 1: looking up, and doing what a step takes. */
const lookMs = 400
const workMs = { StartControl: 600, CompleteControl: 2200, other: 900 } as const

/**
 * One officer at one Party's desk. Sees and does only what the console's API gives; what lies in the
 * vehicle is seen by looking into it. Ends when aborted.
 */
export async function officerAtWork(
  officer: DemoOfficer,
  client: ConsoleClient,
  duties: readonly Duty[],
  options: {
    readonly speed: number
    readonly signal: AbortSignal
    /** A person took the desk: the simulated officer steps back. */
    readonly relieved: () => boolean
  },
): Promise<void> {
  const { speed, signal, relieved } = options
  const wait = (ms: number) => pause(Math.max(50, ms / speed), undefined, { signal })
  const trouble = createTroubleshooter(client)
  await client.signIn(officer.officer, officer.pin)
  try {
    while (!signal.aborted) {
      await wait(lookMs)
      if (relieved()) continue
      for (const { lane, vehicle, waveBack } of duties) {
        // One desk looks after the booms; two would order the same opening.
        if (officer.body === 'border' && officer.party === 'KGZ' && (await trouble.attend(lane))) continue
        const present = vehicle()
        if (!present) continue
        const view = await client.lane(lane)
        const inZone = view.occupied.zone === 'occupied'
        if (
          inZone &&
          view.crossing?.barriers.some(({ barrier, opened }) => barrier === 'returnBarrier' && opened)
        )
          waveBack()
        const act = choose(officer, present, view, await client.actions(lane))
        if (!act) continue
        await wait(act.type in workMs ? workMs[act.type as keyof typeof workMs] : workMs.other)
        await client.command(lane, act)
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

type Act = { readonly type: ActionExplanation['action'] } & Record<string, unknown>

/** The next lawful act of this officer, or null where the turn is another's. */
function choose(
  officer: DemoOfficer,
  vehicle: PlannedVehicle,
  view: LaneView,
  actions: readonly ActionExplanation[],
): Act | null {
  const { crossing } = view
  if (!crossing) return null
  const possible = (type: ActionExplanation['action']) =>
    actions.find(
      (action) =>
        action.action === type &&
        action.refusal === null &&
        (action.control === null || action.control.kind === officer.body),
    )
  const desk = officer.body === 'border'
  const exit = officer.party === crossing.exitParty
  if (view.occupied.zone !== 'occupied') return null
  if (crossing.documents.length < vehicle.documents.length) return null
  if (!exit && desk && vehicle.outcome === 'refused' && possible('Refuse') && started(view, officer)) {
    return { type: 'Refuse', cause: 'expired-document', reason: 'The passport has expired.' }
  }
  if (exit && !desk && vehicle.outcome === 'returned' && possible('Return') && started(view, officer)) {
    return { type: 'Return', reason: 'Goods without an export declaration.' }
  }
  const complete = possible('CompleteControl')
  if (complete?.control) {
    const note = desk ? {} : { note: `Looked into the load, seal ${1000 + vehicle.number}.` }
    return { type: 'CompleteControl', control: complete.control, decision: 'released', ...note }
  }
  const start = possible('StartControl')
  if (start?.control && !start.needs.includes('reason'))
    return { type: 'StartControl', control: start.control }
  if (!desk) return null
  for (const type of ['ConcludeExitControl', 'AcceptReadmission', 'Release'] as const) {
    if (possible(type)) return { type }
  }
  return null
}

function started({ crossing }: LaneView, officer: DemoOfficer): boolean {
  return (crossing?.steps ?? []).some(
    ({ control, state }) =>
      control.party === officer.party && control.kind === officer.body && state === 'started',
  )
}
