import { z } from 'zod'
import { transportOptions } from '../transport/options.ts'
import { retryScheduleOptions } from '../transport/retry-schedule.ts'

const hexBytes = z
  .string()
  .regex(/^[0-9A-Fa-f]{2}( ?[0-9A-Fa-f]{2}){0,7}$/, 'one to eight bytes in hex, e.g. "02" or "0D 0A"')

const separators = hexBytes
  .default('0D 0A')
  .describe('Each of these bytes ends a line; several in a row end it once.')

const delimitedFraming = z.strictObject({
  by: z.literal('delimiters'),
  prefix: hexBytes.optional().describe('Bytes before a document; rubbish before them is discarded.'),
  suffix: hexBytes.describe('Bytes after a document.'),
  separators,
})

const lineFraming = z.strictObject({
  by: z.literal('lines'),
  separators,
})

const idleFraming = z.strictObject({
  by: z.literal('idle'),
  separators,
})

const rteFraming = z.strictObject({ by: z.literal('rte') })

const idboxFraming = z.strictObject({ by: z.literal('idbox') })

/** How a document is found in the bytes of a reader. */
const framingOptions = z
  .discriminatedUnion('by', [delimitedFraming, lineFraming, idleFraming, rteFraming, idboxFraming])
  .describe(
    'delimiters: prefix and suffix stand around a document; lines: the length of the lines tells how ' +
      'many there are (ICAO 9303: three of 30, two of 36 or 44); idle: a pause ends a document; rte: 3M and Thales readers, RTE native; ' +
      'idbox: Elyctis IDBOX, an answer with its length in front.',
  )

export type Framing = z.output<typeof framingOptions>

export const framingPresets = {
  'cr-lines': { by: 'lines', separators: '0D 0A' },
  'stx-etx': { by: 'delimiters', prefix: '02', suffix: '03', separators: '0D 0A' },
  'idle-gap': { by: 'idle', separators: '0D 0A' },
  rte: { by: 'rte' },
  idbox: { by: 'idbox' },
  'honeywell-ocr': { by: 'lines', separators: '0D 0A' },
} as const satisfies Record<string, Framing>

export const documentReaderOptions = z.strictObject({
  transport: transportOptions,
  preset: z
    .enum(['cr-lines', 'stx-etx', 'idle-gap', 'rte', 'idbox', 'honeywell-ocr'])
    .default('cr-lines')
    .describe(
      'Framing by name; `framing` takes its place where the reader needs another. idbox (Elyctis, continuous ' +
        'mode) and honeywell-ocr (trigger and stop) are also told when to read, whatever the framing.',
    ),
  framing: framingOptions.optional(),
  maxFrameBytes: z
    .int()
    .min(100)
    .max(4096)
    .default(512)
    .describe('A document longer than this is rubbish and is discarded.'),
  rearmMs: z
    .int()
    .min(20)
    .max(600_000)
    .default(2_000)
    .describe(
      'How often a reader that does not confirm is told again to read the next document; only for presets ' +
        'that are told.',
    ),
  idleGapMs: z
    .int()
    .min(20)
    .max(10_000)
    .default(500)
    .describe('A pause this long ends what was begun: as a document with framing by idle, else as rubbish.'),
  reconnect: retryScheduleOptions,
})

export type DocumentReaderOptions = z.output<typeof documentReaderOptions>
