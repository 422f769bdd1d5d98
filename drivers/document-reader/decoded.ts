/** What a decoder found: a document, or bytes that are none. */
export type Decoded =
  | { readonly type: 'document'; readonly lines: readonly string[]; readonly bytes: number }
  /** A frame that is no document. */
  | { readonly type: 'rejected'; readonly bytes: number }
  /** Rubbish outside any frame. */
  | { readonly type: 'noise'; readonly bytes: number }
  /** Separators between documents: lawful, and nothing. */
  | { readonly type: 'gap'; readonly bytes: number }
  /** The reader confirmed that it waits for the next document. */
  | { readonly type: 'armed'; readonly bytes: number }
  /** The reader says that it read nothing: lawful, and it must be armed again. */
  | { readonly type: 'empty'; readonly bytes: number }

/**
 * Finds documents in a reader's bytes. Pure but for its own buffer, which never exceeds `maxFrameBytes`.
 * However the bytes are cut, the documents are the same. Every byte pushed is, in the end, counted in
 * exactly one result or still buffered.
 */
export interface FrameDecoder {
  push(bytes: Uint8Array): readonly Decoded[]
  /** The line fell silent: ends what was begun. */
  idle(): readonly Decoded[]
  buffered(): number
}
