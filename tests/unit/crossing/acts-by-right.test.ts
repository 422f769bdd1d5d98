import { describe, it } from 'vitest'
import { concluded, controlled, given, officer, openCrossing } from '../../support/crossing-spec.ts'

describe('JC 3: an act belongs to its Party, and says why where it must', () => {
  it('the exit Party does not release, even where all controls are done', () => {
    given(...concluded, ...controlled('KGZ'))
      .when({ type: 'Release', by: officer('KAZ') })
      .refused('officer.wrong-party', 'JC 3')
  })

  it('a waiver without a reason is refused', () => {
    const control = { party: 'KAZ', kind: 'customs' } as const
    given(openCrossing)
      .when({ type: 'WaiveControl', by: officer('KAZ', 'customs'), control, reason: ' ' })
      .refused('control.reason-required', 'JC 4')
  })
})
