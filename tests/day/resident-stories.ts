import type { Story } from './stories.ts'
import { listed } from './travellers.ts'
import { arrive, border, conclude, controls, entryControl, exitControl, refuse } from './work.ts'

const resident = { category: 'resident' } as const

/** Where only listed residents pass, by the parity of the local date; the simulated day is an even one. */
export const residentStories: readonly Story[] = [
  {
    ...{ ...resident, name: 'a resident on the right day', outcome: 'released', weight: 8 },
    async play(lane) {
      await arrive(lane, { document: listed.resident, citizenship: 'KAZ' })
      await exitControl(lane)
      await entryControl(lane)
    },
  },
  {
    ...{ ...resident, name: 'a resident on the other day', outcome: 'returned', weight: 2 },
    async play(lane) {
      await arrive(lane, { document: listed.resident, citizenship: 'KGZ' })
      await controls(lane, lane.exitParty)
      await lane.refused(conclude(lane), 'category.wrong-day')
      await lane.act({ type: 'Return', by: border(lane.exitParty), reason: 'a day of the other citizens' })
    },
  },
  {
    ...{ name: 'on no list of residents', category: 'ordinary', outcome: 'returned', weight: 1 },
    async play(lane) {
      await arrive(lane)
      await controls(lane, lane.exitParty)
      await lane.refused(conclude(lane), 'category.not-resident')
      await lane.act({ type: 'Return', by: border(lane.exitParty), reason: 'on no list' })
    },
  },
  {
    ...{ ...resident, name: 'a resident not let in', outcome: 'refused', weight: 1 },
    async play(lane) {
      await arrive(lane, { document: listed.resident, citizenship: 'KAZ' })
      await exitControl(lane)
      await refuse(lane, 'goods-prohibited')
    },
  },
]

/** Outside the hours of either Party the lane admits nobody (JC 6). */
export const nightStory: Story = {
  ...{ name: 'outside the working hours', category: 'ordinary', outcome: 'turned away', weight: 1 },
  async play(lane) {
    const { time } = lane.site.moment()
    if (time >= '07:00' && time < '20:00') throw new Error('it is day')
    if (lane.closed()?.code !== 'lane.closed') throw new Error('the lane admits at night')
  },
}
