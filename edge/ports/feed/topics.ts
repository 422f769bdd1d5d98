import { type Party, parties } from '../../domain/party.ts'

/**
 * `evt` events, `birth` a gateway came, `death` its link was lost or it stopped, `status` its latest
 * state (retained), `head` its newest tree head (retained); `ack`, `cmd`, `cosign` (retained) and `list` are written
 * by the centre.
 */
export const feedChannels = [
  'birth',
  'death',
  'status',
  'evt',
  'head',
  'ack',
  'cmd',
  'cosign',
  'list',
] as const
export type FeedChannel = (typeof feedChannels)[number]

export interface GatewayIdentity {
  /** Name of the place, e.g. `karasu`. */
  readonly checkpoint: string
  /** Name of the gateway within the checkpoint. */
  readonly gateway: string
}

/** Names are single levels of a topic: letters, digits, `-` and `_`. */
export const feedName = /^[A-Za-z0-9_-]{1,64}$/

export function feedTopic(
  party: Party,
  { checkpoint, gateway }: GatewayIdentity,
  channel: FeedChannel,
): string {
  return `jbc/v1/${party}/${checkpoint}/${gateway}/${channel}`
}

/** Subscription of a centre to one channel of all its gateways. */
export function feedFilter(party: Party, channel: FeedChannel): string {
  return `jbc/v1/${party}/+/+/${channel}`
}

/** null for a topic that is none of the feed's. */
export function parseFeedTopic(
  topic: string,
): (GatewayIdentity & { readonly party: Party; readonly channel: FeedChannel }) | null {
  const [root, version, partyName, checkpoint, gateway, channelName, ...more] = topic.split('/')
  const party = parties.find((candidate) => candidate === partyName)
  const channel = feedChannels.find((candidate) => candidate === channelName)
  if (root !== 'jbc' || version !== 'v1' || more.length > 0) return null
  if (party === undefined || channel === undefined) return null
  if (checkpoint === undefined || !feedName.test(checkpoint)) return null
  if (gateway === undefined || !feedName.test(gateway)) return null
  return { party, checkpoint, gateway, channel }
}
