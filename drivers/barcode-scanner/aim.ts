import type { BarcodeScanned } from '../../edge/ports/devices.ts'

const formats: ReadonlyMap<string, BarcodeScanned['format'] | 'OCR'> = new Map([
  ['L', 'PDF417'],
  ['Q', 'QRCode'],
  ['d', 'DataMatrix'],
  ['z', 'Aztec'],
  ['C', 'Code128'],
  ['o', 'OCR'],
])

/** Symbology by the letter of the AIM identifier, ISO/IEC 15424. */
export function formatOfAimLetter(letter: string): BarcodeScanned['format'] | 'OCR' {
  return formats.get(letter) ?? 'other'
}
