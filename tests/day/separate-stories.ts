import type { DayLane } from './lane.ts'
import type { Story } from './stories.ts'
import {
  arrive,
  border,
  complete,
  conclude,
  controls,
  exitControl,
  release,
  start,
  withSecond,
} from './work.ts'

const by = (lane: DayLane) => withSecond(border(lane.hostParty))
const hostExits = (lane: DayLane) => lane.hostParty === lane.exitParty

/** JC 15: the host Party alone controls, and lets the vehicle go. */
async function alone(lane: DayLane): Promise<void> {
  await controls(lane, lane.hostParty)
  await lane.act(hostExits(lane) ? conclude(lane) : release(lane))
}

/** The period begins under a vehicle that stands in joint control: it is taken over lawfully. */
export const takeOverStory: Story = {
  ...{ name: 'separate control entered, the crossing taken over', category: 'ordinary' },
  ...{ outcome: 'released', weight: 0 },
  async play(lane) {
    await arrive(lane)
    await lane.refused({ type: 'TakeOver', by: by(lane), reason: 'too early' }, 'separate.not-entered')
    if (!hostExits(lane)) await exitControl(lane)
    await lane.act(start(lane.hostParty, 'border'))
    const enter = { type: 'EnterSeparateControl', by: by(lane), cause: 'epidemic' } as const
    await lane.refused({ ...enter, reason: '' }, 'control.reason-required')
    await lane.act({ ...enter, reason: 'cholera beyond the river' })
    await lane.refused({ ...enter, reason: 'again' }, 'separate.entered')
    await lane.act({ type: 'TakeOver', by: by(lane), reason: 'separate control' })
    await lane.act(complete(lane.hostParty, 'border'))
    await alone(lane)
  },
}

export const separateStories: readonly Story[] = [
  {
    ...{ name: 'under separate control', category: 'ordinary', outcome: 'released', weight: 5 },
    async play(lane) {
      await arrive(lane)
      const other = hostExits(lane) ? lane.entryParty : lane.exitParty
      const { refusal } = await tried(lane, other)
      if (!refusal) throw new Error('the absent Party controls under separate control')
      await alone(lane)
    },
  },
  {
    ...{ name: 'sent back under separate control', category: 'ordinary', weight: 1 },
    outcome: 'refused',
    async play(lane) {
      await arrive(lane)
      if (hostExits(lane)) {
        await lane.act({ type: 'Return', by: by(lane), reason: 'the other side is shut' })
        return
      }
      await lane.act(start(lane.hostParty, 'border'))
      await lane.act({ type: 'Refuse', by: by(lane), cause: 'other', reason: 'quarantine' })
    },
  },
]

async function tried(lane: DayLane, party: 'KAZ' | 'KGZ'): Promise<{ readonly refusal: boolean }> {
  try {
    await lane.act(start(party, 'border'))
    return { refusal: false }
  } catch {
    return { refusal: true }
  }
}

/** The way back, by the Party that had entered it. */
export async function backToJoint(lane: DayLane): Promise<void> {
  const end = { type: 'EndSeparateControl', reason: 'the epidemic is over' } as const
  const other = hostExits(lane) ? lane.entryParty : lane.exitParty
  await lane.refused({ ...end, by: border(other) }, 'officer.wrong-party')
  await lane.act({ ...end, by: by(lane) })
}
