import { categoryRule, type RiskRule, type RulePack } from '../control/rule-pack.ts'
import type { FindingCommand } from '../crossing/law-commands.ts'
import { type OpenCrossing, stepOf } from '../crossing/state.ts'
import { matchRegisters, type Register } from '../registers/register.ts'
import { inForce, touches } from '../restrictions/restriction.ts'
import { transitTime } from '../timing/transit.ts'
import { type WatchList, watchHits } from '../watch/watch-list.ts'
import { mismatchFindings } from './mismatches.ts'
import type { CheckpointState } from './state.ts'

/** What is known beside the crossing. */
export interface Surroundings {
  readonly checkpoint: Pick<CheckpointState, 'restrictions' | 'borderPoints'>
  readonly registers: readonly Register[]
  readonly watchLists: readonly WatchList[]
  readonly pack: Pick<RulePack, 'categories' | 'risk' | 'transitMinutes'>
  /** ISO 8601. */
  readonly now: string
  /** Seed of chance for this crossing, e.g. its id: the same crossing is always drawn alike. */
  readonly seed: string
}

/**
 * JC 4, JC 5.1: what registers, watch lists, restrictions and the risk profile say of a crossing and its
 * journal does not say yet, as commands. Empty where nothing is new.
 */
export function findings(state: OpenCrossing, around: Surroundings): readonly FindingCommand[] {
  if (state.phase !== 'exitControl' && state.phase !== 'entryControl') return []
  const plate = state.plate?.text ?? null
  const documents = state.documents.map(({ fields }) => fields.documentNumber)
  const sought = { plate, documents }
  return [
    ...categoryFound(state, around, sought),
    ...watchHits(around.watchLists, sought)
      .filter(
        (hit) =>
          !state.hits.some(
            (known) =>
              known.party === hit.party &&
              known.list === hit.list &&
              known.entry === hit.entry &&
              known.matched === hit.matched,
          ),
      )
      .map((hit) => ({ type: 'RecordWatchHit' as const, hit })),
    ...restrictionsFound(state, around),
    ...risksFound(state, around),
    ...transitFound(state, around),
    ...mismatchFindings(state, around.registers),
  ]
}

function categoryFound(
  state: OpenCrossing,
  { registers, pack }: Surroundings,
  sought: { readonly plate: string | null; readonly documents: readonly string[] },
): readonly FindingCommand[] {
  if (state.category) return []
  const ranked = matchRegisters(registers, sought, state.localDate)
    // BR 20.2: without a list of equipment a rescue service goes as everyone does.
    .filter(({ register }) => register.category !== 'rescue' || register.equipment.length > 0)
    .map(({ register }) => ({ register, rule: categoryRule(pack, register.category) }))
    .toSorted((a, b) => a.rule.priority - b.rule.priority)
  const [best] = ranked
  if (!best) return []
  const { register, rule } = best
  const { category, priority, article, controls } = rule
  return [
    {
      type: 'RecordCategory',
      found: {
        ...{ category, priority, article, controls },
        list: register.list,
        equipment: register.equipment,
        source: 'register',
      },
    },
  ]
}

function restrictionsFound(
  state: OpenCrossing,
  { checkpoint, now }: Surroundings,
): readonly FindingCommand[] {
  const crossing = {
    lane: state.lane,
    exitParty: state.exitParty,
    citizenships: state.documents.map(({ fields }) => fields.nationality),
    goods: state.goods,
  }
  const standing = checkpoint.restrictions.filter(
    (restriction) => inForce(restriction, now) && touches(restriction, crossing),
  )
  const added = standing
    .filter(({ id }) => !state.restrictions.some((known) => known.restriction === id))
    .map(({ id, party, cause, article }) => ({
      type: 'ApplyRestriction' as const,
      restriction: { restriction: id, party, cause, article, effect: 'forbids' as const },
    }))
  const ceased = state.restrictions
    .filter(({ restriction }) => !standing.some(({ id }) => id === restriction))
    .map(({ restriction }) => ({ type: 'CeaseRestriction' as const, restriction }))
  return [...added, ...ceased]
}

/** JC 4: non-border controls run where a rule selects them; BR 25: animals always meet the veterinary. */
function risksFound(state: OpenCrossing, around: Surroundings): readonly FindingCommand[] {
  return state.steps.flatMap((step): readonly FindingCommand[] => {
    const { party, kind } = step.control
    if (step.selected !== null || step.state !== 'planned' || step.control.mode === 'always') return []
    const control = { party, kind }
    if (kind === 'veterinary' && state.goods.some((one) => animalGoods.includes(one))) {
      return [{ type: 'SelectControl', control, rule: 'BR 25: animals' }]
    }
    if (step.control.mode !== 'selective') return []
    const rule = around.pack.risk.find(
      (one) => one.party === party && one.kind === kind && selects(one, state, around),
    )
    return rule && stepOf(state, control) ? [{ type: 'SelectControl', control, rule: rule.name }] : []
  })
}

/** Goods that BR 24 and 25 are about. */
export const animalGoods: readonly string[] = ['animals', 'animal-products']

function selects(rule: RiskRule, state: OpenCrossing, { seed }: Surroundings): boolean {
  const has = (wanted: readonly string[] | undefined, found: readonly string[]) =>
    wanted === undefined || found.some((one) => wanted.includes(one))
  return (
    has(
      rule.citizenships,
      state.documents.map(({ fields }) => fields.nationality),
    ) &&
    has(rule.plateCountries, state.plate ? [state.plate.country] : []) &&
    has(rule.categories, [state.category?.category ?? 'ordinary']) &&
    has(rule.goods, state.goods) &&
    (rule.share === undefined || drawn(`${seed}/${rule.name}`) < rule.share)
  )
}

/** FNV-1a with a final mix (Murmur3), 0 to 1: chance that can be told again from the journal. */
export function drawn(text: string): number {
  let hash = 0x811c9dc5
  for (const sign of text) {
    hash ^= sign.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193)
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  hash ^= hash >>> 16
  return (hash >>> 0) / 2 ** 32
}

/** BR 15: from the border to the checkpoint, where the plate was seen at the border within the last day. */
function transitFound(state: OpenCrossing, { checkpoint, pack }: Surroundings): readonly FindingCommand[] {
  if (state.transit || !state.plate) return []
  const { text } = state.plate
  const seen = checkpoint.borderPoints.find(({ plate }) => plate === text)
  if (!seen) return []
  const age = Date.parse(state.openedAt) - Date.parse(seen.passedAt)
  if (age < 0 || age > 86_400_000) return []
  const { minutes, over } = transitTime(seen.passedAt, state.openedAt, pack.transitMinutes)
  const { point, passedAt: from } = seen
  return [
    { type: 'RecordTransit', transit: { point, from, minutes, limitMinutes: pack.transitMinutes, over } },
  ]
}
