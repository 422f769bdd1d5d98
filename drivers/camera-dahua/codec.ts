import type { CameraEvent, EventProtocol } from '../camera-events/event-intake.ts'
import { canonicalPlate, confidenceOf } from '../camera-events/plate-text.ts'

/** Lines of attachFileProc begin an event only behind the blank line of a header. */
const opening = /Code=\w+;|Heartbeat|(?<=\n\r?\n)Events\[0\]\./g
const head = /^Code=(\w+)((?:;\w+=[^;{\r\n]*)*);data=/i

/** One past the brace that closes the object at the front of `text`; null while it is open. */
function objectEnd(text: string, from: number): number | null {
  let depth = 0
  let quoted = false
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]
    if (quoted && character === '\\') at += 1
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === '{') depth += 1
    else if (!quoted && character === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return null
}

function end(text: string): number | null {
  if (text.startsWith('Heartbeat')) return 'Heartbeat'.length
  if (text.startsWith('Code=')) {
    const data = head.exec(text)
    if (data !== null && text[data[0].length] === '{') return objectEnd(text, data[0].length)
    if (data !== null && text.length === data[0].length) return null
    const line = text.search(/[\r\n]/)
    return line === -1 ? null : line
  }
  const blank = /\r?\n(?:\r?\n|--)/.exec(text)
  return blank === null ? null : blank.index
}

type Fields = ReadonlyMap<string, string>

/** Values by their path without the name of the root: `TrafficCar.PlateNumber`; of JSON as of key=value lines. */
function fieldsOf(text: string): Fields | null {
  const fields = new Map<string, string>()
  const walk = (value: unknown, path: string, depth: number): void => {
    if (typeof value === 'object' && value !== null && depth < 6) {
      for (const [name, inner] of Object.entries(value)) {
        walk(inner, path === '' ? name : `${path}.${name}`, depth + 1)
      }
    } else if (typeof value === 'string' || typeof value === 'number') fields.set(path, String(value))
  }
  const data = head.exec(text)
  if (data !== null) {
    try {
      walk(JSON.parse(text.slice(data[0].length)), '', 0)
    } catch {
      return null
    }
  } else {
    for (const [, path = '', value = ''] of text.matchAll(/^Events\[0\]\.([\w.[\]]+)=(.*?)\r?$/gm)) {
      fields.set(path, value)
    }
  }
  return fields
}

/**
 * An event of `eventManager.cgi?action=attach` (`Code=…;action=…;data={…}`) or of
 * `snapManager.cgi?action=attachFileProc` (lines `Events[0].…=…`). The plate stands in `TrafficCar`, on older
 * firmware in the object of type `Plate` alone.
 */
function parse(text: string): CameraEvent {
  if (text.startsWith('Heartbeat')) return { kind: 'heartbeat' }
  const fields = fieldsOf(text)
  if (fields === null) return { kind: 'malformed' }
  const code = /^Code=(\w+)/.exec(text)?.[1] ?? fields.get('EventBaseInfo.Code') ?? fields.get('Code') ?? ''
  if (!code.startsWith('Traffic')) return { kind: 'heartbeat' }
  const written =
    fields.get('TrafficCar.PlateNumber') ??
    (fields.get('Object.ObjectType') === 'Plate' ? fields.get('Object.Text') : undefined)
  const plate = canonicalPlate(written ?? '')
  if (plate === null) return { kind: 'plate', key: null, plate: null }
  const seconds = Number(fields.get('UTC') ?? Number.NaN)
  const takenAt = seconds > 0 && seconds < 2 ** 32 ? new Date(seconds * 1000).toISOString() : null
  const identity = fields.get('EventID') ?? fields.get('GroupID')
  const confidence =
    fields.get('Object.ObjectType') === 'Plate' ? confidenceOf(fields.get('Object.Confidence'), 255) : null
  return {
    kind: 'plate',
    key: identity === undefined && takenAt === null ? null : `${identity} ${takenAt} ${plate}`,
    plate: { text: plate, country: 'unknown', confidence, takenAt },
  }
}

export const dahuaEvents: EventProtocol = {
  kind: 'camera-dahua',
  grammar: {
    start(text, from) {
      opening.lastIndex = from
      return opening.exec(text)?.index ?? -1
    },
    end,
  },
  parse,
}
