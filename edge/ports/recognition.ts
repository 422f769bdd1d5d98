import type { Corners, PaperFormat } from '../domain/crossing/events.ts'
import type { DocumentFields, DocumentFormat, MrzCorrection } from '../domain/identity/mrz/types.ts'

/** One plate found in one picture. */
export interface PlateReading {
  /** Canonical text: Latin capitals and digits, no spaces; '' where the plate is unreadable. */
  readonly text: string
  /** `KZ`, `KG`, `RU` … or `unknown`. */
  readonly country: string
  /** 0 to 1: detector score × reader confidence. */
  readonly confidence: number
  /** Good enough to be used without an officer's look. */
  readonly accepted: boolean
  readonly corners: Corners
  /** 0 to 1, one a character of `text`. */
  readonly characters: readonly number[]
  /** 0 to 1: how sharp the plate stands in the picture; not given by a reader that does not judge it. */
  readonly sharpness?: number
}

/** Milliseconds spent. */
export interface RecognitionTimes {
  readonly decode: number
  readonly detect: number
  readonly read: number
  /** From the call to the answer, waiting for a worker included. */
  readonly total: number
}

export interface PlatePicture {
  readonly plates: readonly PlateReading[]
  readonly width: number
  readonly height: number
  readonly ms: RecognitionTimes
}

export interface PlateRecogniser {
  /**
   * Finds and reads all plates of one picture (JPEG, PNG, WebP).
   * `lane`: frames of one lane replace one another while they wait (newest wins); the replaced call
   * rejects with `recognition.busy`. Without it the call queues.
   * `ifMoved`: rejects with `recognition.still` where nothing moved since the frame of this lane that was read last
   * with `ifMoved`, at a fraction of the time.
   * Rejects with `recognition.not-a-picture` for bytes that are no picture.
   */
  readPlates(
    picture: Uint8Array,
    options?: { readonly lane?: string; readonly ifMoved?: boolean },
  ): Promise<PlatePicture>
  /** Cuts the plate out of the picture, straightened, as JPEG: for the screen and the evidence. */
  cropPlate(picture: Uint8Array, corners: Corners): Promise<Uint8Array>
  close(): Promise<void>
}

/** One MRZ found in one picture. */
export interface DocumentReading {
  readonly format: DocumentFormat
  /** As read, corrections applied. */
  readonly lines: readonly string[]
  readonly fields: DocumentFields
  /** 0 to 1: probability of the least sure sign. */
  readonly confidence: number
  /** Checks hold as read, every sign is sure, the structure is plausible: no officer's look is needed. */
  readonly accepted: boolean
  /** Every sign that is not what the picture alone says. */
  readonly corrections: readonly MrzCorrection[]
}

export interface DocumentPicture {
  readonly documents: readonly DocumentReading[]
  readonly ms: {
    readonly decode: number
    readonly locate: number
    readonly read: number
    /** From the call to the answer, waiting for a worker included. */
    readonly total: number
  }
}

export interface DocumentRecogniser {
  /**
   * Finds and reads the MRZs of one picture (JPEG, PNG, WebP), in any of four orientations. Empty where there is
   * none. Rejects with `recognition.not-a-picture` for bytes that are no picture.
   */
  readDocument(picture: Uint8Array): Promise<DocumentPicture>
  close(): Promise<void>
}

/** One barcode found in one picture. */
export interface BarcodeReading {
  readonly format: Exclude<PaperFormat, 'other'>
  /** As the character set of the barcode says; UTF-8 or Latin-1 where it says none. */
  readonly text: string
  /** What the barcode carries, whatever its character set. */
  readonly bytes: Uint8Array
}

export interface BarcodeRecogniser {
  /** Finds and reads the barcodes of one picture. Rejects with `recognition.not-a-picture` as the others. */
  readBarcodes(picture: Uint8Array): Promise<readonly BarcodeReading[]>
  close(): Promise<void>
}

/** All that a page says by itself. */
export interface PageReading {
  readonly documents: readonly DocumentReading[]
  readonly barcodes: readonly BarcodeReading[]
}

export interface PageRecogniser {
  /**
   * Reads a scanned page (JPEG, PNG, WebP, TIFF of up to 16 pages). Rejects with `recognition.not-a-picture` for
   * bytes that are no picture.
   */
  readPage(picture: Uint8Array): Promise<PageReading>
  close(): Promise<void>
}
