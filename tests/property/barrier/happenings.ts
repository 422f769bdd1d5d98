import fc from 'fast-check'
import type { Happening } from './simulated-boom.ts'
import type { LockAct, LockHappening } from './simulated-lock.ts'

const plain = (op: string, weight: number): { arbitrary: fc.Arbitrary<Happening>; weight: number } => ({
  arbitrary: fc.constant({ op } as Happening),
  weight,
})

const switched = (op: string, weight: number): { arbitrary: fc.Arbitrary<Happening>; weight: number } => ({
  arbitrary: fc.boolean().map((on) => ({ op, on }) as Happening),
  weight,
})

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    arbitrary: fc
      .constantFrom(50, 100, 250, 300, 600, 1050, 1600, 3500)
      .map((ms): Happening => ({ op: 'advance', ms })),
    weight: 10,
  },
  plain('serve', 6),
  plain('vehicle', 2),
  plain('open', 3),
  plain('close', 4),
  plain('confirm', 3),
  plain('obstructed', 5),
  plain('blink', 2),
  plain('emergencyOpen', 1),
  plain('reset', 2),
  plain('lost', 1),
  plain('failNext', 1),
  plain('hand', 1),
  plain('pressed', 1),
  plain('stuck', 2),
  plain('vain', 2),
  plain('stale', 1),
  plain('chatter', 1),
  plain('slowNext', 1),
  plain('restart', 1),
  switched('loop', 2),
  switched('photocell', 2),
  switched('stop', 1),
  switched('silent', 2),
  switched('jammed', 1),
  switched('others', 2),
  switched('doubleLimit', 1),
)

/** What may happen to one boom: sensors, its board, its commands, the daemon itself. */
export const happenings = fc.array(happening, { minLength: 1, maxLength: 25 })

/** Where the boom is found at the start: 0 down, 1 up. */
export const foundHeight = fc.constantFrom(0, 0, 0, 1, 0.5)

const side = fc.constantFrom(0, 1)
const atOne = (op: LockAct): fc.Arbitrary<LockHappening> => side.map((boom) => ({ op, boom }))

/** What may happen to the two barriers of a lock. */
export const lockHappenings: fc.Arbitrary<readonly LockHappening[]> = fc.array(
  fc.oneof(
    {
      arbitrary: fc
        .constantFrom(50, 100, 200, 300, 600, 1600, 3500)
        .map((ms): LockHappening => ({ op: 'advance', ms })),
      weight: 10,
    },
    { arbitrary: atOne('open'), weight: 6 },
    { arbitrary: atOne('serve'), weight: 4 },
    { arbitrary: atOne('close'), weight: 3 },
    { arbitrary: atOne('confirm'), weight: 3 },
    { arbitrary: atOne('silent'), weight: 1 },
    { arbitrary: atOne('heard'), weight: 2 },
    { arbitrary: atOne('hand'), weight: 1 },
    { arbitrary: atOne('stuck'), weight: 1 },
    { arbitrary: atOne('failNext'), weight: 1 },
    { arbitrary: atOne('restart'), weight: 1 },
    { arbitrary: atOne('obstructed'), weight: 1 },
    { arbitrary: atOne('emergencyOpen'), weight: 1 },
    { arbitrary: fc.constant<LockHappening>({ op: 'bothAsked', boom: 0 }), weight: 3 },
  ),
  { minLength: 1, maxLength: 25 },
)
