import { formatOfAimLetter } from './aim.ts'
import type { Scanned, SymbolDecoder } from './scanned.ts'

export const hidPosReportBytes = 64
const reportId = 2
const dataAt = 5
const mostData = 56
const bracket = 0x5d

/**
 * USB HID POS scanners (usage page 0x8C): reports of 64 bytes, `02 len ']' letter modifier data[56] … b63`;
 * bit 0 of the last byte tells that more of the same symbol follows. The system delivers whole reports, but
 * nothing here relies on it.
 */
export function hidPosDecoder(maxMessageBytes: number): SymbolDecoder {
  let report: number[] = []
  let message: number[] = []
  /** AIM letter of the symbol whose reports are being joined. */
  let letter: number | undefined

  function drop(): void {
    message = []
    letter = undefined
  }

  function whole(): Scanned {
    const bytes = report.length
    const [, length = 0, sign, kind = 0] = report
    const fits = length <= mostData && sign === bracket && (letter === undefined || letter === kind)
    if (!fits || message.length + length > maxMessageBytes) {
      drop()
      return { type: 'rejected', bytes }
    }
    letter = kind
    message.push(...report.slice(dataAt, dataAt + length))
    if (((report[bytes - 1] ?? 0) & 1) === 1) return { type: 'lawful', bytes }
    const data = Uint8Array.from(message)
    drop()
    if (data.length === 0) return { type: 'rejected', bytes }
    return { type: 'symbol', format: formatOfAimLetter(String.fromCharCode(kind)), data, bytes }
  }

  return {
    push(pushed) {
      const found: Scanned[] = []
      for (const byte of pushed) {
        if (report.length === 0 && byte !== reportId) {
          const last = found.at(-1)
          if (last?.type === 'noise') found[found.length - 1] = { type: 'noise', bytes: last.bytes + 1 }
          else found.push({ type: 'noise', bytes: 1 })
          continue
        }
        report.push(byte)
        if (report.length < hidPosReportBytes) continue
        found.push(whole())
        report = []
      }
      return found
    },
    idle() {
      const bytes = report.length
      const lost = bytes > 0 || message.length > 0
      report = []
      drop()
      return lost ? [{ type: 'rejected', bytes }] : []
    },
    buffered: () => report.length + message.length,
  }
}
