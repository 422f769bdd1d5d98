import type { Exchange } from '../transport/exchange.ts'

/** What upsd answered of one variable. */
export type UpsAnswer =
  | { readonly type: 'value'; readonly value: string }
  /** This UPS has no such variable. */
  | { readonly type: 'missing' }
  /** A word of the protocol, e.g. `UNKNOWN-UPS`, `DATA-STALE`, `DRIVER-NOT-CONNECTED`, `ACCESS-DENIED`. */
  | { readonly type: 'refused'; readonly word: string }

/**
 * `GET VAR ups name` of the protocol of Network UPS Tools (RFC 9271): answered by `VAR ups name "value"`, where
 * `\` stands before `"` and `\`, or by `ERR word`.
 */
export function getVariable(ups: string, name: string): Exchange<UpsAnswer> {
  const head = `VAR ${ups} ${name} "`
  return {
    request: Buffer.from(`GET VAR ${ups} ${name}\n`),
    answer(bytes) {
      const lines = Buffer.from(bytes).toString('utf8').split('\n').slice(0, -1)
      for (const line of lines.map((one) => one.replace(/\r$/, ''))) {
        const [, word] = /^ERR ([A-Z-]+)/.exec(line) ?? []
        if (word === 'VAR-NOT-SUPPORTED') return { type: 'missing' }
        if (word !== undefined) return { type: 'refused', word }
        if (!line.startsWith(head)) continue
        const [, quoted] = /^((?:[^"\\]|\\.)*)"$/.exec(line.slice(head.length)) ?? []
        if (quoted !== undefined) return { type: 'value', value: quoted.replace(/\\(.)/g, '$1') }
      }
      return undefined
    },
  }
}

/** What the words of `ups.status` say of the power. */
export interface UpsStatus {
  /** null: neither, e.g. while the UPS is off or does not know. */
  readonly source: 'mains' | 'battery' | null
  /** The UPS itself says that its battery is low, or that the power will be cut. */
  readonly low: boolean
  readonly replaceBattery: boolean
}

/** OL: on line, OB: on battery, LB: low battery, FSD: forced shutdown, RB: replace the battery. */
export function upsStatus(status: string): UpsStatus {
  const words = new Set(status.split(/\s+/))
  const battery = words.has('OB') || words.has('FSD')
  return {
    source: battery ? 'battery' : words.has('OL') ? 'mains' : null,
    // A battery that is charged again after an outage reads low on line: no danger.
    low: battery && (words.has('LB') || words.has('FSD')),
    replaceBattery: words.has('RB'),
  }
}

/** A figure of the UPS; null where it gives none, or something that is none. */
export function figure(text: string | null): number | null {
  return text !== null && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null
}
