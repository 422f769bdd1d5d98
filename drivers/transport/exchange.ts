import { setTimeout as pause } from 'node:timers/promises'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import type { ByteStream } from './byte-stream.ts'

/** A request and how its answer is known. */
export interface Exchange<Answer> {
  readonly request: Uint8Array
  /** The answer within all bytes that followed the request, or undefined while it is not there. */
  answer(bytes: Uint8Array): Answer | undefined
}

export interface ExchangerParts {
  readonly stream: ByteStream
  readonly timeoutMs: number
  /** Name of the device in errors. */
  readonly place: string
  onAnswer(): void
  count(counter: 'requests' | 'timeouts' | 'bytesDiscarded', by?: number): void
}

/** Question and answer over a stream, one at a time and in the order asked. */
export interface Exchanger {
  /** Rejects with `device.timeout` or `device.not-online`. */
  ask<Answer>(exchange: Exchange<Answer>): Promise<Answer>
  /** Bytes that nothing answers. */
  tell(bytes: Uint8Array): Promise<void>
  /** Rejects what waits; nothing is sent afterwards. */
  close(): void
}

/** More than any answer of a small board has: what comes beyond it is rubbish. */
const mostBytes = 1024

/** After a silent request a late answer may still come, and would be taken for that of the next one. */
const longestLatenessMs = 200

export function createExchanger(parts: ExchangerParts): Exchanger {
  const { stream, timeoutMs, place } = parts
  const closing = Promise.withResolvers<never>()
  // Nobody may be waiting when the stream is lost.
  closing.promise.catch(() => {})
  let open = true
  let hear: ((bytes: Uint8Array) => void) | undefined
  let last: Promise<unknown> = Promise.resolve()

  stream.onData((bytes) => {
    if (hear === undefined) parts.count('bytesDiscarded', bytes.length)
    else hear(bytes)
  })

  function refuseUnlessOpen(): void {
    if (!open) throw new AyaldamaError('device.not-online', place)
  }

  async function run<Answer>(exchange: Exchange<Answer>): Promise<Answer> {
    refuseUnlessOpen()
    parts.count('requests')
    const answered = Promise.withResolvers<Answer | undefined>()
    let buffer: Uint8Array = new Uint8Array()
    hear = (bytes) => {
      buffer = Uint8Array.of(...buffer, ...bytes)
      const answer = exchange.answer(buffer)
      if (answer !== undefined) {
        answered.resolve(answer)
        hear = undefined
      } else if (buffer.length > mostBytes) {
        parts.count('bytesDiscarded', buffer.length)
        buffer = new Uint8Array()
      }
    }
    const timer = setTimeout(() => answered.resolve(undefined), timeoutMs)
    try {
      stream.write(exchange.request)
      const answer = await Promise.race([answered.promise, closing.promise])
      if (answer !== undefined) {
        parts.onAnswer()
        return answer
      }
    } finally {
      clearTimeout(timer)
      hear = undefined
    }
    parts.count('timeouts')
    parts.count('bytesDiscarded', buffer.length)
    await Promise.race([pause(Math.min(timeoutMs, longestLatenessMs)), closing.promise.catch(() => {})])
    throw new AyaldamaError('device.timeout', place, `No answer in ${timeoutMs} ms.`)
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }

  return {
    ask: (exchange) => inTurn(() => run(exchange)),
    tell: (bytes) =>
      inTurn(async () => {
        refuseUnlessOpen()
        parts.count('requests')
        stream.write(bytes)
      }),
    close() {
      if (!open) return
      open = false
      closing.reject(new AyaldamaError('device.not-online', place, 'The connection was lost.'))
    },
  }
}
