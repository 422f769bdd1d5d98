import { type CheckpointCommand, isCheckpointCommand } from '../../edge/domain/checkpoint/commands.ts'
import { outOfPlace } from '../../edge/domain/checkpoint/out-of-place.ts'
import { planControls } from '../../edge/domain/control/plan.ts'
import { createRuleBook } from '../../edge/domain/control/rule-book.ts'
import type { DeviceCommand, OfficerCommand } from '../../edge/domain/crossing/commands.ts'
import type { BarrierRole, CrossingOutcome } from '../../edge/domain/crossing/events.ts'
import { explainCrossing } from '../../edge/domain/crossing/explain-crossing.ts'
import type { OpenCrossing } from '../../edge/domain/crossing/state.ts'
import { type Actor, type OfficerActor, otherParty, parties } from '../../edge/domain/party.ts'
import type { Refusal } from '../../edge/domain/refusal.ts'
import { createCrossingRecord } from '../../edge/lane/crossing-record.ts'
import type { LaneDeps } from '../../edge/lane/lane-parts.ts'
import { createLawWork } from '../../edge/lane/law-work.ts'
import { nextStep } from '../../edge/lane/reconcile.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { officer } from '../support/crossing-spec.ts'
import type { LanePlace, Site } from './site.ts'

/** What does not work in the lane while one vehicle is there. */
export type Trouble = 'camera' | 'documentReader' | 'boom' | 'loops'

/** A lane at work: the crossing's record, the law and the steps of the real lane, over booms that do as told. */
export interface DayLane extends LanePlace {
  readonly site: Site
  readonly state: () => OpenCrossing
  readonly crossing: () => string
  /** Why nobody is admitted now; null where the lane admits. */
  readonly closed: () => Refusal | null
  readonly separate: () => boolean
  /** Crossings that came to their end here, as the lane held them. */
  readonly finished: ReadonlyMap<string, OpenCrossing>
  /** Places where a Party's screen showed what is the other's own. */
  readonly shown: readonly string[]
  open(): Promise<void>
  /** An act that must be taken. Answers the types of its facts. */
  act(command: OfficerCommand | CheckpointCommand): Promise<readonly string[]>
  /** An act that must be refused, with this code and an article. */
  refused(command: OfficerCommand | CheckpointCommand, code: Refusal['code']): Promise<void>
  device(command: DeviceCommand, device: string): Promise<void>
  trouble(what: Trouble | null): void
  wait(least: number, most: number): Promise<void>
}

const gateway: Actor = { kind: 'gateway' }
export function createDayLane(site: Site, place: LanePlace): DayLane {
  const { time, chance, checkpoint, journal, rules, nextId, today } = site
  const book = createRuleBook([rules])
  const deps: LaneDeps = {
    ...{
      journal,
      recogniser: null,
      pages: null,
      rules: book,
      checkpoint,
      clock: time,
      log: silentLog,
      nextId,
    },
    ...{ localDate: today, localMoment: site.moment, identificationMs: 0 },
  }
  const record = createCrossingRecord({ ...deps, lane: place.lane })
  const law = createLawWork({
    parts: {
      ...place,
      ...{
        camera: null,
        documentReader: null,
        barcodeScanner: null,
        scale: null,
        pageReaders: [],
        booms: null,
        relays: [],
        devices: [],
      },
      signals: { approachLoop: null, zoneLoop: null, lightRed: null, lightGreen: null },
    },
    deps,
    record,
    outOfService: () => false,
  })
  const finished = new Map<string, OpenCrossing>()
  const shown: string[] = []
  const raised = new Set<BarrierRole>()
  let trouble: Trouble | null = null

  const state = () => {
    const now = record.state()
    if (now.status === 'none') throw new Error(`${place.lane}: no crossing`)
    return now
  }
  const wait = (least: number, most: number) => time.wait(chance.between(least * 10, most * 10) / 10)

  const execute = async (command: OfficerCommand | DeviceCommand, actor: Actor) => {
    const outcome = await record.execute(command, actor)
    if (!outcome.ok) {
      const { code, fact } = outcome.refusal
      throw new Error(`${place.lane}: ${command.type} was refused: ${code}: ${fact}`)
    }
    for (const { event } of outcome.recorded) {
      if (event.type === 'BarrierOpeningOrdered') await boom(event.data.barrier)
    }
    return outcome.recorded.map(({ event }) => event.type)
  }

  const boom = async (barrier: BarrierRole) => {
    const actor: Actor = { kind: 'device', device: `${place.lane}-${barrier}` }
    await wait(1, 3)
    if (trouble === 'boom') {
      trouble = null
      const code = 'barrier.travel-fault'
      await execute({ type: 'RecordBarrierOpeningFailed', barrier, code, fact: 'no limit reached' }, actor)
      return
    }
    if (raised.size > 0) throw new Error(`${place.lane}: two booms are up`)
    raised.add(barrier)
    await execute({ type: 'RecordBarrierOpened', barrier }, actor)
    await wait(3, 9)
    const unseen = trouble === 'loops'
    if (!unseen) await execute({ type: 'ConfirmPassage', barrier }, actor)
    await wait(2, 4)
    raised.delete(barrier)
    await execute({ type: 'RecordBarrierClosed', barrier }, actor)
    if (!unseen) return
    trouble = null
    const by = officer(place.hostParty)
    await execute({ type: 'WitnessPassage', by, barrier, reason: 'seen by own eyes, the loop is dead' }, by)
  }

  /** Everything that needs no officer, until nothing more follows. */
  const settle = async () => {
    for (const finding of law.findings()) await execute(finding, gateway)
    for (let step = 0; step < 8; step += 1) {
      const next = nextStep(record.state(), {
        ...{ identified: true, has: () => true, zone: null, mayOpen: () => raised.size === 0 },
      })
      if (!next) break
      await execute(next, gateway)
    }
    const now = record.state()
    if (now.status === 'closed') finished.set(record.crossing() ?? '', now)
    if (now.status === 'open') look(now)
  }

  const look = (now: OpenCrossing) => {
    for (const party of parties) {
      const screen = JSON.stringify(
        explainCrossing(record.crossing() ?? '', now, officer(party), record.rules().pack),
      )
      if (screen.includes(`own-${otherParty(party)}`)) {
        shown.push(`screen of ${party}: what is own to ${otherParty(party)}, crossing ${record.crossing()}`)
      }
    }
  }

  const give = async (command: OfficerCommand | CheckpointCommand, by: OfficerActor) => {
    if (isCheckpointCommand(command)) return checkpoint.execute(command, place)
    const misplaced = outOfPlace(command, checkpoint.state(), place.lane)
    if (misplaced) return { ok: false as const, refusal: misplaced }
    return record.execute(command, by)
  }

  return {
    ...place,
    ...{ site, state, finished, shown, wait },
    crossing: () => record.crossing() ?? '',
    closed: law.closed,
    separate: law.separate,
    trouble: (what) => {
      trouble = what
    },

    async open() {
      const { lane, exitParty, entryParty, hostParty } = place
      const { ref: rulePack, pack } = rules
      const controls = planControls(pack, exitParty, entryParty, today())
      await execute(
        {
          type: 'OpenCrossing',
          ...{
            lane,
            exitParty,
            entryParty,
            hostParty,
            rulePack,
            controls,
            localDate: today(),
            guarded: true,
          },
          ...(law.separate() && { regime: 'separate' as const }),
        },
        gateway,
      )
    },

    async act(command) {
      if (isCheckpointCommand(command)) {
        const result = await checkpoint.execute(command, place)
        if (!result.ok) throw new Error(`${place.lane}: ${command.type} was refused: ${result.refusal.code}`)
        if (record.state().status === 'open') await settle()
        return result.events
      }
      const misplaced = outOfPlace(command, checkpoint.state(), place.lane)
      if (misplaced) throw new Error(`${place.lane}: ${command.type} was refused: ${misplaced.code}`)
      const facts = await execute(command, command.by)
      await settle()
      return facts
    },

    async refused(command, code) {
      const result = await give(command, command.by)
      const told = result.ok ? 'was taken' : `${result.refusal.code} (${result.refusal.article})`
      if (result.ok || result.refusal.code !== code || result.refusal.article === '') {
        throw new Error(`${place.lane}: ${command.type} should be refused with ${code}, and ${told}`)
      }
    },

    async device(command, device) {
      await execute(command, { kind: 'device', device: `${place.lane}-${device}` })
      await settle()
    },
  }
}

export type Outcome = CrossingOutcome | 'turned away'
