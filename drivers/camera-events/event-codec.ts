import { startJpegWalk, walkJpeg } from '../camera-http/picture.ts'

/** How a kind of camera writes its events. Both look at text in Latin-1, where one character is one byte. */
export interface EventGrammar {
  /** Offset of the first event that begins at or after `from`; -1 for none. */
  start(text: string, from: number): number
  /** One past the last character of the event that `text` begins with; null while it is not all there. */
  end(text: string): number | null
}

export type StreamPart =
  | { readonly kind: 'event'; readonly text: string }
  /** `name` as the part's header gives it, '' where it has none. */
  | { readonly kind: 'picture'; readonly picture: Uint8Array; readonly name: string }

export interface EventCounters {
  framesRejected: number
  eventsRejected: number
  /** Bytes of what was rejected. */
  bytesDiscarded: number
}

export interface EventDecoder {
  /** Takes the next bytes, cut anywhere, and returns what became complete, in order. */
  push(chunk: Uint8Array): readonly StreamPart[]
  counters(): Readonly<EventCounters>
}

/** The longest beginning of an event that may lie at the end of what has arrived. */
const markerBytes = 64
/** So much before a picture is kept to find its name in. */
const headerBytes = 1024
const pieceBytes = 64 * 1024
const startOfImage = Buffer.from([0xff, 0xd8, 0xff])

/**
 * Reads events and JPEGs out of a multipart stream by their own structure alone.
 *
 * Boundaries, Content-Type and Content-Length are not trusted, for what cameras send: a boundary announced with
 * `--` and sent without, none at all, a length of 0 or a wrong one, bare LF, JPEGs as octet-stream, boundary
 * bytes within a JPEG. What breaks off is found by the next beginning within it, so that one cut picture does
 * not take the event behind it along. Memory: at most `maximumBytes` and a piece of 64 KiB.
 */
export function createEventDecoder(options: {
  readonly grammar: EventGrammar
  readonly maximumBytes: number
  readonly maximumEventBytes: number
}): EventDecoder {
  const { grammar, maximumBytes, maximumEventBytes } = options
  const counters: EventCounters = { framesRejected: 0, eventsRejected: 0, bytesDiscarded: 0 }
  let store = Buffer.alloc(0)
  let length = 0
  let header = ''
  let walk: ReturnType<typeof startJpegWalk> | null = null
  let inEvent = false

  function append(chunk: Uint8Array): void {
    if (length + chunk.length > store.length) {
      const larger = Buffer.alloc(Math.max(pieceBytes, (length + chunk.length) * 2))
      store.copy(larger, 0, 0, length)
      store = larger
    }
    store.set(chunk, length)
    length += chunk.length
  }

  function dropFront(count: number): void {
    store.copyWithin(0, count, length)
    length -= count
  }

  /** Where the next picture or event begins at or after `from`; -1 for nowhere. */
  function nextStart(from: number): { readonly at: number; readonly picture: boolean } {
    const bytes = store.subarray(0, length)
    const image = bytes.indexOf(startOfImage, from)
    const text = bytes.toString('latin1', 0, image === -1 ? length : image)
    const event = grammar.start(text, from)
    return event === -1 ? { at: image, picture: true } : { at: event, picture: false }
  }

  function begin(): boolean {
    const { at, picture } = nextStart(0)
    const skipped = at === -1 ? Math.max(0, length - markerBytes) : at
    header = (header + store.toString('latin1', 0, skipped)).slice(-headerBytes)
    dropFront(skipped)
    if (at === -1) return false
    if (picture) walk = startJpegWalk()
    else inEvent = true
    return true
  }

  /** Gives up what the store begins with and goes on at whatever begins within it. */
  function reject(counter: 'framesRejected' | 'eventsRejected', seen: number): void {
    counters[counter] += 1
    const { at } = nextStart(1)
    const dropped = at !== -1 && at <= seen ? at : seen
    counters.bytesDiscarded += dropped
    dropFront(dropped)
    walk = null
    inEvent = false
    header = ''
  }

  /** True where the search can go on, false where more bytes are needed. */
  function readPicture(state: ReturnType<typeof startJpegWalk>, parts: StreamPart[]): boolean {
    const outcome = walkJpeg(store.subarray(0, Math.min(length, maximumBytes)), state)
    if (outcome === 'incomplete' && length < maximumBytes) return false
    if (outcome === 'complete') {
      const picture = Uint8Array.prototype.slice.call(store, 0, state.position)
      parts.push({ kind: 'picture', picture, name: nameIn(header) })
      dropFront(state.position)
      walk = null
      header = ''
    } else {
      reject('framesRejected', outcome === 'malformed' ? state.position : maximumBytes)
    }
    return true
  }

  function readEvent(parts: StreamPart[]): boolean {
    const seen = Math.min(length, maximumEventBytes)
    const text = store.toString('latin1', 0, seen)
    const end = grammar.end(text)
    const next = nextStart(1).at
    if (end !== null && (next === -1 || end <= next)) {
      parts.push({ kind: 'event', text: store.toString('utf8', 0, end) })
      dropFront(end)
      inEvent = false
      header = ''
      return true
    }
    if (next !== -1 && next <= seen) reject('eventsRejected', next)
    else if (length >= maximumEventBytes) reject('eventsRejected', maximumEventBytes)
    else return false
    return true
  }

  return {
    push(chunk) {
      const parts: StreamPart[] = []
      for (let from = 0; from < chunk.length; from += pieceBytes) {
        append(chunk.subarray(from, from + pieceBytes))
        for (let goesOn = true; goesOn; ) {
          goesOn = walk !== null ? readPicture(walk, parts) : inEvent ? readEvent(parts) : begin()
        }
      }
      return parts
    },
    counters: () => counters,
  }
}

/** The last file name of the headers in front of a part. */
function nameIn(header: string): string {
  const names = [...header.matchAll(/name="?([^";\r\n]{1,100})/gi)]
  return names.at(-1)?.[1] ?? ''
}
