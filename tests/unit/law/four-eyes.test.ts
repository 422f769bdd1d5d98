import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asksSecond, lacksSecond } from '../../../edge/domain/control/four-eyes.ts'
import { type FourEyesRule, overrideActs, type RulePack } from '../../../edge/domain/control/rule-pack.ts'
import { decide } from '../../../edge/domain/crossing/decide.ts'
import { evolve } from '../../../edge/domain/crossing/evolve.ts'
import { explainActions } from '../../../edge/domain/crossing/explain-actions.ts'
import type { CrossingState } from '../../../edge/domain/crossing/state.ts'
import type { OfficerActor } from '../../../edge/domain/party.ts'
import { anyCommand } from '../../support/crossing-sequences.ts'
import { after, concluded, officer, pack } from '../../support/crossing-spec.ts'
import { decideAt } from '../../support/law-spec.ts'

const two: RulePack = { ...pack, fourEyes: overrideActs.map((act) => ({ act, second: 'ownParty' })) }
const kaz = officer('KAZ')
const beside = (by: OfficerActor, second: OfficerActor): OfficerActor => ({
  ...by,
  second: { officer: second.officer, party: second.party, body: second.body },
})
const ask = (by: OfficerActor) => ({ type: 'RequestReopening', by, reason: 'a wanted person' }) as const

describe('JC 8: an override by four eyes', () => {
  const { state } = after(concluded, two)
  const code = (by: OfficerActor) => {
    const decision = decide(ask(by), state, two)
    return decision.ok ? null : decision.refusal.code
  }

  it('is refused to one officer alone, and to one who is the second as well', () => {
    expect(code(kaz)).toBe('override.second-missing')
    expect(code(beside(kaz, kaz))).toBe('override.same-officer')
  })

  it('takes a second officer of the same Party, or of either where the pack says so', () => {
    const other = beside(kaz, officer('KGZ'))
    expect(code(beside(kaz, officer('KAZ', 'customs')))).toBeNull()
    expect(code(other)).toBe('officer.wrong-party')
    const either: readonly FourEyesRule[] = [{ act: 'RequestReopening', second: 'either' }]
    expect(lacksSecond('RequestReopening', other, either)).toBeNull()
  })

  it('asks nobody for a second where the pack names none', () => {
    expect(decide(ask(kaz), state, pack).ok).toBe(true)
  })

  it('is offered to the officer as an act that asks for the second, and is grey for other reasons only', () => {
    const offered = explainActions(state, kaz, two).find(({ action }) => action === 'RequestReopening')
    expect(offered).toMatchObject({ refusal: null, needs: ['reason', 'second'] })
    const before = explainActions(after(concluded.slice(0, 1), two).state, kaz, two)
    expect(before.map(({ action }) => action)).not.toContain('RequestReopening')
  })

  it('JC 15: stands before separate control as well', () => {
    const enter = { type: 'EnterSeparateControl', cause: 'epidemic', reason: 'quarantine' } as const
    const fourEyes: readonly FourEyesRule[] = [{ act: 'EnterSeparateControl', second: 'ownParty' }]
    expect(decideAt({ ...enter, by: kaz }, undefined, undefined, fourEyes).code).toBe(
      'override.second-missing',
    )
    const both = beside(kaz, officer('KAZ', 'customs'))
    expect(decideAt({ ...enter, by: both }, undefined, undefined, fourEyes).types).toContain(
      'SeparateControlEntered',
    )
  })

  it('no sequence of acts leaves an override in the journal that two different officers did not give', () => {
    const second = fc.constantFrom(undefined, kaz, officer('KAZ', 'customs'), officer('KGZ'))
    const override = anyCommand.filter(({ type }) => asksSecond(type, two.fourEyes))
    const acts = fc.array(fc.tuple(fc.oneof(anyCommand, override), second), { maxLength: 40, size: 'max' })
    let overrides = 0
    fc.assert(
      fc.property(acts, (given) => {
        let state: CrossingState = after(concluded, two).state
        for (const [command, chosen] of given) {
          const asked =
            'by' in command && chosen !== undefined ? { ...command, by: beside(command.by, chosen) } : command
          const decision = decide(asked, state, two)
          if (!decision.ok) continue
          const actor = 'by' in asked ? asked.by : ({ kind: 'gateway' } as const)
          if (actor.kind === 'officer' && asksSecond(asked.type, two.fourEyes)) {
            overrides += decision.events.length
            expect(actor.second?.party).toBe(actor.party)
            expect(actor.second?.officer).not.toBe(actor.officer)
          }
          for (const event of decision.events) {
            state = evolve(state, { event, actor, eventTime: '2026-11-24T06:00:00.000Z' })
          }
        }
      }),
      { seed: 8, numRuns: 200 },
    )
    expect(overrides).toBeGreaterThan(20)
  })
})
