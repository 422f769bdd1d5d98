import { expect, it } from 'vitest'
import { isPersonal } from '../../../edge/domain/control/personal-fields.ts'
import { withheldFrom } from '../../../edge/domain/control/sharing.ts'
import type { LaneEvent } from '../../../edge/domain/crossing/events.ts'
import { isAct } from '../../../edge/ports/proof/verify-act.ts'
import { officer, pack } from '../../support/crossing-spec.ts'

it('JC 3: what a supervisor looks into is told to no other Party, is no act, and is erased after its time', () => {
  const event: LaneEvent = {
    type: 'PersonalDataViewed',
    data: {
      ...{ party: 'KAZ', view: 'search', crossing: null, from: '2026-11-24', until: '2026-11-24' },
      ...{ plate: '482KZA02', document: null, kind: null, found: 1 },
    },
  }
  const by = officer('KAZ')
  expect(withheldFrom('KAZ', event, by, pack)).toEqual([])
  expect(withheldFrom('KGZ', event, by, pack)).toBeNull()
  expect(isAct(by, event.type)).toBe(false)
  expect(['plate', 'document'].every((field) => isPersonal(event.type, field))).toBe(true)
})
