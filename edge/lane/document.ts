import { createHash } from 'node:crypto'
import type { CrossingEvent } from '../domain/crossing/events.ts'
import { holdsAsRead, parseMrz } from '../domain/identity/mrz/parse.ts'

export type DocumentReadData = Extract<CrossingEvent, { type: 'DocumentRead' }>['data']

/**
 * A reader's lines as a fact. A reader gives no confidence of its own, so it is accepted only where every
 * check holds without a correction.
 */
export function readDocument(
  lines: readonly string[],
  today: string,
): { readonly ok: true; readonly data: DocumentReadData } | { readonly ok: false; readonly code: string } {
  const parsed = parseMrz(lines, { today })
  if (!parsed.ok) return { ok: false, code: parsed.code }
  const { format, lines: clean, fields, checks, corrections } = parsed.mrz
  return {
    ok: true,
    data: {
      document: createHash('sha256').update(clean.join('\n')).digest('hex').slice(0, 16),
      format,
      lines: clean,
      fields,
      checks,
      corrections,
      accepted: holdsAsRead(parsed.mrz),
      source: 'reader',
    },
  }
}
