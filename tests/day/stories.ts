import type { CheckpointCommand } from '../../edge/domain/checkpoint/commands.ts'
import type { OfficerCommand } from '../../edge/domain/crossing/commands.ts'
import { holdingSteps } from '../../edge/domain/crossing/state.ts'
import type { Party } from '../../edge/domain/party.ts'
import { officer } from '../support/crossing-spec.ts'
import type { DayLane, Outcome } from './lane.ts'
import { listed, travellerOf } from './travellers.ts'
import {
  arrive,
  border,
  complete,
  conclude,
  controls,
  entryControl,
  exitControl,
  leaveDetained,
  overstep,
  readDocuments,
  readPlate,
  refuse,
  release,
  scanPaper,
  start,
} from './work.ts'

type Declaration = Extract<CheckpointCommand, { type: 'DeclareRestriction' }>

/** One way that a crossing can go. */
export interface Story {
  readonly name: string
  readonly category: string
  readonly outcome: Outcome
  /** How often, beside the others. */
  readonly weight: number
  play(lane: DayLane): Promise<void>
}

const story = (
  name: string,
  outcome: Outcome,
  play: Story['play'],
  more: { readonly category?: string; readonly weight?: number } = {},
): Story => ({ ...{ name, outcome, play, category: 'ordinary', weight: 1 }, ...more })

const through = async (lane: DayLane) => {
  await exitControl(lane)
  await entryControl(lane)
}
const byList = (category: 'rescue' | 'service-staff' | 'tourist-group') =>
  story(
    `${category} by its list`,
    'released',
    async (lane) => {
      await arrive(
        lane,
        category === 'tourist-group' ? { document: listed[category] } : { plate: listed[category] },
      )
      if (lane.state().category?.category !== category)
        throw new Error(`${category} is not found by its list`)
      await through(lane)
    },
    { category, weight: 2 },
  )

/** Stories of a checkpoint that is open to everyone. */
export const stories: readonly Story[] = [
  story(
    'nothing special',
    'released',
    async (lane) => {
      await arrive(lane, { persons: lane.site.chance.between(1, 4) })
      if (lane.site.chance.next() < 0.2) await overstep(lane)
      await through(lane)
    },
    { weight: 60 },
  ),
  story(
    'a vehicle paper read by each Party',
    'released',
    async (lane) => {
      await arrive(lane)
      await scanPaper(lane)
      await exitControl(lane)
      await scanPaper(lane)
      await entryControl(lane)
    },
    { weight: 4 },
  ),
  byList('rescue'),
  byList('service-staff'),
  byList('tourist-group'),
  story(
    'rescue by a paper list, with its equipment',
    'released',
    async (lane) => {
      await arrive(lane)
      const assign = { type: 'AssignCategory', by: border(lane.exitParty), category: 'rescue' } as const
      const told = { list: 'paper 7', reason: 'fire beyond the border' }
      await lane.refused({ ...assign, ...told }, 'category.equipment-required')
      await lane.act({ ...assign, ...told, equipment: ['pump', 'ladder'] })
      await through(lane)
    },
    { category: 'rescue' },
  ),
  story(
    'border service: border control alone',
    'released',
    async (lane) => {
      await arrive(lane)
      const assign = { type: 'AssignCategory', by: border(lane.exitParty) } as const
      await lane.act({ ...assign, category: 'border-service', reason: 'order 12' })
      await through(lane)
    },
    { category: 'border-service', weight: 2 },
  ),
  story(
    'diplomatic',
    'released',
    async (lane) => {
      await arrive(lane)
      const assign = { type: 'AssignCategory', by: border(lane.exitParty) } as const
      await lane.act({ ...assign, category: 'diplomatic', reason: 'diplomatic passport' })
      await through(lane)
    },
    { category: 'diplomatic', weight: 2 },
  ),
  story('customs waived for a reason', 'released', async (lane) => {
    await arrive(lane)
    const control = { party: lane.exitParty, kind: 'customs' as const }
    const waive = { type: 'WaiveControl', by: officer(lane.exitParty, 'customs'), control } as const
    await lane.refused({ ...waive, reason: '' }, 'control.reason-required')
    await lane.act({ ...waive, reason: 'empty vehicle' })
    await through(lane)
  }),
  story('customs of the other Party recognised', 'released', async (lane) => {
    await arrive(lane)
    await customsOfExit(lane)
    const control = { party: lane.entryParty, kind: 'customs' as const }
    await lane.act({ type: 'RecogniseControl', by: officer(lane.entryParty, 'customs'), control })
    await entryControl(lane)
  }),
  story('another body called', 'released', async (lane) => {
    await arrive(lane)
    await exitControl(lane)
    const control = { party: lane.entryParty, kind: 'transport' as const }
    const call = { type: 'CallControl', by: border(lane.entryParty), control } as const
    await lane.act({ ...call, reason: 'axle load' })
    await lane.refused({ ...call, reason: 'again' }, 'control.already-called')
    await lane.refused(release(lane), 'control.open')
    await entryControl(lane)
  }),
  story('animals: the veterinary control is selected', 'released', async (lane) => {
    await arrive(lane)
    await exitControl(lane)
    await lane.act({ type: 'DeclareGoods', by: officer(lane.entryParty, 'customs'), goods: ['animals'] })
    if (!holdingSteps(lane.state(), lane.entryParty).some(({ control }) => control.kind === 'veterinary'))
      throw new Error('animals meet no veterinary')
    await entryControl(lane)
  }),
  story('referred to a place outside, and followed up', 'released', async (lane) => {
    await arrive(lane)
    const kind = 'customs' as const
    await lane.act(start(lane.exitParty, kind))
    await lane.wait(5, 20)
    const control = { party: lane.exitParty, kind }
    const by = officer(lane.exitParty, kind)
    const refer = { type: 'CompleteControl', by, control, decision: 'referred' } as const
    await lane.refused(refer, 'control.place-required')
    await lane.act({ ...refer, place: 'customs terminal', followUpBy: '2026-11-26' })
    await through(lane)
    const referral = lane.site.checkpoint.state().referrals.at(-1)
    if (!referral) throw new Error('no referral is open')
    // The law of the lane does not wait for it; the last day does.
    await lane.wait(30, 60)
    await lane.act({ type: 'FollowUpReferral', by, subject: referral.id, result: 'cleared there' })
  }),
  story(
    'returned by the exit Party',
    'returned',
    async (lane) => {
      await arrive(lane)
      await lane.act(start(lane.exitParty, 'border'))
      await lane.wait(10, 30)
      await lane.act({ type: 'Return', by: border(lane.exitParty), reason: 'no permission to leave' })
    },
    { weight: 3 },
  ),
  story(
    'refused, and readmitted',
    'refused',
    async (lane) => {
      await arrive(lane)
      await exitControl(lane)
      await lane.act(start(lane.entryParty, 'border'))
      await lane.refused(
        { type: 'Return', by: border(lane.exitParty), reason: 'too late' },
        'control.exit-concluded',
      )
      await refuse(lane, 'no-right-of-entry')
    },
    { weight: 3 },
  ),
  story('a document on which its citizen does not pass', 'returned', async (lane) => {
    await arrive(lane, { code: 'X', citizenship: 'KAZ' })
    await lane.act(start(lane.exitParty, 'border'))
    await lane.refused(complete(lane.exitParty, 'border'), 'document.not-accepted')
    await lane.act({ type: 'Return', by: border(lane.exitParty), reason: 'no document to pass on' })
  }),
  story('exit control reopened, and concluded again', 'released', async (lane) => {
    await arrive(lane)
    await exitControl(lane)
    await lane.act(start(lane.entryParty, 'border'))
    await reopen(lane)
    await lane.refused(complete(lane.entryParty, 'border'), 'control.exit-not-concluded')
    await lane.act(start(lane.exitParty, 'border', 'a wanted person may be inside'))
    await through(lane)
  }),
  story('exit control reopened, and the vehicle returned', 'returned', async (lane) => {
    await arrive(lane)
    await exitControl(lane)
    await reopen(lane)
    await lane.wait(10, 20)
    await lane.act({ type: 'Return', by: border(lane.exitParty), reason: 'a wanted person' })
  }),
  story('one law violated: its Party detains', 'detained', async (lane) => {
    await arrive(lane)
    await exitControl(lane)
    await violation(lane, [lane.entryParty])
    await detain(lane, lane.entryParty)
  }),
  story('both laws violated: the Party of departure detains', 'detained', async (lane) => {
    await arrive(lane)
    await exitControl(lane)
    await violation(lane, [lane.exitParty, lane.entryParty])
    await lane.refused(detention(lane.entryParty), 'violation.other-jurisdiction')
    await detain(lane, lane.exitParty)
  }),
  story('a person held, and cleared', 'released', async (lane) => {
    const { documents } = await arrive(lane, { persons: 3 })
    const held = documents[1]?.document ?? ''
    await lane.act({
      ...{ type: 'HoldPassenger', by: border(lane.exitParty), document: held, reason: 'doubt' },
    })
    await controls(lane, lane.exitParty)
    await lane.refused(conclude(lane), 'passenger.held')
    await lane.refused(
      { type: 'ClearPassenger', by: border(lane.entryParty), document: held, reason: 'not ours' },
      'passenger.not-held',
    )
    await lane.wait(30, 90)
    await lane.act({
      ...{ type: 'ClearPassenger', by: border(lane.exitParty), document: held, reason: 'cleared' },
    })
    await through(lane)
  }),
  story('held by a Party over the release', 'released', async (lane) => {
    await arrive(lane)
    await exitControl(lane)
    await controls(lane, lane.entryParty)
    await lane.act({ type: 'HoldVehicle', by: border(lane.exitParty), reason: 'a call is awaited' })
    await lane.act(release(lane))
    await lane.refused(
      { type: 'OpenBarrier', by: border(lane.entryParty), barrier: 'releaseBarrier' },
      'barrier.held',
    )
    await lane.refused({ type: 'LiftHold', by: border(lane.entryParty) }, 'barrier.not-held')
    await lane.wait(20, 40)
    await lane.act({ type: 'LiftHold', by: border(lane.exitParty) })
  }),
  ...(['KAZ', 'KGZ', 'both'] as const).map((whose) =>
    story(
      `on a watch list of ${whose}`,
      'released',
      async (lane) => {
        await arrive(lane, { plate: listed.wanted[whose] })
        if (lane.state().hits.length !== (whose === 'both' ? 2 : 1)) throw new Error('the hit is not found')
        await through(lane)
      },
      { weight: 2 },
    ),
  ),
  story('late from the border, by a breakdown', 'released', async (lane) => {
    const { site } = lane
    const traveller = travellerOf(site.chance, site.today())
    const passedAt = new Date(site.time.now().getTime() - 55 * 60_000).toISOString()
    await lane.act({
      ...{ type: 'ReportBorderPoint', by: border(lane.exitParty), plate: traveller.plate },
      ...{ point: 'border mark 41', passedAt },
    })
    await lane.open()
    await readPlate(lane, traveller)
    await readDocuments(lane, traveller)
    if (!lane.state().transit?.over) throw new Error('the long transit is not seen')
    const explain = { type: 'ExplainTransit', by: border(lane.exitParty), exception: 'breakdown' } as const
    await lane.act({ ...explain, reason: 'a wheel' })
    await through(lane)
  }),
  story('no camera: the plate is entered by hand', 'released', async (lane) => {
    const traveller = travellerOf(lane.site.chance, lane.site.today())
    await lane.open()
    const correct = { type: 'CorrectPlate', by: border(lane.exitParty), text: traveller.plate } as const
    await lane.refused({ ...correct, country: 'KZ', reason: '' }, 'control.reason-required')
    await lane.act({ ...correct, country: traveller.country, reason: 'the camera is dead' })
    await readDocuments(lane, traveller)
    await through(lane)
  }),
  story('no reader: the document is entered by hand', 'released', async (lane) => {
    const traveller = travellerOf(lane.site.chance, lane.site.today())
    await lane.open()
    await readPlate(lane, traveller)
    await lane.act(start(lane.exitParty, 'border'))
    await lane.refused(complete(lane.exitParty, 'border'), 'crossing.not-identified')
    await lane.act({
      ...{ type: 'EnterDocument', by: border(lane.exitParty), documentCode: 'P', issuingState: 'KGZ' },
      ...{ documentNumber: 'AC1234567', nationality: 'KGZ', surname: 'ASANOV', givenNames: 'BAKYT' },
      ...{ birthDate: '1980-01-02', expiryDate: '2030-01-02', reason: 'the reader is dead' },
    })
    await through(lane)
  }),
  story('a boom that fails once', 'released', async (lane) => {
    await arrive(lane)
    await exitControl(lane)
    await controls(lane, lane.entryParty)
    lane.trouble('boom')
    await lane.act(release(lane))
    await lane.wait(10, 20)
    await lane.act({ type: 'OpenBarrier', by: border(lane.entryParty), barrier: 'releaseBarrier' })
  }),
  story('a passage that the loops did not see', 'released', async (lane) => {
    await arrive(lane)
    await exitControl(lane)
    await controls(lane, lane.entryParty)
    lane.trouble('loops')
    await lane.act(release(lane))
  }),
  story('an incident, a joint meeting, and its end', 'released', async (lane) => {
    await arrive(lane)
    await lane.act({
      ...{ type: 'OpenIncident', by: border(lane.exitParty), kind: 'damage', place: lane.lane },
      ...{ causes: 'ice', participants: ['driver'], witnesses: ['officer'] },
    })
    await through(lane)
    await incident(lane)
  }),
  story('a restriction on animals stands against it', 'refused', async (lane) => {
    const { time, checkpoint } = lane.site
    const hours = (count: number) => new Date(time.now().getTime() + count * 3_600_000).toISOString()
    const by = officer(lane.entryParty, 'veterinary')
    const scope = { lane: lane.lane, exitParty: lane.exitParty, citizenships: [], goods: ['animals'] }
    const declare = (from: number, more: Pick<Declaration, 'article' | 'place'>): Declaration => ({
      ...{ type: 'DeclareRestriction', by, cause: 'epizootic', reason: 'foot-and-mouth disease' },
      ...{ scope, from: hours(from), until: hours(from + 3), ...more },
    })
    await lane.refused(declare(40, { article: 'BR 11', place: 'outside' }), 'restriction.lead-time')
    await lane.act(declare(0, { article: 'BR 25', place: 'established' }))
    await arrive(lane)
    await exitControl(lane)
    await lane.act({ type: 'DeclareGoods', by: border(lane.entryParty), goods: ['animals'] })
    await controls(lane, lane.entryParty)
    await lane.refused(release(lane), 'restriction.in-force')
    await refuse(lane, 'restriction-in-force')
    const subject = checkpoint.state().restrictions.at(-1)?.id ?? ''
    await lane.act({ type: 'LiftRestriction', by, subject, reason: 'the disease is over' })
  }),
  story('a restriction closes the lane', 'turned away', async (lane) => {
    const { time, checkpoint } = lane.site
    const by = border(lane.hostParty)
    const until = new Date(time.now().getTime() + 3_600_000).toISOString()
    const scope = { lane: lane.lane, exitParty: null, citizenships: [], goods: [] }
    await lane.act({
      ...{ type: 'DeclareRestriction', by, article: 'BR 14.3', place: 'established', cause: 'emergency' },
      ...{ scope, from: time.now().toISOString(), until, reason: 'a flood' },
    })
    if (lane.closed()?.code !== 'restriction.in-force') throw new Error('the lane admits in spite of it')
    const subject = checkpoint.state().restrictions.at(-1)?.id ?? ''
    await lane.act({ type: 'LiftRestriction', by, subject, reason: 'the water is gone' })
    if (lane.closed() !== null) throw new Error('the lane admits nobody without a restriction')
  }),
]

/** Where the pack names a section of transit (BR 18.1(1)). */
export const transitStory = story(
  'transit section: no control, only decisions',
  'released',
  async (lane) => {
    await arrive(lane)
    const assign = {
      type: 'AssignCategory',
      by: border(lane.exitParty),
      category: 'transit-section',
    } as const
    await lane.act({ ...assign, reason: 'Bishkek - Naryn - Torugart' })
    await lane.act(conclude(lane))
    await lane.wait(2, 6)
    await lane.act(release(lane))
  },
  { category: 'transit-section', weight: 3 },
)

/** Where customs is selective: it runs by risk, or on an officer's own motion. */
export const repeatStory = story(
  'the other Party’s control repeated for a reason',
  'released',
  async (lane) => {
    await arrive(lane)
    await customsOfExit(lane)
    await lane.refused(start(lane.entryParty, 'customs'), 'control.other-party-did-it')
    await lane.act(start(lane.entryParty, 'customs', 'the seal is broken'))
    await entryControl(lane)
  },
)

async function customsOfExit(lane: DayLane): Promise<void> {
  if (!holdingSteps(lane.state(), lane.exitParty).some(({ control }) => control.kind === 'customs'))
    await lane.act(start(lane.exitParty, 'customs'))
  await exitControl(lane)
}

async function reopen(lane: DayLane): Promise<void> {
  const ask = { type: 'RequestReopening', by: border(lane.exitParty) } as const
  await lane.act({ ...ask, reason: 'a wanted person' })
  await lane.refused({ ...ask, reason: 'again' }, 'reopening.requested')
  await lane.refused({ type: 'AssentReopening', by: border(lane.exitParty) }, 'officer.wrong-party')
  await lane.wait(5, 20)
  await lane.act({ type: 'AssentReopening', by: border(lane.entryParty) })
}

async function violation(lane: DayLane, laws: readonly Party[]): Promise<void> {
  const record = { type: 'RecordViolation', by: border(lane.entryParty), laws } as const
  await lane.act({ ...record, description: 'undeclared goods' })
}

const detention = (party: Party): OfficerCommand => ({
  ...{ type: 'Detain', by: border(party), what: 'vehicle', place: 'customs yard', reason: 'undeclared' },
})

async function detain(lane: DayLane, party: Party): Promise<void> {
  await lane.wait(5, 15)
  await lane.act(detention(party))
  await leaveDetained(lane, party)
}

async function incident(lane: DayLane): Promise<void> {
  const { checkpoint, time } = lane.site
  // Another lane of the checkpoint may have one of its own.
  const own = checkpoint
    .state()
    .incidents.findLast(({ place, settled }) => place === lane.lane && settled === null)
  const subject = own?.id ?? ''
  const inDays = (days: number) => new Date(time.now().getTime() + days * 86_400_000).toISOString()
  const propose = { type: 'ProposeMeeting', by: border(lane.exitParty), subject, place: 'Merke' } as const
  const about = { agenda: 'the damage', participants: ['both border representatives'] }
  await lane.refused({ ...propose, ...about, meetingAt: inDays(6.9) }, 'notice.too-late')
  await lane.act({ ...propose, ...about, meetingAt: inDays(8) })
  const answer = { type: 'AnswerMeeting', subject, accepted: true, reason: 'agreed' } as const
  await lane.refused({ ...answer, by: border(lane.exitParty) }, 'notice.own')
  await lane.act({ ...answer, by: border(lane.entryParty) })
  await lane.act({
    type: 'SettleIncident',
    by: border(lane.hostParty),
    subject,
    way: 'joint',
    result: 'paid',
  })
}
