import type { Corners } from '../domain/crossing/events.ts'
import { AyaldamaError, type ErrorCode, errorTable } from '../ports/errors.ts'
import type { PlatePicture } from '../ports/recognition.ts'
import type { Impression } from './motion.ts'

/** What a worker is asked. `since`: read only if something moved since that; null where there is nothing to compare. */
export type RecognitionRequest =
  | { readonly kind: 'plates'; readonly picture: Uint8Array; readonly since?: Impression | null }
  | { readonly kind: 'crop'; readonly picture: Uint8Array; readonly corners: Corners }

export type RecognitionReply =
  | { readonly kind: 'plates'; readonly result: PlatePicture; readonly impression: Impression | null }
  | { readonly kind: 'still' }
  | { readonly kind: 'crop'; readonly jpeg: Uint8Array }

/** An error on its way between threads, where classes are lost. */
export interface PlainError {
  readonly code: ErrorCode
  readonly place: string
  readonly detail: string
}

export type ToWorker<Request> =
  | { readonly type: 'job'; readonly job: number; readonly request: Request }
  | { readonly type: 'close' }

export type FromWorker<Reply> =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly job: number; readonly reply: Reply }
  | { readonly type: 'failed'; readonly job: number; readonly error: PlainError }

export function toPlainError(error: unknown): PlainError {
  if (error instanceof AyaldamaError) {
    const standard = `${error.place}: ${errorTable[error.code]}`
    return { code: error.code, place: error.place, detail: error.message.slice(standard.length).trim() }
  }
  const detail = error instanceof Error ? error.message : String(error)
  return { code: 'recognition.worker', place: 'recognition worker', detail }
}

export function fromPlainError({ code, place, detail }: PlainError): AyaldamaError {
  return new AyaldamaError(code, place, detail === '' ? undefined : detail)
}
