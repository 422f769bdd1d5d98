import type { CheckpointCommand, CheckpointContext } from '../domain/checkpoint/commands.ts'
import { decideCheckpoint } from '../domain/checkpoint/decide.ts'
import type { CheckpointEvent } from '../domain/checkpoint/events.ts'
import { evolveCheckpoint, foldCheckpoint } from '../domain/checkpoint/evolve.ts'
import { listNotices } from '../domain/checkpoint/notices-for.ts'
import { type CheckpointState, checkpointEventTypes } from '../domain/checkpoint/state.ts'
import type { RuleBook } from '../domain/control/rule-book.ts'
import { withheldFrom } from '../domain/control/sharing.ts'
import type { Actor, OfficerActor } from '../domain/party.ts'
import { lateRegister, type Register } from '../domain/registers/register.ts'
import type { WatchList } from '../domain/watch/watch-list.ts'
import type { Clock } from '../ports/clock.ts'
import type { Unsubscribe } from '../ports/devices.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { NextId } from '../ports/ids.ts'
import type { Journal, NewEvent, RecordedEvent, Share } from '../ports/journal.ts'
import type { CommandResult } from '../ports/lane.ts'
import { type ReceivedList, readList } from '../ports/lists.ts'
import type { Log } from '../ports/log.ts'

/** What holds beside the lanes, folded from the journal; one for all lanes of the gateway. */
export interface Checkpoint {
  readonly state: () => CheckpointState
  readonly registers: () => readonly Register[]
  readonly watchLists: () => readonly WatchList[]
  context(lane: Pick<CheckpointContext, 'lane' | 'hostParty'>): CheckpointContext
  execute(
    command: CheckpointCommand,
    lane: Pick<CheckpointContext, 'lane' | 'hostParty'>,
  ): Promise<CommandResult>
  /** A list that a Party sent. The same or an earlier version changes nothing; resolves when it is durable. */
  receive(
    list: ReceivedList,
    source: 'feed' | 'file',
    signature: string,
  ): Promise<'taken' | 'known' | 'rejected'>
  /** A lane PC asks its Party to approve its key; once is enough. Resolves when it is durable. */
  requestKey(key: string, holder: string, by: OfficerActor): Promise<void>
  onChange(listener: () => void): Unsubscribe
  close(): void
}

export interface CheckpointDeps {
  readonly journal: Pick<Journal, 'append' | 'onRecorded' | 'ofTypes' | 'putEvidence' | 'getEvidence'>
  readonly rules: RuleBook
  readonly clock: Clock
  readonly log: Log
  readonly nextId: NextId
  /** Calendar date at the checkpoint of an instant (ISO 8601). */
  readonly localDate: (at: string) => string
  /** Lane under which facts of the checkpoint are recorded where none is named. */
  readonly lane: string
}

/** Folds what the journal has, reads the lists that hold, and follows the journal from then on. */
export async function openCheckpoint(deps: CheckpointDeps): Promise<Checkpoint> {
  const { journal, log } = deps
  const facts = await journal.ofTypes(checkpointEventTypes)
  const { registers, watchLists } = foldCheckpoint(facts)
  const contents = new Map<string, ReceivedList>()
  for (const { content } of [...registers, ...watchLists]) {
    const found = await journal.getEvidence(content.sha256)
    const read = found && readList(JSON.parse(new TextDecoder().decode(found.bytes)))
    if (read?.ok) contents.set(content.sha256, read.list)
    else log.error({ sha256: content.sha256 }, 'the content of a list is lost')
  }
  return createCheckpoint(deps, facts, contents)
}

/** `facts`: what the journal has so far; `contents`: lists by the hash of their content. */
export function createCheckpoint(
  deps: CheckpointDeps,
  facts: readonly RecordedEvent[],
  contents = new Map<string, ReceivedList>(),
): Checkpoint {
  const { journal, clock } = deps
  let state = foldCheckpoint(facts)
  const listeners = new Set<() => void>()
  const unsubscribe = journal.onRecorded((facts) => {
    const before = state
    state = facts.reduce(evolveCheckpoint, state)
    if (state === before) return
    for (const listener of listeners) listener()
  })

  const envelope = (event: CheckpointEvent, actor: Actor, lane: string): NewEvent => {
    const { pack } = deps.rules.on(deps.localDate(clock.now().toISOString()))
    const share = (party: 'KAZ' | 'KGZ'): Share => {
      const withheld = withheldFrom(party, event, actor, pack)
      return withheld && { withheld }
    }
    return {
      ...{ id: deps.nextId(), event, crossing: null, lane, actor },
      // What was written on paper happened when it was written.
      eventTime: event.type === 'PaperFormEntered' ? event.data.filledAt : clock.now().toISOString(),
      shares: { KAZ: share('KAZ'), KGZ: share('KGZ') },
    }
  }

  const context: Checkpoint['context'] = ({ lane, hostParty }) => ({
    ...{ lane, hostParty, localDate: deps.localDate },
    now: clock.now().toISOString(),
  })

  return {
    state: () => state,
    registers: () =>
      state.registers.flatMap(({ content }) => {
        const found = contents.get(content.sha256)
        return found?.kind === 'register' ? [found.register] : []
      }),
    watchLists: () =>
      state.watchLists.flatMap(({ content }) => {
        const found = contents.get(content.sha256)
        return found?.kind === 'watch-list' ? [found.watchList] : []
      }),
    context,

    async execute(command, place) {
      const decision = decideCheckpoint(command, state, context(place))
      if (!decision.ok) return decision
      await journal.append(decision.events.map((event) => envelope(event, command.by, place.lane)))
      return { ok: true, events: decision.events.map(({ type }) => type) }
    },

    async requestKey(key, holder, by) {
      const { party } = by
      const asked = state.keyRequests.filter((one) => one.party === party)
      if (asked.some((one) => one.key === key)) return
      if (asked.length >= mostKeyRequests) throw new AyaldamaError('console.unavailable', 'signing key')
      const event = { type: 'SigningKeyRequested', data: { party, key, holder } } as const
      await journal.append([envelope(event, by, deps.lane)])
    },

    async receive(list, source, signature) {
      const actor: Actor = { kind: 'gateway' }
      if (list.kind === 'signing-keys') {
        const { party, list: name, version, keys } = list.signingKeys
        const known = state.signingKeys.find((one) => one.party === party && one.list === name)
        if (known && known.version >= version) return 'known'
        const data = { party, list: name, version, keys, signature, source }
        await journal.append([envelope({ type: 'SigningKeysApproved', data }, actor, deps.lane)])
        return 'taken'
      }
      const bytes = new TextEncoder().encode(JSON.stringify(list))
      if (list.kind === 'watch-list') {
        const { party, list: name, version, entries } = list.watchList
        const known = state.watchLists.find((one) => one.party === party && one.list === name)
        if (known && known.version >= version) return 'known'
        const content = await journal.putEvidence(bytes, listMediaType)
        contents.set(content.sha256, list)
        const data = { party, list: name, version, entries: entries.length, content, source }
        await journal.append([envelope({ type: 'WatchListReceived', data }, actor, deps.lane)])
        return 'taken'
      }
      const { register } = list
      const { party, category, list: name, version, issuer, from, until, entries } = register
      const known = state.registers.find((one) => one.party === party && one.list === name)
      if (known && known.version >= version) return 'known'
      const late = lateRegister(register)
      if (late !== null) {
        const data = { party, list: name, ...late }
        await journal.append([envelope({ type: 'RegisterRejected', data }, actor, deps.lane)])
        return 'rejected'
      }
      const content = await journal.putEvidence(bytes, listMediaType)
      contents.set(content.sha256, list)
      const base = { party, category, list: name, version, issuer, from, until }
      const data = { ...base, entries: entries.length, content, source }
      const received = { type: 'RegisterReceived', data } as const
      const events = [received, ...listNotices(received.data, clock.now().toISOString())]
      await journal.append(events.map((event) => envelope(event, actor, deps.lane)))
      return 'taken'
    },

    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      unsubscribe()
      listeners.clear()
    },
  }
}

/** Keys that a Party is asked for; an officer's browser that asks for ever new ones fills no journal. */
const mostKeyRequests = 200

/** Lists are kept beside pictures, and shown to nobody. */
export const listMediaType = 'application/vnd.ayaldama.list+json'
