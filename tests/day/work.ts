import type { OfficerCommand } from '../../edge/domain/crossing/commands.ts'
import { holdingSteps } from '../../edge/domain/crossing/state.ts'
import type { ControlKind, OfficerActor, Party } from '../../edge/domain/party.ts'
import { readVehiclePaper } from '../../edge/lane/vehicle-paper.ts'
import { officer } from '../support/crossing-spec.ts'
import type { DayLane } from './lane.ts'
import { type Traveller, travellerOf, type Wishes } from './travellers.ts'

export const border = (party: Party): OfficerActor => officer(party)

/** The same officer with another of the Party beside: for acts that the pack asks of two. */
export const withSecond = (by: OfficerActor): OfficerActor => ({
  ...by,
  second: { officer: `${by.party}-shift-leader`, party: by.party, body: by.body },
})

/** A vehicle comes, its plate and papers are read, and it is let into the control zone. */
export async function arrive(lane: DayLane, wishes: Wishes = {}): Promise<Traveller> {
  const { chance, today } = lane.site
  const traveller = travellerOf(chance, today(), wishes)
  await lane.open()
  await readPlate(lane, traveller)
  await readDocuments(lane, traveller)
  return traveller
}

export async function readPlate(lane: DayLane, { plate, country }: Traveller): Promise<void> {
  const { chance, journal } = lane.site
  // One vehicle in twenty keeps its picture: enough for evidence, and few enough for a day in minutes.
  const frame =
    chance.next() < 0.05 ? await journal.putEvidence(Buffer.from(`frame of ${plate}`), 'image/jpeg') : null
  const read = { part: 'vehicle', text: plate, country, confidence: 0.97, accepted: true } as const
  await lane.wait(1, 3)
  await lane.device(
    { type: 'RecordPlate', read: { ...read, source: 'model', ...(frame && { frame }) } },
    'camera',
  )
}

export async function readDocuments(lane: DayLane, { documents }: Traveller): Promise<void> {
  for (const read of documents) {
    await lane.wait(2, 6)
    await lane.device({ type: 'RecordDocument', read }, 'reader')
  }
}

/** A vehicle paper handed to the officers at work; its text is their Party's own where the pack says so. */
export async function scanPaper(lane: DayLane): Promise<void> {
  const text = `own-${lawOf(lane)}-paper ${lane.crossing()}`
  const read = readVehiclePaper({
    ...{ type: 'BarcodeScanned', format: 'PDF417', text, bytes: Buffer.from(text), at: 0 },
  })
  await lane.device({ type: 'RecordVehiclePaper', read }, 'scanner')
}

function lawOf(lane: DayLane): Party {
  const { phase } = lane.state()
  if (lane.state().regime === 'separate') return lane.hostParty
  return phase === 'exitControl' ? lane.exitParty : lane.entryParty
}

export const start = (party: Party, kind: ControlKind, repeatReason?: string): OfficerCommand => ({
  ...{ type: 'StartControl', control: { party, kind }, by: officer(party, kind) },
  ...(repeatReason !== undefined && { repeatReason }),
})

/** Notes of border and customs are their Party's own in all three packs; those of other bodies are not. */
export const complete = (party: Party, kind: ControlKind): OfficerCommand => ({
  ...{ type: 'CompleteControl', control: { party, kind }, decision: 'released', by: officer(party, kind) },
  note: kind === 'border' || kind === 'customs' ? `own-${party}-note of ${kind}` : `for both: ${kind}`,
})

/** The controls of one Party that hold the vehicle, side by side (JC 9.2). */
export async function controls(lane: DayLane, party: Party): Promise<void> {
  const planned = () => holdingSteps(lane.state(), party).filter(({ state }) => state === 'planned')
  for (const { control } of planned()) {
    await lane.wait(1, 4)
    // What the other Party has done already is repeated for a reason only (JC 1).
    const done = lane
      .state()
      .steps.some(
        (one) =>
          one.control.kind === control.kind && one.control.party !== party && one.state === 'completed',
      )
    const again = done && control.mode !== 'always' ? 'selected by our own risk rule' : undefined
    await lane.act(start(party, control.kind, again))
  }
  const begun = () => holdingSteps(lane.state(), party).filter(({ state }) => state === 'started')
  for (const { control } of begun()) {
    await lane.wait(8, 30)
    await lane.act(complete(party, control.kind))
  }
}

export const conclude = (lane: DayLane): OfficerCommand => ({
  type: 'ConcludeExitControl',
  by: border(lane.exitParty),
})
export const release = (lane: DayLane): OfficerCommand => ({ type: 'Release', by: border(lane.entryParty) })

export async function exitControl(lane: DayLane): Promise<void> {
  await controls(lane, lane.exitParty)
  await lane.wait(2, 6)
  await lane.act(conclude(lane))
}

export async function entryControl(lane: DayLane): Promise<void> {
  await controls(lane, lane.entryParty)
  await lane.wait(2, 6)
  await lane.act(release(lane))
}

/** BR 17.2: the entry Party does not let it in, and the exit Party takes it back. */
export async function refuse(lane: DayLane, cause: string): Promise<void> {
  await lane.refused(
    { type: 'Refuse', by: border(lane.entryParty), cause, reason: ' ' },
    'control.reason-required',
  )
  await lane.act({ type: 'Refuse', by: border(lane.entryParty), cause, reason: `not let in: ${cause}` })
  await lane.refused(
    { type: 'OpenBarrier', by: border(lane.entryParty), barrier: 'returnBarrier' },
    'refusal.not-accepted',
  )
  await lane.wait(10, 40)
  await lane.act({ type: 'AcceptReadmission', by: border(lane.exitParty) })
}

/** Acts that nobody may give now: each must be refused, whatever the day brings. */
export async function overstep(lane: DayLane): Promise<void> {
  const { exitParty, entryParty } = lane
  if (lane.state().phase !== 'exitControl' || lane.state().regime === 'separate') return
  await lane.refused(start(entryParty, 'border'), 'control.exit-not-concluded')
  await lane.refused({ type: 'Release', by: border(exitParty) }, 'officer.wrong-party')
  await lane.refused(release(lane), 'control.exit-not-concluded')
  await lane.refused(conclude(lane), 'control.open')
  const control = { party: exitParty, kind: 'border' as const }
  await lane.refused(
    { type: 'WaiveControl', by: border(exitParty), control, reason: 'in haste' },
    'control.border-cannot-be-waived',
  )
  await lane.refused(
    { type: 'OpenBarrier', by: border(entryParty), barrier: 'releaseBarrier' },
    'crossing.not-decided',
  )
}

/** What was detained leaves the lane on the side of the Party that detains it. */
export async function leaveDetained(lane: DayLane, party: Party): Promise<void> {
  const barrier = party === lane.exitParty ? 'returnBarrier' : 'releaseBarrier'
  await lane.wait(20, 60)
  await lane.act({ type: 'OpenBarrier', by: border(party), barrier })
}
