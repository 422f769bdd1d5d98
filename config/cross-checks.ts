import { contactOf } from '../drivers/contact-barrier/options.ts'
import type { DeviceRole } from '../drivers/definition.ts'
import { parties } from '../edge/domain/party.ts'
import { valueAt } from './explain-issues.ts'
import { nearestName } from './nearest-name.ts'
import type { PositionedYaml } from './positioned-yaml.ts'
import type { ConfigurationProblem } from './problem.ts'
import type { DeviceKind } from './schema/device-kinds.ts'
import { leastTimings } from './schema/lanes.ts'

type Path = readonly PropertyKey[]

const roleNames: Readonly<Record<DeviceRole, string>> = {
  documentReader: 'a document reader',
  camera: 'a camera',
  ioBoard: 'an I/O board',
  barrier: 'a barrier',
  scale: 'a scale',
  badgeReader: 'a badge reader',
  powerSupply: 'a power supply',
}

/**
 * What must agree across the file. It works on the value as written, so that one wrong number does not
 * hide a lane that names a device which is not there.
 */
export function crossCheck(source: PositionedYaml, kinds: readonly DeviceKind[]): ConfigurationProblem[] {
  const devices = new Map(
    entriesAt(source.value, ['devices']).map(([id, device]) => [
      id,
      { device, kind: kinds.find((one) => one.kind === valueAt(device, ['kind'])) },
    ]),
  )
  return [
    ...checkLanes(source, devices),
    ...checkContacts(source, devices),
    ...checkConnections(source, devices),
    ...checkReplication(source),
    ...standsAlone(source, ['console']),
  ]
}

type Devices = ReadonlyMap<string, { readonly device: unknown; readonly kind: DeviceKind | undefined }>

function checkLanes(source: PositionedYaml, devices: Devices): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = []
  const ids = new Map<string, string>()
  const barriers = new Map<string, string>()
  const claim = (taken: Map<string, string>, path: Path, what: string) => {
    const name = textAt(source.value, path)
    if (name === undefined) return
    const before = taken.get(name)
    const place = path.map(String).join('.')
    if (before === undefined) taken.set(name, place)
    else problems.push(source.problem(path, 'value', `${what} "${name}" is taken by ${before} already`))
  }
  for (const index of indexesAt(source.value, ['lanes'])) {
    const lane: Path = ['lanes', index]
    claim(ids, [...lane, 'id'], 'the name')
    const exit = textAt(source.value, [...lane, 'exitParty'])
    if (exit !== undefined && exit === textAt(source.value, [...lane, 'entryParty'])) {
      const other = exit === 'KAZ' ? 'KGZ' : 'KAZ'
      problems.push(
        source.problem([...lane, 'entryParty'], 'value', 'exit and entry Party are the same (JC 7.1)', other),
      )
    }
    problems.push(...checkDevice(source, devices, [...lane, 'camera'], 'camera'))
    problems.push(...checkDevice(source, devices, [...lane, 'documentReader'], 'documentReader'))
    problems.push(...checkDevice(source, devices, [...lane, 'barcodeScanner'], 'documentReader'))
    problems.push(...checkDevice(source, devices, [...lane, 'scale'], 'scale'))
    for (const at of indexesAt(source.value, [...lane, 'pageReaders'])) {
      problems.push(...checkDevice(source, devices, [...lane, 'pageReaders', at], 'documentReader'))
    }
    for (const at of indexesAt(source.value, [...lane, 'badgeReaders'])) {
      problems.push(...checkDevice(source, devices, [...lane, 'badgeReaders', at], 'badgeReader'))
    }
    for (const [role] of entriesAt(source.value, [...lane, 'barriers'])) {
      const barrier = [...lane, 'barriers', role]
      problems.push(...checkDevice(source, devices, [...barrier, 'device'], 'barrier'))
      claim(barriers, [...barrier, 'device'], 'the barrier')
      problems.push(...checkTimings(source, barrier))
    }
    for (const [signal, point] of entriesAt(source.value, [...lane, 'signals'])) {
      if (typeof point !== 'string' || !point.includes('.')) continue
      const dot = point.indexOf('.')
      const use = signal.startsWith('light') ? 'output' : 'input'
      const named = { board: point.slice(0, dot), point: point.slice(dot + 1), use } as const
      problems.push(...checkPoint(source, devices, [...lane, 'signals', signal], named))
    }
  }
  return problems
}

function checkTimings(source: PositionedYaml, barrier: Path): ConfigurationProblem[] {
  if (valueAt(source.value, ['gateway', 'simulation']) === true) return []
  return Object.entries(leastTimings).flatMap(([key, least]) => {
    const path = [...barrier, key]
    const value = valueAt(source.value, path)
    if (typeof value !== 'number' || value >= least || value <= 0) return []
    const problem = `${value} is out of range: gateway.simulation is not set`
    return [source.problem(path, 'value', problem, `at least ${least}`)]
  })
}

function checkDevice(
  source: PositionedYaml,
  devices: Devices,
  path: Path,
  role: DeviceRole,
): ConfigurationProblem[] {
  const id = textAt(source.value, path)
  if (id === undefined) return []
  const fitting = [...devices].filter(([, { kind }]) => kind?.role === role).map(([name]) => name)
  const allowed =
    fitting.length === 0 ? `a device that is ${roleNames[role]}; there is none` : fitting.join(', ')
  const found = devices.get(id)
  if (found === undefined) {
    return [source.problem(path, 'value', `there is no device "${id}"`, allowed, nearestName(id, fitting))]
  }
  // A device of an unknown kind has its own error already.
  if (found.kind === undefined || found.kind.role === role) return []
  const problem = `"${id}" is ${roleNames[found.kind.role]}, not ${roleNames[role]}`
  return [source.problem(path, 'value', problem, allowed)]
}

type Use = 'input' | 'output'

function checkPoint(
  source: PositionedYaml,
  devices: Devices,
  path: Path,
  named: { readonly board: string; readonly point: string; readonly use: Use },
): ConfigurationProblem[] {
  const { board, point, use } = named
  const found = devices.get(board)
  const boards = [...devices].filter(([, { kind }]) => kind?.role === 'ioBoard').map(([name]) => name)
  if (found === undefined) {
    const allowed = boards.length === 0 ? 'an I/O board; there is none' : boards.join(', ')
    return [
      source.problem(path, 'value', `there is no device "${board}"`, allowed, nearestName(board, boards)),
    ]
  }
  if (found.kind === undefined) return []
  if (found.kind.role !== 'ioBoard') {
    const problem = `"${board}" is ${roleNames[found.kind.role]}, not an I/O board`
    return [source.problem(path, 'value', problem, boards.join(', '))]
  }
  const points = entriesAt(found.device, ['points'])
  const names = points.filter(([, one]) => useOf(one) !== other(use)).map(([name]) => name)
  const one = points.find(([name]) => name === point)
  if (points.length === 0 || (one !== undefined && useOf(one[1]) !== other(use))) return []
  const problem =
    one === undefined
      ? `the board "${board}" has no point "${point}"`
      : `the point "${point}" of "${board}" is an ${other(use)}, not an ${use}`
  const suggestion = one === undefined ? nearestName(point, names) : ''
  return [source.problem(path, 'value', problem, names.join(', '), suggestion)]
}

function other(use: Use): Use {
  return use === 'input' ? 'output' : 'input'
}

/** By the Modbus function code of the point; relays are outputs; undefined where neither is known. */
function useOf(point: unknown): Use | undefined {
  if (typeof valueAt(point, ['channel']) === 'number') return 'output'
  const code = valueAt(point, ['fc'])
  if (typeof code !== 'number') return undefined
  return [5, 6, 15, 16].includes(code) ? 'output' : 'input'
}

/** Options of a barrier made of contacts that name points of its board, or of another as <board>.<point>. */
const contacts: Readonly<Record<string, Use>> = {
  open: 'output',
  close: 'output',
  openLimit: 'input',
  closedLimit: 'input',
  loop: 'input',
  photocell: 'input',
  stop: 'input',
}

/** Points that a barrier is made of; no output may move two things. */
function checkContacts(source: PositionedYaml, devices: Devices): ConfigurationProblem[] {
  const taken = new Map<string, string>()
  return [...devices].flatMap(([id, { device, kind }]) => {
    const ownBoard = textAt(device, ['board'])
    if (kind?.role !== 'barrier') return []
    const wrongBoard =
      ownBoard === undefined ? [] : checkDevice(source, devices, ['devices', id, 'board'], 'ioBoard')
    if (wrongBoard.length > 0) return wrongBoard
    return Object.entries(contacts).flatMap(([contact, use]) => {
      const path = ['devices', id, contact]
      const name = textAt(device, [contact])
      if (name === undefined) return []
      const { board, point } = contactOf(name, ownBoard)
      const problems = checkPoint(source, devices, path, { board, point, use })
      if (problems.length > 0 || use === 'input') return problems
      if (valueAt(devices.get(board)?.device, ['protocol']) === 'lcus') {
        const problem = `the outputs of "${board}" cannot be read back, so that none can be proven off (rule 4)`
        return [source.problem(path, 'value', problem, 'an output of a board that answers')]
      }
      const wired = valueAt(devices.get(board)?.device, ['points', point])
      const family = [5, 15].includes(Number(valueAt(wired, ['fc']))) ? 'coil' : 'register'
      const output = [
        board,
        family,
        valueAt(wired, ['address']) ?? valueAt(wired, ['channel']) ?? point,
        valueAt(wired, ['onValue']) ?? '',
      ].join(':')
      const before = taken.get(output)
      taken.set(output, before ?? `${id}.${contact}`)
      if (before === undefined || (before === `${id}.open` && name === textAt(device, ['open']))) return []
      return [source.problem(path, 'value', `the output "${point}" of "${board}" moves ${before} already`)]
    })
  })
}

/** A serial port, and the one connection of a serial server, can be held by one device only. */
function checkConnections(source: PositionedYaml, devices: Devices): ConfigurationProblem[] {
  const taken = new Map<string, string>()
  return [...devices].flatMap(([id, { device, kind }]) => {
    if (kind === undefined || kind.role === 'camera') return []
    const under = valueAt(device, ['transport']) === undefined ? [] : ['transport']
    const path = textAt(device, [...under, 'path'])
    const host = textAt(device, [...under, 'host'])
    const unit = valueAt(device, ['unitId']) ?? valueAt(device, ['unit']) ?? valueAt(device, ['ups']) ?? ''
    const port = valueAt(device, [...under, 'port'])
    const [key, name] =
      path !== undefined
        ? [path, `the port ${path}`]
        : host !== undefined && typeof port === 'number'
          ? [
              `${host}:${port}:${unit}`,
              `the connection to ${host}:${port}${unit === '' ? '' : ` unit ${unit}`}`,
            ]
          : []
    if (key === undefined) return []
    const before = taken.get(key)
    taken.set(key, before ?? id)
    if (before === undefined) return []
    const at = ['devices', id, ...under, path === undefined ? 'port' : 'path']
    return [source.problem(at, 'value', `${name} is used by the device "${before}" already`)]
  })
}

function checkReplication(source: PositionedYaml): ConfigurationProblem[] {
  return entriesAt(source.value, ['replication']).flatMap(([party, centre]) => {
    const problems: ConfigurationProblem[] = []
    if (typeof centre !== 'object' || centre === null || !(parties as readonly string[]).includes(party))
      return problems
    const at: Path = ['replication', party]
    const has = (key: string) => valueAt(centre, [key]) !== undefined
    const say = (key: string, problem: string, allowed = '') =>
      problems.push(source.problem(has(key) ? [...at, key] : at, 'key', problem, allowed))
    const unsigned = textAt(centre, ['acknowledge']) === 'broker'
    if (!unsigned && !has('centreKey') && !has('centreKeyFile')) {
      say('centreKey', 'the key of the centre is missing', 'centreKey or centreKeyFile')
    } else if (has('centreKey') && has('centreKeyFile')) {
      say('centreKeyFile', 'centreKey is given too', 'one of centreKey, centreKeyFile')
    }
    problems.push(...standsAlone(source, at))
    if (textAt(centre, ['broker'])?.startsWith('mqtt:')) {
      for (const key of ['ca', 'certificate', 'key'].filter(has)) {
        say(key, 'the broker is not spoken to over TLS', 'a broker mqtts://…')
      }
    }
    if (has('passwordFile') && !has('username'))
      say('passwordFile', 'there is no username to it', 'username too')
    return problems
  })
}

function standsAlone(source: PositionedYaml, at: Path): ConfigurationProblem[] {
  const has = (key: string) => valueAt(source.value, [...at, key]) !== undefined
  if (has('certificate') === has('key')) return []
  const given = has('key') ? 'key' : 'certificate'
  return [source.problem([...at, given], 'key', `${given} stands alone`, 'certificate and key, or neither')]
}

function textAt(value: unknown, path: Path): string | undefined {
  const found = valueAt(value, path)
  return typeof found === 'string' ? found : undefined
}

function entriesAt(value: unknown, path: Path): [string, unknown][] {
  const found = valueAt(value, path)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.entries(found) : []
}

function indexesAt(value: unknown, path: Path): number[] {
  const found = valueAt(value, path)
  return Array.isArray(found) ? found.map((_, index) => index) : []
}
