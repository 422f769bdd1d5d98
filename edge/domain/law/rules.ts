import { borderRegimeRules } from './border-regime.ts'
import { jointControlRules } from './joint-control.ts'
import { noticeRules } from './notices.ts'
import type { LawRule } from './rule.ts'

/** Every rule of the two agreements that a lane meets, in the order of the agreements. */
export const lawRules: readonly LawRule[] = [...jointControlRules, ...borderRegimeRules, ...noticeRules]
