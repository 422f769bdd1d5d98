import type { DeviceState } from '../../edge/ports/devices.ts'
import type { AyaldamaError, ErrorCode } from '../../edge/ports/errors.ts'

/** How the last try of one way to the camera ended. */
export type ChannelState = 'unknown' | 'ok' | AyaldamaError

/** With these the camera was not reached at all. */
const unreached: ReadonlySet<ErrorCode> = new Set(['device.connect', 'device.timeout', 'config.unreadable'])

/**
 * The state of a camera from that of its ways (pictures, stream); null while nothing is known.
 * A camera that answers badly, or on one way only, is degraded; one that is not reached is connecting.
 */
export function stateOf(
  channels: readonly ChannelState[],
): { readonly state: DeviceState; readonly reason: string } | null {
  const works = channels.includes('ok')
  const error = channels.find((channel) => channel !== 'ok' && channel !== 'unknown')
  if (error === undefined || typeof error === 'string') {
    return works ? { state: 'online', reason: 'pictures are read' } : null
  }
  const reached =
    works || channels.some((channel) => typeof channel !== 'string' && !unreached.has(channel.code))
  return { state: reached ? 'degraded' : 'connecting', reason: `${error.code}: ${error.message}` }
}
