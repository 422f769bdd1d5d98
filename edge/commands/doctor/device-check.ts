import { setTimeout as pause } from 'node:timers/promises'
import type { Configuration } from '../../../config/load-configuration.ts'
import { type AnyDevice, createDevices } from '../../composition/devices.ts'
import type { Clock } from '../../ports/clock.ts'
import { silentLog } from '../../ports/log.ts'
import { about, type Finding, forTheService } from './finding.ts'
import { wayTo } from './way-to-device.ts'

/**
 * Starts the devices, waits until each is well or `patienceMs` have passed, and stops them. The caller holds the
 * lock of the data folder. No output is driven: a start polls, and no driver writes an output unless a lane asks
 * it to. Devices whose start would take pictures away from the lane, or listen in its place, stay as they are.
 */
export async function checkDevices(
  configuration: Configuration,
  clock: Clock,
  patienceMs: number,
): Promise<readonly Finding[]> {
  const left = new Set(
    configuration.devices
      .filter((device) => ['folder', 'listens'].includes(wayTo(device).type))
      .map(({ id }) => id),
  )
  const devices = createDevices(configuration, clock, silentLog).all.filter(({ id }) => !left.has(id))
  try {
    await Promise.all(devices.map((device) => device.start()))
    const over = AbortSignal.timeout(patienceMs)
    await Promise.all(devices.map((device) => untilOnline(device, over)))
    return devices.map(judge)
  } finally {
    await Promise.all(devices.map((device) => device.stop()))
  }
}

async function untilOnline(device: AnyDevice, over: AbortSignal): Promise<void> {
  while (!(device.health().state === 'online' && !isMute(device)) && !over.aborted) {
    await pause(50, undefined, { signal: over }).catch(() => {})
  }
}

/** A scale sends without end, other devices that speak by themselves only when there is something to read. */
function isMute({ kind, health }: AnyDevice): boolean {
  return kind === 'scale' && health().counters.framesRead === 0
}

function judge(device: AnyDevice): Finding {
  const { state, reason, counters } = device.health()
  const one = about('device', device.id)
  if (/CREDENTIALS_DIRECTORY|\/run\/credentials\//.test(reason)) {
    return one.warning(`${device.kind}, not asked: ${reason}`, forTheService)
  }
  if (state !== 'online') return one.problem(`${device.kind}, ${state}: ${reason}`, advice(reason))
  if (isMute(device)) {
    const todo = 'Look at baud rate and protocol, and whether the indicator is set to send without end.'
    return one.warning(`${device.kind}: ${reason}, and no weight came`, todo)
  }
  const speaksByItself = 'framesRead' in counters && !('requests' in counters)
  const silent = speaksByItself && counters.framesRead === 0 ? '; it has said nothing yet' : ''
  return one.ok(`${device.kind}: ${reason}${silent}`)
}

const advices: readonly (readonly [RegExp, string])[] = [
  [/no (relay board|such device)/, 'Plug it in; ayaldama devices shows what is.'],
  [/EACCES|permission|cannot open device/i, 'Look at the findings about its port.'],
  [/ECONNREFUSED/, 'Look at its address and port; many devices take one connection at a time.'],
  [/password|credentials|401/i, 'Look at user name and password.'],
  [/device\.timeout/, 'Look at unit address, baud rate, parity, and A and B of the line.'],
  [/device\.(protocol|exception)/, 'Look at protocol, baud rate, and the addresses of the point map.'],
  [/camera\./, 'Look at the address of the picture or stream, by a browser.'],
  [/device\.connect|first attempt/, 'Look at power, cable and address.'],
]

function advice(reason: string): string {
  return (
    advices.find(([pattern]) => pattern.test(reason))?.[1] ?? 'ayaldama devices watch shows what it says.'
  )
}
