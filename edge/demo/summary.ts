import type { CrossingOutcome } from '../domain/crossing/events.ts'
import type { Party } from '../domain/party.ts'
import type { RecordedEvent } from '../ports/journal.ts'
import type { LaneStatistics } from '../ports/lane.ts'
import type { PlannedVehicle } from './traffic.ts'

export interface Recognised {
  /** Vehicles or documents that were read at all. */
  readonly read: number
  /** Read as they are. */
  readonly exact: number
}

export interface CentreCount {
  readonly received: number
  readonly missing: number
  readonly duplicates: number
  /** Facts of officers that an approved key signed, those that none did, and those that are not as signed. */
  readonly acts: { readonly signed: number; readonly unsigned: number; readonly refused: number }
}

export interface DemoSummary extends Record<CrossingOutcome, number> {
  readonly crossings: number
  readonly events: number
  readonly plates: Recognised
  readonly documents: Recognised
  /** The same for vehicles by day. */
  readonly day: {
    readonly vehicles: number
    readonly documentsShown: number
    readonly plates: Recognised
    readonly documents: Recognised
  }
  readonly centres: Readonly<Record<Party, CentreCount>>
  readonly ms: Readonly<
    Record<'frameToRead' | 'decisionToBarrier', { readonly p50: number; readonly p99: number }>
  >
}

/** A vehicle of the plan with the crossing that the gateway made of it. */
export interface DrivenVehicle {
  readonly vehicle: PlannedVehicle
  /** Facts of its crossing as a centre received them; empty where none arrived. */
  readonly facts: readonly Pick<RecordedEvent, 'event'>[]
}

export function summarise(
  driven: readonly DrivenVehicle[],
  statistics: LaneStatistics,
  centres: Readonly<Record<Party, CentreCount>>,
): DemoSummary {
  const byDay = driven.filter(({ vehicle }) => vehicle.light === 'day')
  const outcome = (of: CrossingOutcome) =>
    driven.filter(({ facts }) =>
      facts.some(({ event }) => event.type === 'CrossingClosed' && event.data.outcome === of),
    ).length
  const { frameToRead, decisionToBarrier } = statistics
  return {
    crossings: outcome('released') + outcome('refused') + outcome('returned') + outcome('detained'),
    released: outcome('released'),
    refused: outcome('refused'),
    returned: outcome('returned'),
    detained: outcome('detained'),
    events: statistics.events,
    plates: plates(driven),
    documents: documents(driven),
    day: {
      vehicles: byDay.length,
      documentsShown: byDay.reduce((sum, { vehicle }) => sum + vehicle.documents.length, 0),
      plates: plates(byDay),
      documents: documents(byDay),
    },
    centres,
    ms: {
      frameToRead: { p50: frameToRead.p50, p99: frameToRead.p99 },
      decisionToBarrier: { p50: decisionToBarrier.p50, p99: decisionToBarrier.p99 },
    },
  }
}

function plates(driven: readonly DrivenVehicle[]): Recognised {
  const last = driven.map(({ vehicle, facts }) => ({
    truth: vehicle.plate.text,
    read: facts.findLast(({ event }) => event.type === 'PlateRead')?.event,
  }))
  const read = last.filter(({ read }) => read !== undefined)
  const exact = read.filter(({ truth, read }) => read?.type === 'PlateRead' && read.data.text === truth)
  return { read: read.length, exact: exact.length }
}

function documents(driven: readonly DrivenVehicle[]): Recognised {
  let read = 0
  let exact = 0
  for (const { vehicle, facts } of driven) {
    const lines = facts.flatMap(({ event }) =>
      event.type === 'DocumentRead' ? [event.data.lines.join('\n')] : [],
    )
    read += new Set(lines).size
    exact += vehicle.documents.filter((document) => lines.includes(document.lines.join('\n'))).length
  }
  return { read, exact }
}

/** The summary for people. */
export function describeSummary(summary: DemoSummary): string {
  const { crossings, released, refused, returned, plates: plate, documents: document, centres, ms } = summary
  const centre = (party: Party) => {
    const { received, missing, duplicates, acts } = centres[party]
    const signed = `${acts.signed} acts signed, ${acts.unsigned} not, ${acts.refused} refused`
    return `  centre ${party}: ${received} received, ${missing} missing, ${duplicates} twice; ${signed}`
  }
  return [
    `${crossings} crossings: ${released} released, ${refused} refused, ${returned} returned`,
    `  plates: ${plate.exact} exact of ${plate.read} read; documents: ${document.exact} exact of ${document.read} read`,
    centre('KAZ'),
    centre('KGZ'),
    `  frame to read: p50 ${ms.frameToRead.p50} ms, p99 ${ms.frameToRead.p99} ms; ` +
      `decision to barrier: p50 ${ms.decisionToBarrier.p50} ms, p99 ${ms.decisionToBarrier.p99} ms`,
  ].join('\n')
}
