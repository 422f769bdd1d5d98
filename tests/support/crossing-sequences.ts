import fc from 'fast-check'
import { type ControlMode, categories, type RulePack } from '../../edge/domain/control/rule-pack.ts'
import type { CrossingCommand } from '../../edge/domain/crossing/commands.ts'
import { type Party, parties } from '../../edge/domain/party.ts'
import { officer, pack, passport } from './crossing-spec.ts'

/** Bodies that take part in the model. */
export const kinds = ['border', 'customs', 'veterinary'] as const
const party = fc.constantFrom<Party>('KAZ', 'KGZ')
const kind = fc.constantFrom(...kinds)
const by = fc.tuple(party, kind).map(([of, body]) => officer(of, body))
const barrier = fc.constantFrom(
  'approachBarrier' as const,
  'releaseBarrier' as const,
  'returnBarrier' as const,
)
const control = fc.record({ party, kind })
const reason = fc.constantFrom('', ' ', 'a reason')
const decision = fc.constantFrom(
  'released' as const,
  'referred' as const,
  'detained' as const,
  'recognised' as const,
)
const of = <Type extends string>(type: Type) => fc.constant(type)

/** Anything that an officer or a device could ask, lawful or not. */
export const anyCommand: fc.Arbitrary<CrossingCommand> = fc.oneof(
  fc.constant(passport),
  fc.record({ type: of('StartControl'), by, control, repeatReason: reason }),
  fc.record({ type: of('CompleteControl'), by, control, decision, note: reason }),
  fc.record({ type: of('WaiveControl'), by, control, reason }),
  fc.record({ type: of('ConcludeExitControl'), by }),
  fc.record({ type: of('Release'), by }),
  fc.record({ type: of('Refuse'), by, cause: reason, reason }),
  fc.record({ type: of('AcceptReadmission'), by }),
  fc.record({ type: of('Return'), by, reason }),
  fc.record({ type: of('OpenBarrier'), by, barrier }),
  fc.record({ type: of('WitnessPassage'), by, barrier, reason }),
  fc.record({ type: of('OrderBarrierOpening'), barrier, permit: of('admission') }),
  fc.record({ type: of('RecordBarrierOpened'), barrier }),
  fc.record({ type: of('RecordBarrierClosed'), barrier }),
  fc.record({ type: of('RecordBarrierOpeningFailed'), barrier, code: of('x'), fact: of('x') }),
  fc.record({ type: of('ConfirmPassage'), barrier }),
  fc.record({ type: of('CloseCrossing') }),
  fc.record({ type: of('RecogniseControl'), by, control }),
  fc.record({ type: of('CallControl'), by, control, reason }),
  fc.record({ type: of('SelectControl'), control, rule: of('secret-rule') }),
  fc.record({ type: of('RequestReopening'), by, reason }),
  fc.record({ type: of('AssentReopening'), by }),
  fc.record({
    type: of('RecordViolation'),
    by,
    laws: fc.constantFrom<readonly Party[]>([], ['KAZ'], ['KGZ'], ['KAZ', 'KGZ']),
    description: reason,
  }),
  fc.record({ type: of('Detain'), by, what: of('vehicle'), place: reason, reason }),
  fc.record({ type: of('HoldVehicle'), by, reason }),
  fc.record({ type: of('LiftHold'), by }),
  fc.record({ type: of('HoldPassenger'), by, document: of('d1'), reason }),
  fc.record({ type: of('ClearPassenger'), by, document: of('d1'), reason }),
  fc.record({
    type: of('AssignCategory'),
    by,
    category: fc.constantFrom(...categories),
    list: reason,
    equipment: fc.constantFrom<readonly string[]>([], ['pump']),
    reason,
  }),
  fc.record({ type: of('TakeOver'), by, reason }),
  fc.record({
    type: of('DeclareGoods'),
    by,
    goods: fc.constantFrom<readonly string[]>([], ['animals'], ['dangerous']),
  }),
  fc.record({
    type: of('ApplyRestriction'),
    restriction: party.map((own) => ({
      ...{ restriction: `r-${own}`, party: own, cause: 'epidemic', article: 'BR 11' },
      effect: 'forbids' as const,
    })),
  }),
  fc.record({ type: of('CeaseRestriction'), restriction: fc.constantFrom('r-KAZ', 'r-KGZ') }),
  fc.boolean().map((over) => ({
    type: 'RecordTransit' as const,
    transit: { point: 'mark 41', from: '2026-11-24T05:00:00.000Z', minutes: 60, limitMinutes: 30, over },
  })),
  fc.record({ type: of('ExplainTransit'), by, exception: of('medical'), reason }),
  fc.record({ type: of('OpenIncident'), by, kind: reason, place: of('lane'), causes: reason }),
  fc.tuple(by, reason, party).map(([who, why, citizenship]) => ({
    ...{ type: 'EnterDocument' as const, by: who, documentCode: 'P', issuingState: citizenship },
    ...{ documentNumber: `HAND${citizenship}`, nationality: citizenship, surname: 'A', givenNames: '' },
    ...{ birthDate: '1990-01-01', expiryDate: '2030-01-01', reason: why },
  })),
  fc.record({
    type: of('RecordVehiclePaper'),
    read: fc.constantFrom('p1', 'p2').map((paper) => ({
      ...{ paper, format: 'PDF417' as const, characters: 6, source: 'scanner' as const },
      text: `secret-paper-${paper}`,
    })),
  }),
  fc.record({
    type: of('RecordWatchHit'),
    hit: party.map((own) => ({
      ...{ party: own, list: `secret-list-${own}`, entry: '1', instruction: `secret-hit-${own}` },
      matched: 'plate' as const,
    })),
  }),
)

interface Step {
  /**
   * Chance alone seldom gets through a control: 0 takes any command at all, 1 one of the acts that are
   * possible now, more one of those that move the crossing on.
   */
  readonly lawful: number
  readonly pick: number
  readonly command: CrossingCommand
  /** Seconds that go by before it; may be negative, as a clock that is set back. */
  readonly seconds: number
}

export interface Sequence {
  readonly exitParty: Party
  readonly guarded: boolean
  readonly hostParty: Party
  /** Opened in a lane under separate control (JC 15). */
  readonly separate: boolean
  /** Even and odd days, for residents. */
  readonly localDate: string
  readonly rules: RulePack
  readonly steps: readonly Step[]
}

const mode = fc.constantFrom<ControlMode>('always', 'selective', 'on-call', 'off')
const rules: fc.Arbitrary<RulePack> = fc
  .record({
    documentRequired: fc.boolean(),
    waiverCountsAsConclusion: fc.boolean(),
    customs: mode,
    veterinary: mode,
    reopening: fc.constantFrom('never' as const, 'withEntryAssent' as const, 'afterNotice' as const),
    failingPassenger: fc.constantFrom('hold' as const, 'continueWithout' as const),
    holds: fc.constantFrom('either' as const, 'lawInForce' as const),
    swappedOrder: fc.nat(5).map((chance) => chance === 0),
    residentsOnly: fc.nat(7).map((chance) => chance === 0),
    transitSections: fc.constantFrom<readonly string[]>([], ['Bishkek - Torugart']),
  })
  .map(({ customs, veterinary, ...choices }) => ({
    ...pack,
    ...choices,
    controls: parties.flatMap((own) =>
      (['exit', 'entry'] as const).flatMap((direction) =>
        kinds.map((body) => ({
          party: own,
          kind: body,
          direction,
          mode: { border: 'always' as const, customs, veterinary }[body],
          article: 'JC 7.1',
        })),
      ),
    ),
  }))

export const sequences: fc.Arbitrary<Sequence> = fc.record({
  exitParty: party,
  guarded: fc.boolean(),
  hostParty: party,
  separate: fc.nat(7).map((chance) => chance === 0),
  localDate: fc.constantFrom('2026-11-24', '2026-11-25'),
  rules,
  steps: fc.array(
    fc.record({
      lawful: fc.integer({ min: 0, max: 7 }),
      pick: fc.nat(1000),
      command: anyCommand,
      seconds: fc.integer({ min: -5, max: 600 }),
    }),
    { maxLength: 60, size: 'max' },
  ),
})
