import type { OfficerActor, Party } from '../domain/party.ts'

/** Keys of lane PCs, as the Parties approved them. */
export interface SigningDesk {
  /** What becomes of an act that is not signed: refused, or recorded as unsigned. */
  readonly mode: 'required' | 'recorded'
  /** True where the authority of the Party has approved the key for today. */
  approved(party: Party, key: string): boolean
  /** Asks the Party to approve the key. Resolves when that is durable. */
  request(key: string, holder: string, by: OfficerActor): Promise<void>
}
