import type { CrossingView } from '../../../domain/crossing/explain.ts'
import { fill } from '../i18n/translator.ts'
import { useStore } from '../model/store.ts'
import { FoldedPaper, needsAnEye, type Paper, PaperCard } from './paper-card.tsx'

/** Newest first. `folded` were read without doubt, and stand beside the `whole` ones in a line or two. */
export interface PapersInView {
  readonly whole: readonly Paper[]
  readonly folded: readonly Paper[]
}

/** Of several documents one is whole, so that the steps of control stay in view, however many travel. */
export function papersInView({ documents }: CrossingView, chosen: string | null): PapersInView {
  const newest = documents.at(-1)?.document
  const unfolded = documents.some(({ document }) => document === chosen) ? chosen : newest
  const isWhole = (paper: Paper) => paper.document === unfolded || needsAnEye(paper)
  const ordered = documents.toReversed()
  return { whole: ordered.filter(isWhole), folded: ordered.filter((paper) => !isWhole(paper)) }
}

const holderOf = ({ persons }: CrossingView, { document }: Paper) =>
  persons.find((one) => one.documents.includes(document))

export function Papers({
  crossing,
  whole,
}: { readonly crossing: CrossingView } & Pick<PapersInView, 'whole'>) {
  const { t, count } = useStore().say.value
  const { documents, persons } = crossing
  return (
    <div class="papers">
      <h3 class={documents.length === 1 ? 'papers-one' : ''}>
        {t.papers.title}
        {persons.length > 1 && <span class="muted"> · {count(t.papers.persons, persons.length)}</span>}
        {documents.length > 1 && <span class="muted"> · {count(t.papers.count, documents.length)}</span>}
      </h3>
      <Mismatches found={crossing.mismatches} />
      {documents.length === 0 && <p class="muted">{t.papers.none}</p>}
      {whole.map((paper) => (
        <PaperCard key={paper.document} paper={paper} person={holderOf(crossing, paper)} />
      ))}
    </div>
  )
}

export function FoldedPapers({
  crossing,
  folded,
  onUnfold,
}: { readonly crossing: CrossingView; readonly onUnfold: (document: string) => void } & Pick<
  PapersInView,
  'folded'
>) {
  if (folded.length === 0) return null
  return (
    <div class="papers-folded">
      {folded.map((paper) => (
        <FoldedPaper
          key={paper.document}
          paper={paper}
          person={holderOf(crossing, paper)}
          onUnfold={() => onUnfold(paper.document)}
        />
      ))}
    </div>
  )
}

/** What does not agree, each with its ground: shown, and for the officer to judge. */
function Mismatches({ found }: { readonly found: CrossingView['mismatches'] }) {
  const say = useStore().say.value
  const texts = say.t.papers.mismatch
  if (found.length === 0) return null
  return (
    <ul class="mismatches" role="status" data-testid="mismatches">
      {found.map(({ kind, subject, stated, read, list, article }) => (
        <li key={`${kind}${subject}`} class="check-failed">
          ✕{' '}
          {fill(stated === null ? texts.paperPlateKept : texts[kind], {
            stated: stated ?? '',
            read,
            list: list ?? '',
          })}{' '}
          <small title={say.article(article)}>{say.articleShort(article)}</small>
        </li>
      ))}
    </ul>
  )
}
