import type { CameraEvent, EventProtocol } from '../camera-events/event-intake.ts'
import { canonicalPlate, confidenceOf } from '../camera-events/plate-text.ts'

const opening = /<(?:[\w.-]+:)?EventNotificationAlert[\s>]/g
const closing = /<\/(?:[\w.-]+:)?EventNotificationAlert\s*>/

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Text of the first element of this name, whatever its namespace or prefix; '' where there is none.
 * The five entities of XML 1.0 (4.6) are resolved and no others: a document type is refused before.
 */
function textOf(xml: string, name: string): string {
  const found = new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^<>]*)?>([^<]*)<`).exec(xml)?.[1] ?? ''
  return found.trim().replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => entities[entity] ?? '')
}

/** An `EventNotificationAlert` of ISAPI; every event but ANPR counts as a sign of life (hardware.md). */
function parse(text: string): CameraEvent {
  const type = textOf(text, 'eventType').toLowerCase()
  if (type === '' || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return { kind: 'malformed' }
  if (type !== 'anpr') return { kind: 'heartbeat' }
  const uuid = textOf(text, 'UUID')
  const takenAt = textOf(text, 'dateTime')
  const plate = canonicalPlate(textOf(text, 'licensePlate'))
  const key = uuid === '' ? `${takenAt} ${textOf(text, 'line')} ${plate}` : uuid
  if (plate === null) return { kind: 'plate', key: null, plate: null }
  return {
    kind: 'plate',
    key: uuid === '' && takenAt === '' ? null : key,
    plate: {
      text: plate,
      country: 'unknown',
      confidence: confidenceOf(textOf(text, 'confidenceLevel'), 100),
      takenAt: takenAt === '' ? null : takenAt,
    },
  }
}

/** `GET /ISAPI/Event/notification/alertStream`. */
export const hikvisionEvents: EventProtocol = {
  kind: 'camera-hikvision',
  grammar: {
    start(text, from) {
      opening.lastIndex = from
      return opening.exec(text)?.index ?? -1
    },
    end(text) {
      const found = closing.exec(text)
      return found === null ? null : found.index + found[0].length
    },
  },
  parse,
}
