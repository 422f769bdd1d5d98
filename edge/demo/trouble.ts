import type { BarrierRole } from '../domain/crossing/events.ts'
import type { ActionExplanation } from '../domain/crossing/explain.ts'
import type { LaneView } from '../ports/lane.ts'
import type { ConsoleClient } from './console-client.ts'

/**
 * What a lane officer does where the devices could not finish by themselves: order an opening again, say
 * that the way is clear, say that the vehicle has passed. On a busy machine a poll may come too late, and
 * the interlock then rightly waits for an officer's eyes.
 */
export interface Troubleshooter {
  /** Looks at a lane once; true where something was done. */
  attend(lane: string): Promise<boolean>
}

/** A passage that the loops did not tell by then is told by the officer. */
const patienceMs = 3000

export function createTroubleshooter(client: ConsoleClient): Troubleshooter {
  const passedSince = new Map<string, number>()

  const witness = async (lane: string, view: LaneView, action: ActionExplanation | undefined) => {
    const barrier = action?.barrier
    const key = `${lane}/${barrier}`
    if (!barrier || !isThrough(view, barrier)) {
      passedSince.delete(key)
      return false
    }
    const since = passedSince.get(key) ?? performance.now()
    passedSince.set(key, since)
    if (performance.now() - since < patienceMs) return false
    passedSince.delete(key)
    return client.command(lane, { type: 'WitnessPassage', barrier, reason: 'Seen from the booth.' })
  }

  return {
    async attend(lane) {
      const view = await client.lane(lane)
      const unproven = view.barriers.find(
        ({ mayClose, loop, photocell }) =>
          (mayClose?.code === 'barrier.restart-unproven' || mayClose?.code === 'barrier.close-broken-off') &&
          loop === 'clear' &&
          photocell === 'clear',
      )
      if (unproven) return client.wayClear(lane, unproven.role)
      if (!view.crossing) return false
      const actions = await client.actions(lane)
      const possible = (type: ActionExplanation['action']) =>
        actions.find(({ action, refusal }) => action === type && refusal === null)
      const barrier = possible('OpenBarrier')?.barrier
      if (barrier) return client.command(lane, { type: 'OpenBarrier', barrier })
      return witness(lane, view, possible('WitnessPassage'))
    },
  }
}

function isThrough({ occupied, barriers }: LaneView, role: BarrierRole): boolean {
  const under = barriers.find((barrier) => barrier.role === role) ?? barriers[0]
  const zone = role === 'approachBarrier' ? 'occupied' : 'clear'
  return occupied.zone === zone && under?.loop === 'clear' && under.photocell === 'clear'
}
