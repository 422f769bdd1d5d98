import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { CrossingView } from '../../../domain/crossing/explain.ts'
import type { RestrictionCause } from '../../../domain/restrictions/restriction.ts'
import type { LaneView } from '../../../ports/lane.ts'
import { fill } from '../i18n/translator.ts'
import { type LaneEntry, useStore } from '../model/store.ts'
import { RefusalText } from './why.tsx'

/**
 * What the agreements say of lane and crossing, as badges: each a sign and a word, never a colour alone. Where
 * many stand in a narrow lane they shrink to that, for the vehicle and both Parties' steps to stay in sight, and
 * one touch shows the rest. A hit of the watch list never shrinks.
 */
export function LawMarks({ entry }: { readonly entry: LaneEntry }) {
  const { t } = useStore().say.value
  const [open, setOpen] = useState(false)
  const { crossing } = entry.view
  return (
    <div class={`law-marks ${open ? 'law-marks-open' : ''}`} data-testid="law-marks">
      {crossing && <Hits crossing={crossing} />}
      <LaneMarks view={entry.view} />
      {crossing && <CrossingMarks crossing={crossing} />}
      <button
        type="button"
        class="tool law-more-button"
        aria-expanded={open}
        aria-label={t.foot.details}
        title={t.foot.details}
        onClick={() => setOpen(!open)}
      >
        {open ? '▴' : '▾'}
      </button>
    </div>
  )
}

interface MarkProps {
  readonly tone?: 'bad' | 'warn' | 'category' | 'separate'
  readonly sign: string
  /** What stays where there is no room for more. */
  readonly word: string
  readonly article?: string
  readonly testId?: string
  readonly children?: ComponentChildren
}

function Mark({ tone, sign, word, article, testId, children }: MarkProps) {
  const say = useStore().say.value
  return (
    <p class={`law-mark ${tone ? `law-${tone}` : ''}`} role="status" data-testid={testId}>
      <strong>
        {sign} {word}
      </strong>
      <span class="law-more">
        {children !== undefined && <> {children}</>}
        {article !== undefined && <small title={say.article(article)}>{say.articleShort(article)}</small>}
      </span>
    </p>
  )
}

function Hits({ crossing }: { readonly crossing: CrossingView }) {
  const { law } = useStore().say.value.t
  return crossing.hits.map((hit) => (
    <p key={`${hit.list}${hit.instruction}`} class="law-mark law-hit" role="alert" title={law.hitHint}>
      <strong>◆ {law.hit}</strong> {law.hitBy[hit.matched]}: {hit.instruction}
      <small>{law.hitHint}</small>
    </p>
  ))
}

/** What holds over the lane whatever stands in it: separate control, restrictions, closed hours, what is broken. */
function LaneMarks({ view }: { readonly view: LaneView }) {
  const { t, dateTime } = useStore().say.value
  const { law } = t
  const { checkpoint, closed, degraded, waiting } = view
  return (
    <>
      {checkpoint?.separate && (
        <Mark tone="separate" sign="◧" word={law.separate} article="JC 15" testId="separate">
          {t.partyShort[checkpoint.separate.party]} · {law.since} {dateTime(checkpoint.separate.since)} ·{' '}
          {checkpoint.separate.reason}
        </Mark>
      )}
      {closed && (
        <Mark tone="bad" sign="⊘" word={law.closed} testId="closed">
          <RefusalText refusal={closed} />
        </Mark>
      )}
      {checkpoint?.restrictions
        .filter((one) => one.inForce)
        .map((one) => (
          <Mark
            key={one.id}
            tone="warn"
            sign="⊘"
            word={law.restriction}
            article={one.article}
            testId="restriction"
          >
            {t.partyShort[one.party]}: {law.restrictionCause[one.cause as RestrictionCause] ?? one.cause} ·{' '}
            {scopeText(one, t)} · {law.until} {dateTime(one.until)}
            {one.exceptional && ` · ${law.exceptional}`}
          </Mark>
        ))}
      {waiting.map((one) => (
        <Mark key={one.plate} tone="category" sign="★" word={`${law.waiting} ${one.plate}`}>
          {law.category[one.category]} · {fill(law.priority, { n: String(one.priority) })}
        </Mark>
      ))}
      {degraded.map((one) => (
        <Mark
          key={`${one.missing}${one.party}`}
          tone="warn"
          sign="△"
          word={`${law.missing[one.missing]}${one.party ? ` ${t.partyShort[one.party]}` : ''}`}
          article={one.article}
          testId="degraded"
        >
          {one.goesOnBy && `${law.goesOnBy} ${t.acts.name[one.goesOnBy]}`}
        </Mark>
      ))}
    </>
  )
}

function CrossingMarks({ crossing }: { readonly crossing: CrossingView }) {
  const { t } = useStore().say.value
  const { law } = t
  const { category, restrictions, reopening, violations, detention, holds, transit, goods } = crossing
  return (
    <>
      {category && (
        <Mark tone="category" sign="★" word={law.category[category.category]} article={category.article}>
          {fill(law.priority, { n: String(category.priority) })}
          {category.list !== null && ` · ${law.list} ${category.list}`}
          {category.equipment.length > 0 && ` · ${law.equipment}: ${category.equipment.join(', ')}`}
        </Mark>
      )}
      {restrictions.map((one) => (
        <Mark
          key={`${one.party}${one.cause}`}
          tone="bad"
          sign="⊘"
          word={law.restriction}
          article={one.article}
        >
          {t.partyShort[one.party]}: {law.restrictionCause[one.cause as RestrictionCause] ?? one.cause}
        </Mark>
      ))}
      {holds.map((hold) => (
        <Mark key={hold.by} tone="bad" sign="■" word={law.held}>
          {t.partyShort[hold.by]}: {hold.reason}
        </Mark>
      ))}
      {reopening && (
        <Mark tone="warn" sign="↺" word={law.reopening} article="JC 7.1">
          {reopening.reason}
        </Mark>
      )}
      {violations.map((one) => (
        <Mark key={one.description} tone="bad" sign="!" word={law.violation} article={one.article}>
          {one.description} · {fill(law.jurisdiction, { party: t.partyShort[one.jurisdiction] })}
        </Mark>
      ))}
      {detention && (
        <Mark tone="bad" sign="■" word={law.detention}>
          {t.partyShort[detention.by]}: {law.detained[detention.what as 'vehicle'] ?? detention.what} ·{' '}
          {detention.place} · {detention.reason}
        </Mark>
      )}
      {transit?.over && (
        <Mark
          tone="warn"
          sign="◷"
          word={fill(law.transitOver, {
            minutes: String(transit.minutes),
            limit: String(transit.limitMinutes),
          })}
          article="BR 15"
        >
          {transit.explained && law.transitExplained}
        </Mark>
      )}
      {goods.length > 0 && (
        <Mark
          sign="▤"
          word={`${law.goods}: ${goods.map((kind) => law.goodsKind[kind as 'animals'] ?? kind).join(', ')}`}
        />
      )}
      {crossing.incidents > 0 && (
        <Mark tone="warn" sign="!" word={`${law.incidents} ${crossing.incidents}`} article="BR 33" />
      )}
    </>
  )
}

type Shown = NonNullable<LaneView['checkpoint']>['restrictions'][number]

export function scopeText(one: Shown, t: ReturnType<typeof useStore>['say']['value']['t']): string {
  const goods = one.goods.map((kind) => t.law.goodsKind[kind as 'animals'] ?? kind)
  const citizens = one.citizenships.length > 0 ? [`${t.law.citizens} ${one.citizenships.join(', ')}`] : []
  const parts = [...citizens, ...goods]
  return parts.length > 0 ? parts.join(', ') : t.law.everyone
}
