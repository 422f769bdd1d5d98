import type { CrossingView } from '../../../domain/crossing/explain.ts'
import type { RestrictionCause } from '../../../domain/restrictions/restriction.ts'
import type { LaneView } from '../../../ports/lane.ts'
import { fill } from '../i18n/translator.ts'
import { type LaneEntry, useStore } from '../model/store.ts'
import { RefusalText } from './why.tsx'

/** What the agreements say of the crossing in the lane: each mark is a word and a shape, never a colour alone. */
export function CrossingMarks({ crossing }: { readonly crossing: CrossingView }) {
  const { t, article } = useStore().say.value
  const { law } = t
  const { category, hits, restrictions, reopening, violations, detention, holds, transit } = crossing
  const cause = (name: string) => law.restrictionCause[name as RestrictionCause] ?? name
  return (
    <div class="law-marks" data-testid="law-marks">
      {hits.map((hit) => (
        <p key={`${hit.list}${hit.instruction}`} class="law-mark law-hit" role="alert" title={law.hitHint}>
          <strong>◆ {law.hit}</strong> {law.hitBy[hit.matched]}: {hit.instruction}
          <small>{law.hitHint}</small>
        </p>
      ))}
      {category && (
        <p class={`law-mark law-category law-priority-${category.priority}`}>
          <strong>★ {law.category[category.category]}</strong>{' '}
          {fill(law.priority, { n: String(category.priority) })}
          {category.list !== null && ` · ${law.list} ${category.list}`}
          {category.equipment.length > 0 && ` · ${law.equipment}: ${category.equipment.join(', ')}`}
          <small>{article(category.article)}</small>
        </p>
      )}
      {restrictions.map((one) => (
        <p key={`${one.party}${one.cause}`} class="law-mark law-bad">
          <strong>⊘ {law.restriction}</strong> {t.partyShort[one.party]}: {cause(one.cause)}
          <small>{article(one.article)}</small>
        </p>
      ))}
      {holds.map((hold) => (
        <p key={hold.by} class="law-mark law-bad">
          <strong>■ {law.held}</strong> {t.partyShort[hold.by]}: {hold.reason}
        </p>
      ))}
      {reopening && (
        <p class="law-mark law-warn">
          <strong>↺ {law.reopening}</strong> {reopening.reason}
          <small>{article('JC 7.1')}</small>
        </p>
      )}
      {violations.map((one) => (
        <p key={one.description} class="law-mark law-bad">
          <strong>! {law.violation}</strong> {one.description} ·{' '}
          {fill(law.jurisdiction, { party: t.partyShort[one.jurisdiction] })}
          <small>{article(one.article)}</small>
        </p>
      ))}
      {detention && (
        <p class="law-mark law-bad">
          <strong>■ {law.detention}</strong> {t.partyShort[detention.by]}:{' '}
          {law.detained[detention.what as 'vehicle'] ?? detention.what} · {detention.place} ·{' '}
          {detention.reason}
        </p>
      )}
      {transit?.over && (
        <p class="law-mark law-warn">
          <strong>◷</strong>{' '}
          {fill(law.transitOver, { minutes: String(transit.minutes), limit: String(transit.limitMinutes) })}
          {transit.explained && ` · ${law.transitExplained}`}
          <small>{article('BR 15')}</small>
        </p>
      )}
      {crossing.goods.length > 0 && (
        <p class="law-mark">
          <strong>{law.goods}</strong>{' '}
          {crossing.goods.map((kind) => law.goodsKind[kind as 'animals'] ?? kind).join(', ')}
        </p>
      )}
      {crossing.incidents > 0 && (
        <p class="law-mark law-warn">
          <strong>! {law.incidents}</strong> {crossing.incidents}
          <small>{article('BR 33')}</small>
        </p>
      )}
    </div>
  )
}

/** What holds over the lane whatever stands in it: separate control, restrictions, closed hours, what is broken. */
export function LaneBanners({ entry }: { readonly entry: LaneEntry }) {
  const { t, article, dateTime } = useStore().say.value
  const { law } = t
  const { checkpoint, closed, degraded, waiting } = entry.view
  return (
    <div class="law-banners">
      {checkpoint?.separate && (
        <p class="law-mark law-separate" role="status" data-testid="separate">
          <strong>◧ {law.separate}</strong> {t.partyShort[checkpoint.separate.party]} · {law.since}{' '}
          {dateTime(checkpoint.separate.since)} · {checkpoint.separate.reason}
          <small>{article('JC 15')}</small>
        </p>
      )}
      {closed && (
        <p class="law-mark law-bad" role="status" data-testid="closed">
          <strong>⊘ {law.closed}</strong> <RefusalText refusal={closed} />
        </p>
      )}
      {checkpoint?.restrictions
        .filter((one) => one.inForce)
        .map((one) => (
          <p key={one.id} class="law-mark law-warn" data-testid="restriction">
            <strong>⊘ {law.restriction}</strong> {t.partyShort[one.party]}:{' '}
            {law.restrictionCause[one.cause as RestrictionCause] ?? one.cause} · {scopeText(one, t)} ·{' '}
            {law.until} {dateTime(one.until)}
            {one.exceptional && ` · ${law.exceptional}`}
            <small>{article(one.article)}</small>
          </p>
        ))}
      {waiting.map((one) => (
        <p key={one.plate} class="law-mark law-category">
          <strong>★ {law.waiting}</strong> <span class="mono">{one.plate}</span> ·{' '}
          {law.category[one.category]} · {fill(law.priority, { n: String(one.priority) })}
        </p>
      ))}
      {degraded.map((one) => (
        <p key={`${one.missing}${one.party}`} class="law-mark law-warn" data-testid="degraded">
          <strong>△ {law.missing[one.missing]}</strong>
          {one.party && ` ${t.partyShort[one.party]}`}
          {one.goesOnBy && ` · ${law.goesOnBy} ${t.acts.name[one.goesOnBy]}`}
          <small>{article(one.article)}</small>
        </p>
      ))}
    </div>
  )
}

type Shown = NonNullable<LaneView['checkpoint']>['restrictions'][number]

export function scopeText(one: Shown, t: ReturnType<typeof useStore>['say']['value']['t']): string {
  const goods = one.goods.map((kind) => t.law.goodsKind[kind as 'animals'] ?? kind)
  const citizens = one.citizenships.length > 0 ? [`${t.law.citizens} ${one.citizenships.join(', ')}`] : []
  const parts = [...citizens, ...goods]
  return parts.length > 0 ? parts.join(', ') : t.law.everyone
}
