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

/**
 * The epoch of a gateway that came out of a backup, when every centre that it has a line to has said where it
 * stands. Resolves no sooner: a centre that is away keeps the gateway from starting.
 */
export async function learnNewEpoch(
  restored: Restored,
  links: Readonly<Partial<Record<Party, PartyLink>>>,
  around: { readonly gateway: GatewayIdentity; readonly clock: Clock; readonly log: Log },
): Promise<NewEpoch> {
  const learned = await Promise.all(
    parties.map(async (party) => {
      const link = links[party]
      const head = restored.heads[party]
      if (link === undefined) return { party, head, watermark: head }
      const watermark = await learnWatermark({ ...around, party, link, head, random: Math.random })
      return { party, head, watermark }
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
  // A centre may hold new events of an epoch that its watermark has not reached: the next number might be taken.
  return { epoch: highest + 1 + randomInt(1_000_000), lacks }
}

function lacking(head: StreamPosition, watermark: StreamPosition): string | null {
  const show = ({ epoch, seq }: StreamPosition) => `${epoch}/${seq}`
  const places = `the centre has ${show(watermark)}, the backup ends at ${show(head)}`
  if (watermark.epoch > head.epoch) return `${places}: what was recorded after it is at the centre only`
  const events = watermark.epoch === head.epoch ? watermark.seq - head.seq : 0
  return events > 0 ? `${places}: ${events} events are at the centre only` : null
}
