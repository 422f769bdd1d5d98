import type { Decoded, FrameDecoder } from './decoded.ts'
import { addNoise, documentLines, linesOfLength } from './document-lines.ts'
import { idboxDecoder } from './idbox-codec.ts'
import type { Framing } from './options.ts'
import { rteDecoder } from './rte-codec.ts'

export function createFrameDecoder(framing: Framing, maxFrameBytes: number): FrameDecoder {
  switch (framing.by) {
    case 'delimiters':
      return delimitedDecoder(
        parseHexBytes(framing.prefix ?? ''),
        parseHexBytes(framing.suffix),
        parseHexBytes(framing.separators),
        maxFrameBytes,
      )
    case 'lines':
      return lineDecoder(parseHexBytes(framing.separators), maxFrameBytes)
    case 'rte':
      return rteDecoder(maxFrameBytes)
    case 'idbox':
      return idboxDecoder(maxFrameBytes)
    case 'idle':
      return idleDecoder(parseHexBytes(framing.separators), maxFrameBytes)
  }
}

function parseHexBytes(hex: string): readonly number[] {
  return [...hex.replaceAll(' ', '').matchAll(/../g)].map(([pair]) => Number.parseInt(pair, 16))
}

const longestLine = 44

function endsWith(buffer: readonly number[], mark: readonly number[]): boolean {
  const start = buffer.length - mark.length
  return start >= 0 && mark.every((byte, i) => buffer[start + i] === byte)
}

function delimitedDecoder(
  prefix: readonly number[],
  suffix: readonly number[],
  separators: readonly number[],
  maxFrameBytes: number,
): FrameDecoder {
  // A second prefix of control characters inside a frame means that the end of the first was lost;
  // a printable prefix may well occur in a document.
  const restarts = prefix.length > 0 && prefix.every((byte) => byte < 0x20)
  let buffer: number[] = []
  let inFrame = prefix.length === 0
  /** Without a prefix an oversized frame is skipped up to its end. */
  let skipping = false

  function begin(): void {
    buffer = []
    inFrame = prefix.length === 0
  }

  function take(byte: number, found: Decoded[]): void {
    buffer.push(byte)
    if (!inFrame) {
      if (endsWith(buffer, prefix)) {
        const noise = buffer.length - prefix.length
        if (noise > 0) addNoise(found, noise)
        buffer = [...prefix]
        inFrame = true
      } else if (buffer.length >= maxFrameBytes) {
        // The tail may be the beginning of a prefix and stays.
        const keep = prefix.length - 1
        addNoise(found, buffer.length - keep)
        buffer = keep === 0 ? [] : buffer.slice(-keep)
      }
      return
    }
    if (endsWith(buffer, suffix) && buffer.length >= prefix.length + suffix.length) {
      const bytes = buffer.length
      const lines = skipping
        ? undefined
        : documentLines(buffer.slice(prefix.length, bytes - suffix.length), separators)
      found.push(lines === undefined ? { type: 'rejected', bytes } : { type: 'document', lines, bytes })
      skipping = false
      begin()
      return
    }
    if (restarts && buffer.length > prefix.length && endsWith(buffer, prefix)) {
      found.push({ type: 'rejected', bytes: buffer.length - prefix.length })
      buffer = [...prefix]
      return
    }
    if (buffer.length >= maxFrameBytes) {
      const keep = prefix.length === 0 ? suffix.length - 1 : 0
      found.push({ type: 'rejected', bytes: buffer.length - keep })
      const tail = keep === 0 ? [] : buffer.slice(-keep)
      begin()
      buffer = tail
      skipping = prefix.length === 0
    }
  }

  return {
    push(bytes) {
      const found: Decoded[] = []
      for (const byte of bytes) take(byte, found)
      return found
    },
    idle() {
      const bytes = buffer.length
      const type = inFrame ? 'rejected' : 'noise'
      skipping = false
      begin()
      return bytes === 0 ? [] : [{ type, bytes }]
    },
    buffered: () => buffer.length,
  }
}

function lineDecoder(separators: readonly number[], maxFrameBytes: number): FrameDecoder {
  let lines: string[] = []
  let line = ''
  /** Bytes of `lines` and `line` with their separators. */
  let bytes = 0
  /** The line at hand is rubbish and is discarded up to its end. */
  let skipping = false

  function reset(): void {
    lines = []
    line = ''
    bytes = 0
  }

  /** Closes the line at hand; a line that fits no format, or not the lines before it, is given up with them. */
  function endLine(found: Decoded[]): void {
    if (line === '') return
    const count = linesOfLength.get(line.length)
    const first = lines[0]
    if (count === undefined) {
      found.push({ type: 'rejected', bytes })
      reset()
      return
    }
    if (first !== undefined && first.length !== line.length) {
      found.push({ type: 'rejected', bytes: bytes - line.length })
      lines = []
      bytes = line.length
    }
    lines.push(line)
    line = ''
    if (lines.length === count) {
      found.push({ type: 'document', lines, bytes })
      reset()
    }
  }

  function take(byte: number, found: Decoded[]): void {
    if (separators.includes(byte)) {
      if (skipping) {
        skipping = false
        addNoise(found, 1)
        return
      }
      endLine(found)
      // A separator before a line, or after the last one, belongs to no document.
      if (lines.length === 0) found.push({ type: 'gap', bytes: 1 })
      else bytes += 1
      if (bytes >= maxFrameBytes) {
        found.push({ type: 'rejected', bytes })
        reset()
      }
      return
    }
    if (skipping) {
      addNoise(found, 1)
      return
    }
    if (byte < 0x20 || byte > 0x7e) {
      // It ends what was begun, but what follows may be sound: readers send control bytes of their own.
      if (bytes > 0) found.push({ type: 'rejected', bytes: bytes + 1 })
      else addNoise(found, 1)
      reset()
      return
    }
    line += String.fromCharCode(byte)
    bytes += 1
    if (line.length > longestLine) {
      found.push({ type: 'rejected', bytes })
      reset()
      skipping = true
      return
    }
    // The last line is complete at its full length: not every reader ends it.
    const first = lines[0]
    if (first?.length === line.length && lines.length + 1 === linesOfLength.get(line.length)) endLine(found)
  }

  return {
    push(pushed) {
      const found: Decoded[] = []
      for (const byte of pushed) take(byte, found)
      return found
    },
    idle() {
      const left = bytes
      reset()
      skipping = false
      return left === 0 ? [] : [{ type: 'rejected', bytes: left }]
    },
    buffered: () => bytes,
  }
}

function idleDecoder(separators: readonly number[], maxFrameBytes: number): FrameDecoder {
  let buffer: number[] = []
  /** More came than a document can have: the rest up to the pause is discarded. */
  let overflowed = false

  return {
    push(bytes) {
      const found: Decoded[] = []
      for (const byte of bytes) {
        if (overflowed) {
          addNoise(found, 1)
          continue
        }
        buffer.push(byte)
        if (buffer.length > maxFrameBytes) {
          found.push({ type: 'rejected', bytes: buffer.length })
          buffer = []
          overflowed = true
        }
      }
      return found
    },
    idle() {
      const bytes = buffer.length
      const lines = documentLines(buffer, separators)
      buffer = []
      overflowed = false
      if (bytes === 0) return []
      return [lines === undefined ? { type: 'rejected', bytes } : { type: 'document', lines, bytes }]
    },
    buffered: () => buffer.length,
  }
}
