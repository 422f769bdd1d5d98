import type { Party } from '../domain/party.ts'
import type { GatewayIdentity } from '../ports/feed/topics.ts'
import { isErasureSignedBy } from '../ports/proof/erasure.ts'
import { publicKeyOf } from '../ports/proof/tree-head.ts'
import type { ErasureOrder } from './erasure-table.ts'
import type { CentreEvent } from './store.ts'

/** What a `FieldsErased` orders this centre to do, or why it orders nothing: whatever a broker says erases nothing. */
export function readErasure(
  { event }: CentreEvent,
  receiver: GatewayIdentity & { readonly party: Party },
  key: string | null,
): { readonly order: ErasureOrder } | { readonly refused: string } {
  if (event.type !== 'FieldsErased') return { refused: 'it is no notice of erasure' }
  const { before, notices } = event.data
  const notice = notices?.[receiver.party]
  if (notice === undefined) return { refused: `it is not signed for ${receiver.party}` }
  if (key === null) return { refused: 'no key of this gateway is registered' }
  const { epoch, seq, signature } = notice
  const upTo = { epoch, seq }
  if (!isErasureSignedBy({ ...receiver, before, upTo }, signature, publicKeyOf(key))) {
    return { refused: 'it is not signed with the registered key of the gateway' }
  }
  return { order: { before, upTo } }
}
