import type { BarcodeScanned } from '../../edge/ports/devices.ts'

/** What a decoder found: a symbol, or bytes that are none. `bytes` counts what came over the line. */
export type Scanned =
  | {
      readonly type: 'symbol'
      /** `OCR`: printed characters, not a barcode; MRZ lines come so. */
      readonly format: BarcodeScanned['format'] | 'OCR'
      readonly data: Uint8Array
      readonly bytes: number
      readonly reply?: Uint8Array
    }
  /** A part of a symbol, a repetition, or a message that is none of ours. */
  | { readonly type: 'lawful'; readonly bytes: number; readonly reply?: Uint8Array }
  | { readonly type: 'rejected'; readonly bytes: number; readonly reply?: Uint8Array }
  /** Rubbish outside any frame. */
  | { readonly type: 'noise'; readonly bytes: number }

/**
 * Finds symbols in a scanner's bytes. Pure but for its own buffer, which never exceeds `maxMessageBytes` and
 * one frame. However the bytes are cut, the symbols are the same. `reply` is what the scanner waits for.
 */
export interface SymbolDecoder {
  push(bytes: Uint8Array): readonly Scanned[]
  /** The line fell silent: ends what was begun. */
  idle(): readonly Scanned[]
  buffered(): number
}
