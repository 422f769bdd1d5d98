import { expect } from 'vitest'
import { planControls } from '../../edge/domain/control/plan.ts'
import { type RulePack, ruleDefaults } from '../../edge/domain/control/rule-pack.ts'
import type { CrossingCommand } from '../../edge/domain/crossing/commands.ts'
import { decide } from '../../edge/domain/crossing/decide.ts'
import type { CrossingEvent } from '../../edge/domain/crossing/events.ts'
import { evolve } from '../../edge/domain/crossing/evolve.ts'
import { type CrossingState, initialState } from '../../edge/domain/crossing/state.ts'
import type { Actor, ControlKind, OfficerActor, Party } from '../../edge/domain/party.ts'
import type { RefusalCode } from '../../edge/domain/refusal.ts'

export const pack: RulePack = {
  ...ruleDefaults,
  name: 'test-checkpoint',
  version: '1',
  effectiveFrom: '2026-01-01',
  controls: (['KAZ', 'KGZ'] as const).flatMap((party) =>
    (['border', 'customs'] as const).flatMap((kind) =>
      (['exit', 'entry'] as const).map((direction) => ({
        party,
        kind,
        direction,
        mode: 'always' as const,
        article: direction === 'exit' ? 'JC 7.1' : 'BR 13',
      })),
    ),
  ),
  sharing: [
    { event: 'ControlCompleted', field: 'note', controlKind: 'customs', visibleTo: 'own' },
    { event: 'VehiclePaperRead', field: 'text', visibleTo: 'own' },
  ],
  waiverCountsAsConclusion: true,
  documentRequired: true,
  refusalCauses: ['no-valid-document', 'other'],
}

export function officer(party: Party, body: ControlKind = 'border'): OfficerActor {
  return { kind: 'officer', officer: `${party}-${body}-1`, party, body }
}

export const openCrossing: CrossingCommand = {
  type: 'OpenCrossing',
  lane: 'lane-1',
  exitParty: 'KAZ',
  entryParty: 'KGZ',
  hostParty: 'KGZ',
  rulePack: { name: pack.name, version: pack.version, sha256: '00' },
  controls: planControls(pack, 'KAZ', 'KGZ'),
  localDate: '2026-11-24',
  guarded: true,
}

export const passport: CrossingCommand = {
  type: 'RecordDocument',
  read: {
    document: 'd1',
    format: 'TD3',
    lines: [],
    fields: {
      documentCode: 'P',
      issuingState: 'UTO',
      documentNumber: 'L898902C3',
      nationality: 'UTO',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      nameTruncated: false,
      sex: 'F',
      birth: '740812',
      birthDate: '1974-08-12',
      expiry: '300415',
      expiryDate: '2030-04-15',
      optionalData1: '',
      optionalData2: '',
      personalNumber: null,
    },
    checks: [],
    corrections: [],
    accepted: true,
    source: 'reader',
  },
}

const actorOf = (command: CrossingCommand): Actor => ('by' in command ? command.by : { kind: 'gateway' })

/** Runs commands that must all be accepted; the state they leave and the facts they made. */
export function after(
  commands: readonly CrossingCommand[],
  rules: RulePack = pack,
): { state: CrossingState; events: CrossingEvent[] } {
  let state = initialState
  const events: CrossingEvent[] = []
  for (const command of commands) {
    const decision = decide(command, state, rules)
    if (!decision.ok) {
      throw new Error(`${command.type} was refused: ${decision.refusal.code}: ${decision.refusal.fact}`)
    }
    for (const event of decision.events) {
      state = evolve(state, { event, actor: actorOf(command), eventTime: '2026-11-24T06:00:00.000Z' })
      events.push(event)
    }
  }
  return { state, events }
}

/** given(…).when(command).yields('Type', …) or .refused(code, article). */
export function given(...commands: readonly CrossingCommand[]) {
  return {
    when(command: CrossingCommand, rules: RulePack = pack) {
      const decision = decide(command, after(commands, rules).state, rules)
      return {
        yields(...types: readonly CrossingEvent['type'][]) {
          expect(decision.ok ? decision.events.map((event) => event.type) : decision.refusal).toEqual(types)
          return decision.ok ? decision.events : []
        },
        refused(code: RefusalCode, article: string) {
          expect(decision.ok ? decision.events : decision.refusal).toMatchObject({ code, article })
          if (decision.ok) return
          expect(decision.refusal.fact).not.toBe('')
          expect(decision.refusal.whoCanUnblock.length).toBeGreaterThan(0)
        },
      }
    },
  }
}

const control = (party: Party, kind: ControlKind) => ({ control: { party, kind }, by: officer(party, kind) })

export const start = (party: Party, kind: ControlKind): CrossingCommand => ({
  type: 'StartControl',
  ...control(party, kind),
})

export const complete = (party: Party, kind: ControlKind): CrossingCommand => ({
  type: 'CompleteControl',
  decision: 'released',
  ...control(party, kind),
})

/** The whole control of one Party. */
export const controlled = (party: Party): readonly CrossingCommand[] => [
  start(party, 'border'),
  start(party, 'customs'),
  complete(party, 'customs'),
  complete(party, 'border'),
]

export const concluded: readonly CrossingCommand[] = [
  openCrossing,
  passport,
  ...controlled('KAZ'),
  { type: 'ConcludeExitControl', by: officer('KAZ') },
]

export const throughApproach: readonly CrossingCommand[] = [
  openCrossing,
  { type: 'OrderBarrierOpening', barrier: 'approachBarrier', permit: 'admission' },
  { type: 'RecordBarrierOpened', barrier: 'approachBarrier' },
  { type: 'ConfirmPassage', barrier: 'approachBarrier' },
  { type: 'RecordBarrierClosed', barrier: 'approachBarrier' },
]
