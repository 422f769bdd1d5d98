import type { NewEvent } from '../../edge/ports/journal.ts'

/** What a mistake makes of events on their way into the journal. */
export type Planted = (events: readonly NewEvent[]) => readonly NewEvent[]

/** A mistake in what the Parties are given, and what the comparison of the day must say of it. */
export interface Plant {
  readonly plant: () => Planted
  readonly finds: RegExp
}

const whole = { withheld: [] }
const toBoth = { KAZ: whole, KGZ: whole }

function once(finds: RegExp, is: (event: NewEvent) => boolean, shares: NewEvent['shares']): Plant {
  const plant = () => {
    let planted = false
    return (events: readonly NewEvent[]) =>
      events.map((event) => {
        if (planted || !is(event)) return event
        planted = true
        return { ...event, shares }
      })
  }
  return { plant, finds }
}

/** Mistakes that the comparison has to find, each made once a checkpoint. */
export const plants = {
  'leaked-hit': once(/WatchHit .* should not be there/, ({ event }) => event.type === 'WatchHit', toBoth),
  'leaked-list': once(
    /WatchListReceived .* should not be there/,
    ({ event }) => event.type === 'WatchListReceived',
    toBoth,
  ),
  'leaked-note': once(
    /ControlCompleted .* holds what is own to/,
    ({ event }) => event.type === 'ControlCompleted' && event.data.note?.startsWith('own-') === true,
    toBoth,
  ),
  'leaked-rule': once(
    /ControlSelected .*: its data are not the same/,
    ({ event }) => event.type === 'ControlSelected',
    toBoth,
  ),
  'leaked-paper': once(
    /VehiclePaperRead .* holds what is own to/,
    ({ event }) => event.type === 'VehiclePaperRead',
    toBoth,
  ),
  'missing-event': once(
    /KGZ: PassageConfirmed .* is missing/,
    ({ event }) => event.type === 'PassageConfirmed',
    { KAZ: whole, KGZ: null },
  ),
  'missing-notice': once(
    /KAZ: RefusalNoticeIssued .* is missing/,
    ({ event }) => event.type === 'RefusalNoticeIssued',
    { KAZ: null, KGZ: whole },
  ),
  'cut-field': once(
    /KAZ: CrossingRefused .*: its data are not the same/,
    ({ event }) => event.type === 'CrossingRefused',
    { KAZ: { withheld: ['reason'] }, KGZ: whole },
  ),
} as const satisfies Readonly<Record<string, Plant>>

/** All of them in one journal. */
export function all(of: readonly Plant[]): Planted {
  const planted = of.map(({ plant }) => plant())
  return (events) => planted.reduce((so, one) => one(so), events)
}
