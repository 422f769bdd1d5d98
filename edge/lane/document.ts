import { createHash } from 'node:crypto'
import type { CrossingEvent, EvidenceRef } from '../domain/crossing/events.ts'
import { holdsAsRead, parseMrz } from '../domain/identity/mrz/parse.ts'
import type { DocumentReading } from '../ports/recognition.ts'

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
      document: keyOf(clean),
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

/**
 * What the model read of a page as a fact, with the picture that shows it. The model's own judgement stands: it
 * knows how sure each sign is. The checks are those of the lines.
 */
export function pictureDocument(
  { format, lines, fields, accepted, confidence, corrections }: DocumentReading,
  today: string,
  page: EvidenceRef,
): DocumentReadData {
  const parsed = parseMrz(lines, { today })
  return {
    document: keyOf(lines),
    ...{ format, lines, fields, corrections, accepted },
    checks: parsed.ok ? parsed.mrz.checks : [],
    confidence: Math.round(confidence * 1000) / 1000,
    source: 'model',
    page,
  }
}

const keyOf = (lines: readonly string[]) =>
  createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)
