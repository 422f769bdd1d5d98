import { createHash } from 'node:crypto'
import type { CrossingCommand } from '../domain/crossing/commands.ts'
import type { BarcodeScanned } from '../ports/devices.ts'

type VehiclePaperReading = Extract<CrossingCommand, { type: 'RecordVehiclePaper' }>['read']

/**
 * A scanner's barcode as a fact. A code carries a checksum of its own, so what was read is what was printed;
 * whether the paper is genuine it does not say.
 */
export function readVehiclePaper({ format, text, bytes }: BarcodeScanned): VehiclePaperReading {
  return {
    paper: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
    format,
    characters: [...text].length,
    text,
    source: 'scanner',
  }
}
