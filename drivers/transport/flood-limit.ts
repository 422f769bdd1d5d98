/** What a device may say: so much without end, and so much at once. */
export interface Rate {
  readonly perSecond: number
  readonly atOnce: number
}

/** Bytes of a line: more than any device of a lane but a camera has to say for long. */
export const lineRate: Rate = { perSecond: 32_768, atOnce: 8192 }

/** Bytes of a stream of pictures: some 25 large ones a second. */
export const pictureRate: Rate = { perSecond: 16 * 1024 * 1024, atOnce: 4 * 1024 * 1024 }
/** What a picture costs beside its bytes: small ones make no more than 256 a second. */
export const pictureCost = 64 * 1024

/** Bytes of events with their pictures: more than a lane has vehicles. */
export const eventRate: Rate = { perSecond: 1024 * 1024, atOnce: 8 * 1024 * 1024 }
/** What an event costs beside its bytes: small ones make no more than 64 a second. */
export const eventCost = 16 * 1024

/** Posts that were refused: nobody who may post needs many. */
export const refusalRate: Rate = { perSecond: 10, atOnce: 20 }

const refillMs = 50

/** Spends `amount`, and answers with the milliseconds to wait before more is taken. */
export type Budget = (amount: number) => number

/** `now` in monotonic ms. What was taken already is let through, and waited for afterwards. */
export function createBudget({ perSecond, atOnce }: Rate, now: () => number): Budget {
  let left = atOnce
  let at = now()
  return (amount) => {
    const time = now()
    left = Math.min(atOnce, left + ((time - at) * perSecond) / 1000) - amount
    at = time
    return left >= 0 ? 0 : Math.max(refillMs, Math.ceil((-left * 1000) / perSecond))
  }
}

/** Bytes on their way from a line to its listener, no faster than the line may send. */
export interface FloodLimit {
  take(bytes: Buffer): void
  onData(listener: (bytes: Uint8Array) => void): void
  /** Called each time that the device sends more than it may. */
  onFlood(listener: () => void): void
  /** The line is lost: what it sent before goes on. */
  end(): void
}

/**
 * A peer that sends more waits in its own connection, and what is read of it is handed on in small pieces: reading
 * it all would keep the other lanes from being heard.
 */
export function createFloodLimit(line: { pause(): void; resume(): void }, rate: Rate = lineRate): FloodLimit {
  let flooded: (() => void) | undefined
  let listen: ((bytes: Uint8Array) => void) | undefined
  let waiting: Buffer = Buffer.of()
  let budget = rate.atOnce

  function handOn(most: number): void {
    const piece = waiting.subarray(0, most)
    waiting = waiting.subarray(piece.length)
    budget -= piece.length
    if (piece.length > 0) listen?.(piece)
  }

  const refill = setInterval(() => {
    budget = Math.min(rate.atOnce, budget + (rate.perSecond * refillMs) / 1000)
    if (waiting.length === 0) return
    handOn(budget)
    if (waiting.length === 0) line.resume()
  }, refillMs)
  refill.unref()

  return {
    take(bytes) {
      waiting = Buffer.concat([waiting, bytes])
      handOn(budget)
      if (waiting.length === 0) return
      line.pause()
      flooded?.()
    },
    onData(listener) {
      listen = listener
    },
    onFlood(listener) {
      flooded = listener
    },
    end() {
      clearInterval(refill)
      handOn(waiting.length)
    },
  }
}
