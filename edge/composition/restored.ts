import { randomInt } from 'node:crypto'
import { type Party, parties } from '../domain/party.ts'
import type { Restored } from '../journal/restored.ts'
import type { Clock } from '../ports/clock.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import type { StreamPosition } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import { learnWatermark } from '../replication/learn-watermark.ts'
import type { PartyLink } from '../replication/options.ts'

export interface NewEpoch {
  readonly epoch: number
  /** What each centre has and the backup lacks, in words. */
  readonly lacks: Readonly<Partial<Record<Party, string>>>
}

/** How long the start waits for the centres. A lane that stands still for one Party stands still for both. */
const waitForCentresMs = 60_000
/** What is left to chance of an epoch. */
const chance = 1_000_000

/**
 * The epoch of a gateway that came out of a backup: above all that the centres have said, and by the clock above
 * those of which no centre that was heard knows. A centre that does not answer in time keeps nobody from working:
 * its stream waits until it has said where it stands.
 */
export async function learnNewEpoch(
  restored: Restored,
  links: Readonly<Partial<Record<Party, PartyLink>>>,
  around: {
    readonly gateway: GatewayIdentity
    readonly clock: Clock
    readonly log: Log
    /** Milliseconds (60 000). */
    readonly waitMs?: number
  },
): Promise<NewEpoch> {
  const signal = AbortSignal.timeout(around.waitMs ?? waitForCentresMs)
  const learned = await Promise.all(
    parties.map(async (party) => {
      const link = links[party]
      const head = restored.heads[party]
      const nobodySigns = link?.acknowledge === 'broker' || link?.centreKey === undefined
      if (nobodySigns) return { party, head, watermark: head }
      const asked = { ...around, party, link, head, centreKey: link.centreKey, random: Math.random, signal }
      const watermark = await learnWatermark(asked)
      if (watermark === null) {
        around.log.error({ party }, 'restored from a backup: the centre was not heard, and its stream waits')
      }
      return { party, head, watermark: watermark ?? head }
    }),
  )
  const highest = Math.max(restored.epoch, ...learned.map(({ watermark }) => watermark.epoch))
  const lacks: Partial<Record<Party, string>> = {}
  for (const { party, head, watermark } of learned) {
    const what = lacking(head, watermark)
    if (what === null) continue
    lacks[party] = what
    around.log.error({ alarm: 'backup-lacked', party, what }, 'the backup lacks what a centre has')
  }
  // A centre may hold new events of an epoch that its watermark has not reached, or that only a centre which was not
  // heard has reached: the clock goes beyond them, and chance where it stood still.
  const byClock = Math.floor(around.clock.now().getTime() / 1_000) * chance
  const latest = Number.isSafeInteger(byClock * 2) ? byClock : 0
  return { epoch: Math.max(highest + 1, latest) + randomInt(chance), lacks }
}

function lacking(head: StreamPosition, watermark: StreamPosition): string | null {
  const show = ({ epoch, seq }: StreamPosition) => `${epoch}/${seq}`
  const places = `the centre has ${show(watermark)}, the backup ends at ${show(head)}`
  if (watermark.epoch > head.epoch) return `${places}: what was recorded after it is at the centre only`
  const events = watermark.epoch === head.epoch ? watermark.seq - head.seq : 0
  return events > 0 ? `${places}: ${events} events are at the centre only` : null
}
