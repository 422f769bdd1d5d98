import { createHash } from 'node:crypto'
import type { CrossingCommand } from '../domain/crossing/commands.ts'
import type { EvidenceRef } from '../domain/crossing/events.ts'
import type { BarcodeScanned } from '../ports/devices.ts'
import type { BarcodeReading } from '../ports/recognition.ts'

type VehiclePaperReading = Extract<CrossingCommand, { type: 'RecordVehiclePaper' }>['read']

/**
 * A scanner's barcode as a fact. A code carries a checksum of its own, so what was read is what was printed;
 * whether the paper is genuine it does not say.
 */
export function readVehiclePaper(barcode: BarcodeScanned): VehiclePaperReading {
  return { ...paperOf(barcode), source: 'scanner' }
}

/** The same of a barcode in the picture of a page; null where the picture is known by the document on it. */
export function pictureVehiclePaper(barcode: BarcodeReading, page: EvidenceRef | null): VehiclePaperReading {
  return { ...paperOf(barcode), source: 'picture', ...(page && { page }) }
}

function paperOf({ format, text, bytes }: Pick<BarcodeScanned, 'format' | 'text' | 'bytes'>) {
  return {
    paper: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
    format,
    characters: [...text].length,
    text,
  }
}
