import type { DriverContext } from '../../edge/ports/devices.ts'
import type { ByteStream, OpenByteStream } from '../transport/byte-stream.ts'
import { type ConnectionKeeper, keepConnected } from '../transport/connection-keeper.ts'
import type { RetrySchedule } from '../transport/retry-schedule.ts'
import type { DeviceLifecycle } from './device-lifecycle.ts'

/** Finds messages in the bytes of one connection. */
export interface MessageDecoder<Result> {
  push(bytes: Uint8Array): readonly Result[]
  /** The line has been silent for the idle gap. */
  idle(): readonly Result[]
  /** Bytes of a message that is not whole yet. */
  buffered(): number
}

/** What a result was worth; `bytes` were thrown away. */
export type Verdict =
  | { readonly kind: 'read' }
  | { readonly kind: 'rejected' | 'noise'; readonly bytes: number }
  /** Lawful, and no message: an acknowledgement, a pause. */
  | { readonly kind: 'nothing' }

export interface FramedReaderParts<Event, Result> {
  readonly lifecycle: DeviceLifecycle<Event>
  readonly context: DriverContext
  readonly open: OpenByteStream
  readonly schedule: RetrySchedule
  readonly idleGapMs: number
  /** So much noise since the last message means that the wiring or the settings are wrong. */
  readonly mostNoise: number
  readonly words: { readonly reading: string; readonly wrong: string }
  createDecoder(): MessageDecoder<Result>
  /** Answers and emits what a result calls for. */
  take(result: Result, stream: ByteStream): Verdict
  /** After the results of one arrival. */
  taken?(results: readonly Result[]): void
  attached?(stream: ByteStream): void
  detached?(): void
  /** Before the connection is closed by a stop. */
  leaving?(): void
}

export const framedReaderCounters = ['framesRead', 'framesRejected', 'bytesDiscarded', 'reconnects'] as const

/** After so many rejected messages in a row the wiring or the settings are likely wrong. */
const rejectedInARow = 3

const flood = 'device.protocol: more bytes than such a device sends; it is slowed down'
/** A device that was slowed down is well again after this long without; its health must not flicker meanwhile. */
const floodRestMs = 2000

/** A device that sends messages by itself over a stream: connection, silence, and the count of what is lost. */
export function createFramedReader<Event, Result>(parts: FramedReaderParts<Event, Result>) {
  const { lifecycle, context, open, schedule, idleGapMs, words } = parts
  let keeper: ConnectionKeeper | undefined
  let decoder: MessageDecoder<Result> | undefined
  let idleTimer: NodeJS.Timeout | undefined
  let rejected = 0
  let noise = 0
  let floodedAt = Number.NEGATIVE_INFINITY

  function judge(verdict: Verdict): void {
    if (verdict.kind === 'nothing') return
    if (verdict.kind === 'read') {
      rejected = 0
      noise = 0
      return
    }
    lifecycle.count('bytesDiscarded', verdict.bytes)
    if (verdict.kind === 'rejected') {
      lifecycle.count('framesRejected')
      rejected += 1
    } else noise += verdict.bytes
  }

  function handle(results: readonly Result[], stream: ByteStream): void {
    if (!lifecycle.active()) return
    for (const result of results) judge(parts.take(result, stream))
    parts.taken?.(results)
    if (lifecycle.health().reason === flood) return
    if (rejected >= rejectedInARow || noise >= parts.mostNoise) {
      lifecycle.to('degraded', `device.protocol: ${words.wrong}`)
    }
  }

  function attach(stream: ByteStream): void {
    const own = parts.createDecoder()
    decoder = own
    rejected = 0
    noise = 0
    lifecycle.to('online', `connected, ${stream.name}`)
    parts.attached?.(stream)
    floodedAt = Number.NEGATIVE_INFINITY
    stream.onFlood?.(() => {
      floodedAt = context.clock.monotonic()
      lifecycle.count('floods')
      lifecycle.to('degraded', flood)
    })
    stream.onData((bytes) => {
      keeper?.proven()
      clearTimeout(idleTimer)
      handle(own.push(bytes), stream)
      // Set also for an empty buffer: silence ends a skipped line as well.
      idleTimer = setTimeout(() => handle(own.idle(), stream), idleGapMs)
    })
  }

  /** A message cut off by the loss of the line is none, also where a pause would have ended it. */
  function dropPartial(): void {
    clearTimeout(idleTimer)
    const left = decoder?.buffered() ?? 0
    decoder = undefined
    if (left === 0) return
    lifecycle.count('bytesDiscarded', left)
    lifecycle.count('framesRejected')
  }

  return {
    /** To be called by `take` before it emits: a message was read whole. */
    reading(): void {
      lifecycle.count('framesRead')
      const calm = context.clock.monotonic() - floodedAt > floodRestMs
      if (calm) lifecycle.to('online', words.reading)
    },
    async start(): Promise<void> {
      lifecycle.begin()
      keeper = keepConnected({
        open,
        schedule,
        random: context.random,
        onOpen: attach,
        onLost(reason) {
          parts.detached?.()
          dropPartial()
          lifecycle.count('reconnects')
          lifecycle.to('connecting', `device.connect: ${reason}`)
        },
        onFailed(reason) {
          lifecycle.to('connecting', `device.connect: ${reason}`)
        },
      })
    },
    stop: (): Promise<void> =>
      lifecycle.end(async () => {
        parts.leaving?.()
        await keeper?.stop()
        dropPartial()
      }),
  }
}
