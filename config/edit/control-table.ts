import type { DeviceRole } from '../../drivers/definition.ts'
import type { ConfigurationPath, ControlTopic } from '../../edge/ports/configuration.ts'

/**
 * Who may change what. The technical means of joint control are used as the Parties agree (JC 5.2), and the order of
 * control is theirs together (JC 8): a value that decides which rules hold, who may act, what a barrier is made of and
 * how it is kept off a car, or what reaches a Party's centre, changes only by the hands of both. What a technician
 * mends at night stays with one: where a device is plugged in, cameras, readers, scales, the page itself.
 *
 * First line that fits decides; `*` is one key, `**` any rest. What no line names is `unlisted` and needs both: a key
 * that a later version brings is never in one hand by oversight. A device takes the lines of its role.
 */
const table: readonly (readonly [pattern: string, touches: ControlTopic | null])[] = [
  ['rulePack', 'rules'],
  ['law.**', 'rules'],
  ['gateway.timeZone', 'rules'],
  ['console.officers', 'officers'],
  ['console.signatures', 'officers'],
  // Outside a simulation barriers have least times: whoever declares one shortens them.
  ['gateway.simulation', 'barriers'],
  ['gateway.ballastMiB', null],
  ['gateway.**', 'record'],
  ['replication.**', 'record'],
  ['lanes.*.barriers.**', 'barriers'],
  ['lanes.*.signals.**', 'points'],
  ['lanes.*.camera', null],
  ['lanes.*.documentReader', null],
  ['lanes.*.barcodeScanner', null],
  ['lanes.*.scale', null],
  ['lanes.*.badgeReaders.**', null],
  ['lanes.*.pageReaders.**', null],
  ['lanes.**', 'lanes'],
  ['console.**', null],
  ['recognition.**', null],
]

const ofRole: Readonly<Record<DeviceRole, readonly (readonly [pattern: string, ControlTopic | null])[]>> = {
  barrier: [['**', 'barriers']],
  // The way to a board may be mended; which of its contacts is which, and which way round, may not.
  ioBoard: [
    ['transport.**', null],
    ['pollMs', null],
    ['timeoutMs', null],
    ['**', 'points'],
  ],
  camera: [['**', null]],
  documentReader: [['**', null]],
  scale: [['**', null]],
  // A badge only names who comes; the PIN proves it.
  badgeReader: [['**', null]],
  // It only warns: the lane goes on without it.
  powerSupply: [['**', null]],
}

/** `roles`: what the device at the path is, before and after the change; both tables are asked where they differ. */
export function touchesControl(
  path: ConfigurationPath,
  roles: readonly (DeviceRole | undefined)[],
): ControlTopic | null {
  if (path[0] !== 'devices') return lookUp(table, path)
  const rest = path.slice(2)
  // A mapping of devices that is empty, or a device of a kind that is not known, was never in force.
  const known = roles.filter((role) => role !== undefined)
  if (known.length === 0) return path.length === 1 ? null : 'unlisted'
  return known.map((role) => lookUp(ofRole[role], rest)).find((touches) => touches !== null) ?? null
}

function lookUp(lines: readonly (readonly [string, ControlTopic | null])[], path: ConfigurationPath) {
  const line = lines.find(([pattern]) => fits(pattern.split('.'), path))
  return line ? line[1] : 'unlisted'
}

function fits(pattern: readonly string[], path: ConfigurationPath): boolean {
  for (const [index, part] of pattern.entries()) {
    if (part === '**') return true
    if (index >= path.length || (part !== '*' && part !== String(path[index]))) return false
  }
  return pattern.length === path.length
}
