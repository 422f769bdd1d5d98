import { hidPosReportBytes } from '../../barcode-scanner/hid-pos-codec.ts'
import { keyboardReportBytes } from '../../barcode-scanner/keyboard-codec.ts'
import { type KeyboardLayout, keyOf } from '../../barcode-scanner/keyboard-layouts.ts'
import { ssiPacket } from '../../barcode-scanner/ssi-codec.ts'

/** Most data of one SSI packet: the length is one byte and counts four of the head and the type. */
const mostSsiData = 250
const mostHidData = 56

/** A code as a scanner with SSI sends it: bit 1 of the status says that another packet follows. */
export function ssiFrames(type: number, data: Uint8Array): readonly Uint8Array[] {
  const parts = Math.max(1, Math.ceil(data.length / mostSsiData))
  return Array.from({ length: parts }, (_, i) => {
    const part = data.subarray(i * mostSsiData, (i + 1) * mostSsiData)
    return ssiPacket(0xf3, 0, i + 1 < parts ? 2 : 0, Buffer.from([type, ...part]))
  })
}

/** A code as HID POS reports; `letter` is that of the AIM identifier, e.g. `Q`. */
export function hidPosReports(letter: string, data: Uint8Array): readonly Uint8Array[] {
  const parts = Math.max(1, Math.ceil(data.length / mostHidData))
  return Array.from({ length: parts }, (_, i) => {
    const part = data.subarray(i * mostHidData, (i + 1) * mostHidData)
    const report = Buffer.alloc(hidPosReportBytes)
    report.set([2, part.length, ...Buffer.from(`]${letter}0`, 'ascii'), ...part])
    report[hidPosReportBytes - 1] = i + 1 < parts ? 1 : 0
    return report
  })
}

/** Modifiers for a character alone, with Shift, with AltGr. */
const modifiersOfLevel = [0, 0x02, 0x40] as const

/** Text as a scanner types it, `\r` as Enter and `\t` as the tabulator: each key goes down and up again. */
export function keyboardReports(text: string, layout: KeyboardLayout = 'us'): readonly Uint8Array[] {
  return [...text].flatMap((sign) => {
    const key =
      sign === '\r' ? ([0x28, 0] as const) : sign === '\t' ? ([0x2b, 0] as const) : keyOf(layout, sign)
    if (key === undefined) throw new RangeError(`the layout ${layout} has no ${sign}`)
    const down = Buffer.alloc(keyboardReportBytes)
    down[0] = modifiersOfLevel[key[1]]
    down[2] = key[0]
    return [down, Buffer.alloc(keyboardReportBytes)]
  })
}
