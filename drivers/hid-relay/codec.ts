/**
 * Feature reports of the dcttech USB relay boards (16c0:05df). Bytes as they go to `hidapi`, the report id
 * first; relays are counted from 1.
 */

const reportLength = 9
/** The state is report 1: asked for as report 0 its bytes come shifted by one. */
export const stateReport = { id: 1, length: reportLength } as const

const on = 0xff
const off = 0xfd

export function setRelay(channel: number, value: boolean): Uint8Array {
  const report = new Uint8Array(reportLength)
  report[1] = value ? on : off
  report[2] = channel
  return report
}

export interface RelayBoardState {
  /** Five characters burnt into the board. */
  readonly serial: string
  /** Bit n - 1 is relay n. */
  readonly mask: number
}

const serialLength = 5
const maskIndex = 7

/** The state report as read, with or without its id in front; undefined for anything else. */
export function parseState(report: Uint8Array): RelayBoardState | undefined {
  // Some systems put the id asked for in front. It is no printable sign, the serial number is.
  const body = isSign(report[0]) ? report : report.subarray(1)
  const mask = body[maskIndex]
  const signs = body.subarray(0, serialLength)
  if (mask === undefined || !signs.every(isSign)) return undefined
  return { serial: String.fromCharCode(...signs), mask }
}

function isSign(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte < 0x7f
}
