import { type KeyObject, verify } from 'node:crypto'
import { type ActName, actOutcomes, standsAt } from '../../domain/crossing/act-outcomes.ts'
import type { Actor } from '../../domain/party.ts'
import type { ActStatement, SignedAct } from '../../domain/signed-act.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { GatewayIdentity } from '../feed/topics.ts'
import { actBytes } from './act-statement.ts'
import { commitField } from './commitment.ts'
import { exactBytes } from './exact-bytes.ts'

/** True where the holder of `key` signed this statement. */
export function isActSignedBy(statement: ActStatement, signature: string, key: KeyObject): boolean {
  const bytes = exactBytes(signature, 64)
  return bytes !== null && verify(null, actBytes(statement), key, bytes)
}

/** A fact with the act under it, as whoever verifies holds it. */
export interface ActedFact {
  readonly actor: Extract<Actor, { kind: 'officer' }>
  readonly type: string
  readonly data: unknown
  readonly reason?: string | undefined
  readonly crossing: string | null
  readonly lane: string | null
  /** Paths that the holder is not given. */
  readonly withheld: readonly string[]
  /** Values and salts were erased after their time. */
  readonly erased: boolean
}

/** Facts in an officer's name that are no act: coming and going, and asking for a key. */
const noActs: readonly string[] = [
  'OfficerSignedIn',
  'OfficerSignedOut',
  'SigningKeyRequested',
  'PersonalDataViewed',
]

export function isAct(actor: Actor, type: string): boolean {
  return actor.kind === 'officer' && !noActs.includes(type)
}

/**
 * Why a fact is not what the officer signed; null where it is. Whether the key is approved is looked up
 * elsewhere. `gateway` null: not known to whoever verifies.
 */
export function actFault(
  fact: ActedFact,
  act: SignedAct,
  key: KeyObject,
  gateway: GatewayIdentity | null,
): string | null {
  const { statement } = act
  const { actor } = fact
  if (!isActSignedBy(statement, act.signature, key)) return 'the signature of the act is not that of its key'
  if (
    statement.officer !== actor.officer ||
    statement.party !== actor.party ||
    statement.body !== actor.body
  ) {
    return `the act was signed by ${statement.officer}, and stands in the name of ${actor.officer}`
  }
  if (
    statement.lane !== fact.lane ||
    (fact.crossing !== null && statement.crossing !== fact.crossing) ||
    (gateway !== null &&
      (statement.checkpoint !== gateway.checkpoint || statement.gateway !== gateway.gateway))
  ) {
    return 'the act was signed for another crossing, lane or gateway'
  }
  if (!Object.hasOwn(actOutcomes, statement.act)) return `no act is called ${statement.act}`
  const outcome = actOutcomes[statement.act as ActName]
  const follows = fact.type === 'NoticeIssued' && statement.act !== 'IssueNotice'
  if (!follows && !outcome.facts.some((type) => type === fact.type)) {
    return `an act ${statement.act} was signed, and ${fact.type} stands under it`
  }
  for (const [field, opening] of Object.entries(act.opened)) {
    const salt = exactBytes(opening.salt, 16)
    if (salt === null || commitField(salt, field, opening.value) !== statement.fields[field]) {
      return `field ${field} of the act is not what was signed`
    }
  }
  return follows ? null : contradiction(fact, act)
}

/** The first field in which the fact says another thing than the act. */
export function contradiction(
  fact: Omit<ActedFact, 'actor'>,
  {
    statement,
    opened,
  }: Pick<SignedAct, 'opened'> & { readonly statement: Pick<ActStatement, 'act' | 'fields'> },
): string | null {
  const { facts, stands = {}, optional = [], says = {} } = actOutcomes[statement.act as ActName]
  const told = (path: string): unknown =>
    standsAt(fact.data, path) ?? (path === 'reason' ? fact.reason : undefined)
  const hidden = (path: string): boolean =>
    fact.withheld.some((one) => one === path || one.startsWith(`${path}.`) || path.startsWith(`${one}.`))
  for (const field of Object.keys(statement.fields)) {
    const path = stands[field] ?? field
    const value = told(path)
    if (fact.erased || hidden(path)) continue
    const opening = opened[field]
    if (value === undefined) {
      if (fact.type !== facts[0] || !optional.includes(field) || isBlank(opening?.value)) continue
      return `field ${field} that the officer stated is left out`
    }
    if (opening === undefined) return `nothing opens field ${field} of the act`
    if (!sameWord(value, opening.value)) return `field ${field} is not what the officer signed`
  }
  for (const field of optional) {
    if (statement.fields[field] === undefined && told(field) !== undefined) {
      return `field ${field} was not stated by the officer`
    }
  }
  for (const [path, value] of Object.entries(says)) {
    const said = told(path)
    if (said !== undefined && said !== value && !hidden(path)) return `${path} is not what the act says`
  }
  return null
}

/** What the gateway may change of a word: the form of an instant, order and repetition in a list, empty lines. */
function sameWord(fact: unknown, act: unknown): boolean {
  if (canonicalJson(fact) === canonicalJson(act)) return true
  if (typeof fact === 'string' && typeof act === 'string') {
    if (fact.trim() === act.trim()) return true
    const instant = /^\d{4}-\d{2}-\d{2}T/
    return instant.test(fact) && instant.test(act) && Date.parse(fact) === Date.parse(act)
  }
  if (Array.isArray(fact) && Array.isArray(act)) {
    const words = (list: readonly unknown[]) =>
      [...new Set(list.map((one) => (typeof one === 'string' ? one.trim() : canonicalJson(one))))]
        .filter((one) => one !== '')
        .toSorted()
    return canonicalJson(words(fact)) === canonicalJson(words(act))
  }
  if (isRecord(fact) && isRecord(act)) {
    return Object.entries(fact).every(([key, value]) => value === (act[key] ?? ''))
  }
  return false
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
