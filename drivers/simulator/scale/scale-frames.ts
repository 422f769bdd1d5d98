import type { ScaleProtocol } from '../../scale/codec.ts'

export interface SimulatedIndication {
  readonly kilograms: number
  readonly moving?: boolean
  readonly net?: boolean
  readonly outOfRange?: boolean
}

/** One indication as the scale of this make sends it. */
export function scaleFrame(protocol: ScaleProtocol, indication: SimulatedIndication): Buffer {
  const { kilograms, moving = false, net = false, outOfRange = false } = indication
  const digits = String(Math.abs(Math.round(kilograms))).padStart(6, '0')
  const sign = kilograms < 0 ? '-' : '+'
  switch (protocol) {
    case 'toledo': {
      const status = 0x30 | (net ? 1 : 0) | (kilograms < 0 ? 2 : 0) | (outOfRange ? 4 : 0) | (moving ? 8 : 0)
      const body = Buffer.concat([Buffer.of(2, 0x2a, status, 0x20), Buffer.from(`${digits}000000\r`)])
      const sum = body.reduce((all, byte) => all + byte, 0)
      return Buffer.concat([body, Buffer.of(-sum & 0x7f)])
    }
    case 'yaohua': {
      const body = Buffer.from(`${sign}${digits}0`)
      const xor = body.reduce((all, byte) => all ^ byte, 0)
      return Buffer.from(`\x02${body}${xor.toString(16).toUpperCase().padStart(2, '0')}\x03`)
    }
    case 'cas': {
      const state = outOfRange ? 'OL' : moving ? 'US' : 'ST'
      return Buffer.from(`${state},${net ? 'NT' : 'GS'},${sign}${digits.padStart(7, '0')}kg\r\n`)
    }
  }
}
