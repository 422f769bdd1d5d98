import type { Party } from '../../domain/party.ts'
import type { GatewayIdentity } from './topics.ts'

/** What a centre states by an acknowledgement: all up to `watermark` is stored and survives a power cut. */
export interface Acknowledged extends GatewayIdentity {
  readonly party: Party
  /** Connection of the gateway that is answered: an acknowledgement of an earlier one proves nothing now. */
  readonly session: string
  readonly epoch: number
  readonly watermark: number
}

/**
 * The bytes that the centre signs (ed25519): seven lines of UTF-8, each ended by one line feed. No
 * field may contain a line feed, so no two statements have the same bytes.
 */
export function acknowledgementBytes(ack: Acknowledged): Uint8Array {
  const lines = [
    'ayaldama-ack/1',
    ack.party,
    ack.checkpoint,
    ack.gateway,
    ack.session,
    ack.epoch.toString(),
    ack.watermark.toString(),
  ]
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))
}
