import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeAcknowledgement } from '../../../edge/replication/acknowledgement.ts'
import { comparePositions } from '../../../edge/replication/position.ts'
import { createStreamState } from '../../../edge/replication/stream-state.ts'

const head = { epoch: 1, seq: 100 }

const action = fc.oneof(
  fc.record({ do: fc.constant('send' as const), count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ do: fc.constant('acknowledge' as const), watermark: fc.integer({ min: 0, max: 120 }) }),
  fc.record({ do: fc.constant('reconnect' as const) }),
  fc.record({
    do: fc.constant('gap' as const),
    from: fc.integer({ min: 1, max: 120 }),
    to: fc.integer({ min: 1, max: 120 }),
  }),
)

test('whatever a centre answers and however often the link breaks, the cursor never passes what was sent', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const state = createStreamState({ epoch: 1, seq: 0 })
      let highest = 0
      for (const step of actions) {
        const before = state.cursor()
        if (step.do === 'send') {
          const to = Math.min(head.seq, state.sentTo().seq + step.count)
          state.sent({ epoch: 1, seq: to })
          highest = Math.max(highest, to)
        } else if (step.do === 'reconnect') {
          state.goBackToCursor()
          expect(state.sentTo()).toEqual(state.cursor())
          expect(state.outstanding()).toBe(0)
        } else if (step.do === 'gap') {
          state.askAgain({ epoch: 1, from: step.from, to: step.to })
        } else {
          const verdict = judgeAcknowledgement(
            { epoch: 1, seq: step.watermark },
            { cursor: state.cursor(), sent: state.sentHigh(), head },
          )
          expect(verdict.verdict === 'journal-behind').toBe(step.watermark > head.seq)
          if (verdict.verdict !== 'journal-behind') state.apply(verdict)
        }
        if (step.do !== 'acknowledge') expect(state.cursor()).toEqual(before)
        expect(state.cursor().seq).toBeLessThanOrEqual(highest)
        expect(comparePositions(state.cursor(), state.sentTo())).toBeLessThanOrEqual(0)
        expect(state.sentHigh().seq).toBe(highest)
        const repair = state.nextRepair()
        if (repair !== undefined) {
          expect(repair.from).toBeLessThanOrEqual(repair.to)
          expect(repair.to).toBeLessThanOrEqual(highest)
        }
      }
    }),
  )
})

test('a gap is answered piece by piece, and asked for once', () => {
  const state = createStreamState({ epoch: 1, seq: 0 })
  state.sent({ epoch: 1, seq: 50 })
  state.askAgain({ epoch: 1, from: 5, to: 30 })
  state.askAgain({ epoch: 1, from: 10, to: 20 })
  state.repaired(24)
  expect(state.nextRepair()).toEqual({ epoch: 1, from: 25, to: 30 })
  state.repaired(30)
  expect(state.nextRepair()).toBeUndefined()
})
