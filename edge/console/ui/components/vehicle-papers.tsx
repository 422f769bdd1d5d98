import type { CrossingView } from '../../../domain/crossing/explain.ts'
import { fill } from '../i18n/translator.ts'
import { useStore } from '../model/store.ts'
import { Field, PageLink } from './paper-field.tsx'

/** What the vehicle weighs and what its papers say: below its picture. */
export function VehiclePapers({ crossing: { papers, weight } }: { readonly crossing: CrossingView }) {
  const { t, count, number } = useStore().say.value
  if (papers.length === 0 && weight === null) return null
  return (
    <div class="vehicle-papers">
      <h3>{t.papers.vehicle}</h3>
      {weight !== null && (
        <article class="paper">
          <dl class="fields">
            <Field
              label={t.papers.weight[weight.weight]}
              value={fill(t.papers.kilograms, { n: number(weight.kilograms) })}
              bad={false}
            />
          </dl>
        </article>
      )}
      {papers.toReversed().map((paper) => (
        <article key={paper.paper} class="paper">
          <dl class="fields">
            <Field
              label={paper.format === 'other' ? t.papers.barcode : paper.format}
              value={count(t.papers.characters, paper.characters)}
              bad={false}
            />
          </dl>
          <p class={paper.text === null ? 'paper-text muted' : 'paper-text'}>
            {paper.text ?? t.papers.withheld}
          </p>
          <PageLink page={paper.page} />
        </article>
      ))}
    </div>
  )
}
