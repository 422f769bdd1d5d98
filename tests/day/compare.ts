import { isDeepStrictEqual } from 'node:util'
import type { Centre } from '../../edge/central/centre.ts'
import type { CentreEvent } from '../../edge/central/store.ts'
import { foldCheckpoint } from '../../edge/domain/checkpoint/evolve.ts'
import type { AnyEvent, CrossingEvent } from '../../edge/domain/crossing/events.ts'
import { evolve } from '../../edge/domain/crossing/evolve.ts'
import { type CrossingState, initialState, type OpenCrossing } from '../../edge/domain/crossing/state.ts'
import { otherParty, type Party, parties } from '../../edge/domain/party.ts'
import { packEvidence } from '../../edge/journal/evidence-archive.ts'
import { openGatewayKey } from '../../edge/journal/gateway-key.ts'
import type { RecordedEvent } from '../../edge/ports/journal.ts'
import type { Site } from './site.ts'

export interface Comparison {
  readonly events: number
  /** The same at both centres; there and not there; at one centre without a field. */
  readonly equal: number
  readonly ownOnly: number
  readonly cut: number
  /** Texts marked as one Party's own that the journal holds. */
  readonly secrets: number
  readonly differences: readonly string[]
}

/**
 * What a Party must not get of an event, said here once more in words of its own and not by the policy of the
 * pack: null for the whole event, else the fields.
 */
function hiddenFrom(party: Party, { event, actor }: RecordedEvent): readonly string[] | null {
  const other = otherParty(party)
  switch (event.type) {
    case 'WatchHit':
    case 'WatchListReceived':
      return event.data.party === other ? null : []
    case 'ControlSelected':
      return event.data.control.party === other ? ['rule'] : []
    case 'ControlCompleted': {
      const ownToOther = actor.kind === 'officer' && actor.party === other
      const { kind } = event.data.control
      return ownToOther && (kind === 'border' || kind === 'customs') ? ['note'] : []
    }
    case 'VehiclePaperRead':
      return event.data.lawInForce === other ? ['text'] : []
    default:
      return []
  }
}

/** Compares a gateway's journal with what both centres hold of it. */
export async function compare(
  site: Site,
  centres: Readonly<Record<Party, Centre>>,
  finished: ReadonlyMap<string, OpenCrossing>,
): Promise<Comparison> {
  const gateway = `${site.identity.checkpoint}/${site.identity.gateway}`
  const journal = await wholeJournal(site)
  const held = (party: Party) => centres[party].events().filter((event) => event.gateway === gateway)
  const streams = { KAZ: held('KAZ'), KGZ: held('KGZ') }
  const differences: string[] = []
  const wrong = (what: string) => differences.push(`${gateway}: ${what}`)
  let secrets = 0
  const counts = { equal: 0, ownOnly: 0, cut: 0 }
  const places = { KAZ: 0, KGZ: 0 }
  for (const recorded of journal) {
    const seen = parties.map((party) => hiddenFrom(party, recorded))
    const cut = seen.some((paths) => (paths ?? []).some((path) => Object.hasOwn(recorded.event.data, path)))
    counts[seen.includes(null) ? 'ownOnly' : cut ? 'cut' : 'equal'] += 1
    if (JSON.stringify(recorded.event.data).includes('own-')) secrets += 1
    for (const [index, party] of parties.entries()) {
      const paths = seen[index]
      if (paths === null || paths === undefined) continue
      const found = streams[party][places[party]]
      if (found?.id === recorded.id) {
        places[party] += 1
        const problem = differs(found, recorded, paths)
        if (problem) wrong(`${party}: ${recorded.event.type} ${recorded.id}: ${problem}`)
        continue
      }
      const later = streams[party].findIndex(({ id }) => id === recorded.id)
      if (later < 0) wrong(`${party}: ${recorded.event.type} ${recorded.id} is missing`)
      else {
        for (const extra of streams[party].slice(places[party], later))
          wrong(`${party}: ${extra.event.type} ${extra.id} should not be there`)
        places[party] = later + 1
      }
    }
  }
  for (const party of parties) {
    for (const extra of streams[party].slice(places[party]))
      wrong(`${party}: ${extra.event.type} ${extra.id} should not be there`)
    const texts = streams[party].filter((event) => JSON.stringify(event).includes(`own-${otherParty(party)}`))
    for (const { id, event } of texts)
      wrong(`${party}: ${event.type} ${id} holds what is own to ${otherParty(party)}`)
    const cosigned = centres[party].heads(gateway)
    if (cosigned.cosigned !== journal.length) wrong(`${party}: ${cosigned.cosigned} events are cosigned`)
    for (const alarm of cosigned.alarms) wrong(`${party}: ${alarm}`)
    const { missing, duplicates, conflicts, invalid } = centres[party].summary(gateway)
    if (missing + duplicates + conflicts + invalid > 0) wrong(`${party}: the stream is not whole`)
  }
  for (const problem of replayed(site, journal, streams, finished)) wrong(problem)
  return { events: journal.length, ...counts, secrets, differences }
}

function differs(found: CentreEvent, recorded: RecordedEvent, hidden: readonly string[]): string | null {
  const { event, crossing, lane, eventTime, actor } = recorded
  const data = Object.fromEntries(Object.entries(event.data).filter(([key]) => !hidden.includes(key)))
  if (found.event.type !== event.type || found.crossing !== crossing || found.lane !== lane)
    return 'type, crossing or lane is another'
  if (found.eventTime !== eventTime) return 'its time is another'
  if (actor.kind === 'officer' && found.cloudEvent.actorid !== actor.officer) return 'its officer is another'
  if (!isDeepStrictEqual(found.event.data, JSON.parse(JSON.stringify(data))))
    return 'its data are not the same'
  const named = hidden.filter((path) => Object.hasOwn(event.data, path))
  return isDeepStrictEqual(found.withheld, named) ? null : `withheld is [${found.withheld}], not [${named}]`
}

/** Folded again from the journal every state is the one that was; each Party's own fold comes to the same end. */
function replayed(
  site: Site,
  journal: readonly RecordedEvent[],
  streams: Readonly<Record<Party, readonly CentreEvent[]>>,
  finished: ReadonlyMap<string, OpenCrossing>,
): readonly string[] {
  const problems: string[] = []
  const key = openGatewayKey(site.directory)
  const byCrossing = Map.groupBy(journal, ({ crossing }) => crossing)
  const ofParty = {
    KAZ: Map.groupBy(streams.KAZ, ({ crossing }) => crossing),
    KGZ: Map.groupBy(streams.KGZ, ({ crossing }) => crossing),
  }
  for (const [crossing, state] of finished) {
    const events = byCrossing.get(crossing) ?? []
    const folded = events.reduce<CrossingState>(
      (so, { event, actor, eventTime }) => evolve(so, { event: event as CrossingEvent, actor, eventTime }),
      initialState,
    )
    if (!isDeepStrictEqual(plain(folded), plain(state)))
      problems.push(`the journal gives another state of crossing ${crossing}`)
    for (const party of parties) {
      const end = ofParty[party]
        .get(crossing)
        ?.findLast(({ event }) => event.type === 'CrossingClosed')?.event
      if (end?.type !== 'CrossingClosed' || end.data.outcome !== state.outcome)
        problems.push(`${party} does not know how crossing ${crossing} ended`)
      const archive = packEvidence({ crossing, events, picture: () => null, party, tree: null }, key, '')
      if (Buffer.from(archive).includes(`own-${otherParty(party)}`))
        problems.push(`the evidence of ${party} holds what is own to ${otherParty(party)}: ${crossing}`)
    }
    problems.push(
      ...unlawful(
        crossing,
        events.map(({ event }) => event),
      ),
    )
  }
  if (!isDeepStrictEqual(plain(foldCheckpoint(journal)), plain(site.checkpoint.state())))
    problems.push('the journal gives another state of the checkpoint')
  return problems
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** What must stand before a release, read from the facts alone. */
function unlawful(crossing: string, events: readonly AnyEvent[]): readonly string[] {
  const place = (type: AnyEvent['type']) => events.findIndex((event) => event.type === type)
  const released = place('CrossingReleased')
  const [opened] = events
  const takenOver = place('CrossingTakenOver')
  const separate = takenOver >= 0 || (opened?.type === 'CrossingOpened' && opened.data.regime === 'separate')
  const concluded = place('ExitControlConcluded')
  if (released >= 0 && !separate && (concluded < 0 || concluded > released))
    return [`crossing ${crossing} is released without a conclusion of exit control`]
  const raised = events.findIndex((event) => event.type === 'BarrierOpened')
  if (raised >= 0 && (place('BarrierOpeningOrdered') < 0 || place('BarrierOpeningOrdered') > raised))
    return [`a boom went up for crossing ${crossing} before a decision`]
  return []
}

async function wholeJournal({ journal }: Site): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for (;;) {
    const last = events.at(-1)
    const page = await journal.read({ epoch: last?.epoch ?? 1, seq: last?.seq ?? 0 }, 1000)
    if (page.length === 0) return events
    events.push(...page)
  }
}
