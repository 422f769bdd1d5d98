import type { KeyObject } from 'node:crypto'
import { type Party, parties } from '../domain/party.ts'
import { cosignatureSchema, type HeadMessage } from '../ports/feed/messages.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import type { HeadSource } from '../ports/heads.ts'
import { isCosignedBy } from '../ports/proof/tree-head.ts'
import type { Alarms } from './alarms.ts'

export interface HeadLinkOptions {
  readonly heads: HeadSource
  readonly party: Party
  readonly gateway: GatewayIdentity
  /** null: no cosignature is believed, for none can be checked. */
  readonly centreKey: KeyObject | null
  readonly alarms: Alarms
  readonly publish: (payload: string) => void
}

/** Shows the newest head to one centre for as long as a session lasts, and takes its cosignatures. */
export function createHeadLink({ heads, party, gateway, centreKey, alarms, publish }: HeadLinkOptions): {
  /** Publishes the newest head, proved from where the centre is known to stand. */
  readonly show: () => Promise<void>
  readonly onCosignature: (payload: Uint8Array) => Promise<void>
} {
  const sender = { gateway: gateway.gateway, checkpoint: gateway.checkpoint, party }
  /** Where the centre last said that it stands; before its word, what is kept of it. */
  let stands: number | undefined

  async function show(): Promise<void> {
    // Before the head, so that no cosignature is of a later one than is shown.
    const others = await Promise.all(
      parties.filter((other) => other !== party).map((other) => heads.cosignature(other)),
    )
    const latest = await heads.latestHead()
    if (latest === null) return
    const { epoch, size, root, at, signature } = latest.head
    const from = stands ?? (await heads.cosignature(party))?.size
    const provable = from !== undefined && from <= size
    const message: HeadMessage = {
      ...sender,
      head: { epoch, size, root, at, signature },
      key: latest.key,
      ...(provable ? { from } : {}),
      proof: provable ? [...(await heads.consistency(from, size))] : [],
      cosignatures: await Promise.all(
        others
          .filter((cosignature) => cosignature !== null)
          // One over more events than there are is shown as it is: the centre draws its conclusion.
          .map(async (one) =>
            one.size > size ? one : { ...one, proof: [...(await heads.consistency(one.size, size))] },
          ),
      ),
    }
    publish(JSON.stringify(message))
  }

  async function onCosignature(payload: Uint8Array): Promise<void> {
    if (centreKey === null) return
    const parsed = cosignatureSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)))
    const mine =
      parsed.success &&
      Object.entries(sender).every(([key, value]) => parsed.data[key as keyof typeof sender] === value)
    const told = parsed.data
    if (!mine || told === undefined || !isCosignedBy(told, centreKey)) {
      alarms.raise(
        'cosignature-forged',
        `a cosignature in the name of ${party} is not one of its centre over a head of this gateway`,
      )
      return
    }
    const { size, root, at, signature } = told
    if ((await heads.rootAt(size)) !== root) {
      alarms.raise(
        'cosignature-of-another-tree',
        `the centre of ${party} cosigned ${size} events that are not those of this journal`,
      )
      return
    }
    const before = await heads.cosignature(party)
    if (before !== null && size < before.size) {
      alarms.raise(
        'cosignature-went-back',
        `the centre of ${party} had cosigned ${before.size} events, and now says ${size}`,
      )
    }
    if (stands === size) return
    stands = size
    // Keeping it tells both links that there is something new to show.
    if (before === null || before.size < size)
      await heads.keepCosignature({ party, size, root, at, signature })
    else await show()
  }

  return { show, onCosignature }
}
