import type { KeyObject } from 'node:crypto'
import { AyaldamaError } from '../ports/errors.ts'
import { commandSchema, type EventsMessage } from '../ports/feed/messages.ts'
import type { StreamEntry, StreamPosition } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import { judgeAcknowledgement, readAcknowledgement } from './acknowledgement.ts'
import type { Alarms } from './alarms.ts'
import { cloudEvent } from './cloud-event.ts'
import { createConfirmations } from './confirmations.ts'
import type { Connection } from './connection.ts'
import type { UplinkOptions } from './options.ts'
import { createPace } from './pace.ts'
import { comparePositions } from './position.ts'
import type { StreamState } from './stream-state.ts'

export interface SessionOptions extends UplinkOptions {
  readonly id: string
  readonly connection: Connection
  readonly state: StreamState
  /** null where the broker acknowledges and the centre signs nothing. */
  readonly centreKey: KeyObject | null
  readonly alarms: Alarms
  /** Where events are published. */
  readonly topic: string
  /** Told first, under the same Receive Maximum as the events. */
  readonly birth: { readonly topic: string; readonly payload: string }
  readonly log: Log
  /** Time-outs in a row: after one, one message at a time, and ever longer waits, until the centre is heard. */
  readonly silences: number
  readonly acknowledgeMs: number
  readonly head: () => StreamPosition
  /** Reads the head again from the journal. */
  readonly refresh: () => Promise<void>
  readonly onChanged: () => void
  /** A true acknowledgement came; `moved` where it moved the cursor. */
  readonly onHeard: (moved: boolean) => void
  readonly onSilence: () => void
  /** Ends the connection; the next one goes back to the cursor. */
  readonly end: (reason: string) => void
}

export interface Session {
  wake(): void
  onAcknowledgement(payload: Uint8Array): void
  onCommand(payload: Uint8Array): void
  stop(): void
}

/** Bytes of one message, so that no broker's usual limit is met; one event may be larger. */
const maxMessageBytes = 256 * 1024
const defaultWindow = 256
/** Messages with new events that may be under way ahead of a backlog. */
const maxLive = 2
/** Events a message; the feed allows no more. */
const maxBatch = 100

/**
 * Sends what the journal holds after the cursor while the connection lasts. A PUBACK frees a place on the
 * way to the broker and means nothing else; the cursor moves on the centre's signed word only, unless the link says
 * that this Party's broker acknowledges.
 */
export function runSession(options: SessionOptions): Session {
  const { connection, state, source, party, gateway, alarms, log } = options
  const byBroker = options.link.acknowledge === 'broker'
  const confirmations = createConfirmations()
  const pace = createPace({ most: options.link.window ?? defaultWindow })
  const batch = Math.min(options.link.batch ?? maxBatch, maxBatch)
  const maxBytes = Math.min(maxMessageBytes, connection.maximumPacketSize - 1_024)
  let probing = options.silences > 0
  let alive = true
  /** Set where the journal is behind its centre: whatever it sent now would reuse numbers. */
  let held = false
  let inFlight = 1
  let pumping = false
  let again = false
  let timer: NodeJS.Timeout | undefined
  /** Nothing of an epoch is sent before the centre has acknowledged in it, or has said that it stands before it. */
  let heard = false
  let waitsForWord = false
  let newestAck: StreamPosition | undefined
  let judging = false
  /** When each message that the centre has not acknowledged was sent, in ms. */
  let sentAt: readonly { readonly to: StreamPosition; readonly at: number }[] = []
  /** New events go ahead of a backlog up to here: it began where the stream ended when the session began. */
  let liveTo = options.head()
  let liveInFlight = 0
  let liveLast = false

  function fail(error: unknown): void {
    if (alive) options.end(error instanceof Error ? error.message : String(error))
  }

  function publish(
    entries: readonly StreamEntry[],
    after: StreamPosition | undefined,
    live = false,
  ): StreamEntry {
    const { fitting, payload, last } = message(entries, after, live)
    inFlight += 1
    if (live) liveInFlight += 1
    const to = { epoch: last.epoch, seq: last.seq }
    const inTurn = after !== undefined
    if (byBroker && inTurn) confirmations.sent(to)
    connection.publish(options.topic, payload, (error, held) => {
      inFlight -= 1
      if (live) liveInFlight -= 1
      if (error !== undefined) refused(error)
      else if (byBroker && held === 'nobody') lost()
      else if (byBroker && inTurn) taken(to)
      wake()
    })
    log.debug({ to: last.seq, events: fitting }, 'events sent')
    return last
  }

  function refused(error: Error): void {
    alarms.raise('broker-refused', error.message)
    fail(error)
  }

  /** In MQTT 3.1.1 nothing tells this from a message that somebody gets. */
  function lost(): void {
    const detail = `nobody is subscribed at the broker of ${party}: what it takes is lost`
    alarms.raise('broker-without-subscriber', detail)
    options.onSilence()
    fail(detail)
  }

  function taken(to: StreamPosition): void {
    const end = confirmations.confirmed(to)
    if (end === null) return
    newestAck = end
    void judge()
  }

  function message(
    entries: readonly StreamEntry[],
    after: StreamPosition | undefined,
    live: boolean,
  ): { readonly fitting: number; readonly payload: string; readonly last: StreamEntry } {
    const [first] = entries
    if (first === undefined) throw new Error('no events to send')
    let last = first
    let bytes = 0
    const events: string[] = []
    for (const entry of entries) {
      if (entry.epoch !== first.epoch) break
      const event = JSON.stringify(cloudEvent(entry, gateway))
      bytes += Buffer.byteLength(event) + 1
      if (events.length > 0 && bytes > maxBytes) break
      events.push(event)
      last = entry
    }
    const content: Omit<EventsMessage, 'events'> = {
      gateway: gateway.gateway,
      checkpoint: gateway.checkpoint,
      party,
      session: options.id,
      epoch: first.epoch,
      from: first.seq,
      to: last.seq,
      ...(after === undefined ? {} : { after }),
      ...(live ? { live } : {}),
    }
    // The events are JSON already: to build it again would double the cost of a drain.
    const payload = `${JSON.stringify(content).slice(0, -1)},"events":[${events.join(',')}]}`
    return { fitting: events.length, payload, last }
  }

  /**
   * Sends new events ahead of a backlog, so that a centre sees what happens now; it gets them again in their
   * turn. False where there are none, or where they are next in turn anyway.
   */
  async function sendLive(): Promise<boolean> {
    // A plain client of a broker that acknowledges gets each event once and in order, as far as it can be had.
    if (byBroker || !epochIsFree(options.head())) return false
    if (comparePositions(liveTo, state.sentTo()) <= 0) liveTo = state.sentTo()
    const inTurn = comparePositions(liveTo, state.sentTo()) === 0
    if (inTurn || liveInFlight >= maxLive || comparePositions(options.head(), liveTo) <= 0) return false
    const entries = await source.readStream(party, liveTo, batch)
    if (!alive || entries.length === 0) return false
    const { epoch, seq } = publish(entries, undefined, true)
    liveTo = { epoch, seq }
    return true
  }

  /**
   * A journal that came out of a backup begins an epoch that its centre has not heard of. It uses no number of it
   * before that centre has said what it has: it may know of a later one.
   */
  function epochIsFree({ epoch }: StreamPosition): boolean {
    if (byBroker || heard || epoch < options.head().epoch || epoch <= state.cursor().epoch) return true
    if (!waitsForWord) {
      waitsForWord = true
      alarms.raise(
        'waits-for-centre',
        `epoch ${epoch} is new to the centre of ${party}: it has to say where it stands`,
      )
      watch()
    }
    return false
  }

  /** False where nothing may or can be sent now. */
  async function sendNext(): Promise<boolean> {
    const window = pace.window()
    if (inFlight >= Math.min(connection.receiveMaximum, window + maxLive)) return false
    const repair = state.nextRepair()
    if (repair !== undefined) {
      const { epoch, from, to } = repair
      const entries = await source.readStream(party, { epoch, seq: from - 1 }, Math.min(batch, to - from + 1))
      if (!alive || state.nextRepair() !== repair) return alive
      if (entries[0]?.epoch !== epoch) state.repaired(to)
      else state.repaired(publish(entries, undefined).seq)
      return true
    }
    const full = state.outstanding() >= (probing ? 1 : window)
    if (!probing && (full || !liveLast) && (await sendLive())) {
      liveLast = true
      return true
    }
    liveLast = false
    if (full) return false
    const after = state.sentTo()
    const entries = await source.readStream(party, after, batch)
    const [first] = entries
    if (!alive || first === undefined) return false
    if (comparePositions(state.sentTo(), after) !== 0) return true
    // The centre learns where an epoch ended by having all of it before the next begins.
    if (first.epoch !== after.epoch && comparePositions(state.cursor(), after) < 0) return false
    if (!epochIsFree(first)) return false
    const last = publish(entries, after)
    state.sent({ epoch: last.epoch, seq: last.seq })
    sentAt = [...sentAt, { to: last, at: options.clock.monotonic() }]
    watch()
    return true
  }

  async function pump(): Promise<void> {
    if (pumping) {
      again = true
      return
    }
    pumping = true
    try {
      do {
        again = false
        await options.refresh()
        while (alive && !held && (await sendNext())) again = false
        options.onChanged()
      } while (again && alive)
    } catch (error) {
      fail(error)
    } finally {
      pumping = false
    }
  }

  function wake(): void {
    if (alive) void pump()
  }

  /** Starts the wait for the centre where something is out and none runs. */
  function watch(): void {
    if (timer !== undefined || (state.outstanding() === 0 && !waitsForWord)) return
    timer = setTimeout(
      () => {
        const who = byBroker ? 'broker' : 'centre'
        alarms.raise('unacknowledged', `the ${who} of ${party} does not acknowledge what was sent`)
        options.onSilence()
        fail(`the ${who} does not acknowledge`)
      },
      options.acknowledgeMs * (probing ? 2 ** Math.min(options.silences, 5) : 1),
    )
  }

  function watchAnew(): void {
    clearTimeout(timer)
    timer = undefined
    watch()
  }

  function measurePace(to: StreamPosition): void {
    const now = options.clock.monotonic()
    const covered = sentAt.filter((message) => comparePositions(message.to, to) <= 0)
    sentAt = sentAt.slice(covered.length)
    const last = covered.at(-1)
    if (last !== undefined) pace.acknowledged(covered.length, now - last.at, now)
  }

  async function judge(): Promise<void> {
    if (judging) return
    judging = true
    try {
      while (alive && newestAck !== undefined) {
        const acknowledged = newestAck
        newestAck = undefined
        await apply(acknowledged)
      }
    } catch (error) {
      fail(error)
    } finally {
      judging = false
    }
  }

  /** A centre that stands in an epoch of before may have more of it than a journal that came out of a backup. */
  async function isUnknown({ epoch, seq }: StreamPosition): Promise<boolean> {
    const known = epoch === options.head().epoch || comparePositions({ epoch, seq }, state.sentHigh()) <= 0
    if (known || options.lacks?.[party] !== undefined) return false
    const [entry] = await source.readStream(party, { epoch, seq: seq - 1 }, 1)
    return entry?.epoch !== epoch || entry.seq !== seq
  }

  async function apply(acknowledged: StreamPosition): Promise<void> {
    await options.refresh()
    const result = judgeAcknowledgement(acknowledged, {
      cursor: state.cursor(),
      sent: state.sentHigh(),
      head: options.head(),
    })
    if (result.verdict === 'journal-behind') {
      held = true
      clearTimeout(timer)
      alarms.raise(
        'journal-behind-centre',
        `the centre has ${show(acknowledged)}, the journal ends at ${show(options.head())}; stop the gateway and give it a new epoch: ayaldama journal new-epoch`,
      )
      return
    }
    heard = true
    waitsForWord = false
    if (await isUnknown(acknowledged)) {
      alarms.raise(
        'backup-lacked',
        `the centre has ${show(acknowledged)}, which is not in this journal: what followed its backup is at the centre only`,
      )
    }
    if (result.verdict === 'back') {
      alarms.raise(
        'centre-went-back',
        `the centre has ${show(result.to)} and had acknowledged ${show(state.cursor())}; sending again`,
      )
    }
    if (result.verdict !== 'same') await source.moveCursor(party, result.to)
    if (!alive) return
    state.apply(result)
    if (result.verdict === 'advance') {
      alarms.progress()
      measurePace(result.to)
    } else if (result.verdict === 'back') sentAt = []
    // A centre that is back says where it stands, and the probe that it may have missed goes out again.
    if (probing && result.verdict === 'same') state.goBackToCursor()
    if (probing || result.verdict !== 'same') watchAnew()
    probing = false
    options.onHeard(result.verdict !== 'same')
    wake()
  }

  const unborn = setTimeout(() => fail('the broker does not answer'), options.acknowledgeMs)
  connection.publish(options.birth.topic, options.birth.payload, (error) => {
    clearTimeout(unborn)
    inFlight -= 1
    if (error !== undefined) refused(error)
    wake()
  })

  return {
    wake,
    onAcknowledgement: (payload) => {
      const { centreKey } = options
      if (byBroker || centreKey === null) return
      try {
        const ack = readAcknowledgement(payload, { ...gateway, party, centreKey })
        if (ack.session !== options.id) return
        newestAck = { epoch: ack.epoch, seq: ack.watermark }
        void judge()
      } catch (error) {
        const detail = error instanceof AyaldamaError ? error.message : String(error)
        alarms.raise('acknowledgement-forged', detail)
      }
    },
    onCommand: (payload) => {
      try {
        const { epoch, gap } = commandSchema.parse(JSON.parse(new TextDecoder().decode(payload)))
        state.askAgain({ epoch, from: gap[0], to: gap[1] })
        wake()
      } catch {
        log.warn({}, 'a command of the centre is not valid')
      }
    },
    stop: () => {
      alive = false
      clearTimeout(timer)
      clearTimeout(unborn)
    },
  }
}

function show({ epoch, seq }: StreamPosition): string {
  return `${epoch}/${seq}`
}
