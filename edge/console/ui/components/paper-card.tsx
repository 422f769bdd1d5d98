import type { CrossingView } from '../../../domain/crossing/explain.ts'
import { fill } from '../i18n/translator.ts'
import { useStore } from '../model/store.ts'
import { Field, PageLink } from './paper-field.tsx'
import { TrustShape } from './shapes.tsx'

export type Paper = CrossingView['documents'][number]

/** An officer has to look at it, so that it is never folded. */
export function needsAnEye(paper: Paper): boolean {
  const { corrections, held, serves, fields } = paper
  return !isSound(paper) || corrections.length > 0 || held || !serves || fields.nameTruncated
}

const failedOf = ({ checks }: Paper) => checks.filter(({ outcome }) => outcome === 'failed')
const warnedOf = ({ checks }: Paper) => checks.filter(({ outcome }) => outcome === 'warning')
const isSound = (paper: Paper) => paper.accepted && failedOf(paper).length === 0

export interface CardProps {
  readonly paper: Paper
  readonly person: CrossingView['persons'][number] | undefined
}

function PaperName({ paper: { fields }, person }: CardProps) {
  const { t } = useStore().say.value
  return (
    <span class="paper-name">
      <strong>
        {fields.surname} {fields.givenNames}
      </strong>
      {person && (
        <span class="person-role">
          {t.papers.role[person.role === 'driver' && !person.named ? 'assumed' : person.role]}
        </span>
      )}
    </span>
  )
}

export function PaperCard({ paper, person }: CardProps) {
  const { t, date, count } = useStore().say.value
  const { fields } = paper
  const failed = failedOf(paper)
  const sound = isSound(paper)
  const bad = (name: string) => failed.some((check) => check.name === name)
  return (
    <article class="paper">
      <PaperName paper={paper} person={person} />
      <dl class="fields">
        <Field
          label={`${t.papers.number} · ${paper.format}`}
          value={fields.documentNumber}
          bad={bad('documentNumber')}
        />
        <Field label={t.papers.nationality} value={fields.nationality} bad={false} />
        <Field
          label={t.papers.birth}
          value={fields.birthDate === null ? fields.birth : date(fields.birthDate)}
          bad={bad('birthDate')}
        />
        <Field
          label={t.papers.expiry}
          value={fields.expiryDate === null ? fields.expiry : date(fields.expiryDate)}
          bad={bad('expiryDate') || bad('expired')}
        />
        <Field label={t.papers.sex} value={t.papers.sexes[fields.sex]} bad={false} />
        {fields.personalNumber !== null && (
          <Field
            label={t.papers.personalNumber}
            value={fields.personalNumber}
            bad={bad('iin') || bad('pin')}
          />
        )}
        <div class={`field field-trust trust-${sound ? 'sure' : 'check'}`}>
          <dt>MRZ</dt>
          <dd>
            <TrustShape trust={sound ? 'sure' : 'check'} />
            {sound ? t.papers.accepted : t.papers.notAccepted}
          </dd>
        </div>
      </dl>
      <div class="mrz" role="img" aria-label={t.papers.mrz}>
        {paper.lines.map((line, index) => (
          <MrzLine key={index} line={line} index={index} paper={paper} />
        ))}
      </div>
      <ul class="checks">
        {paper.corrections.length > 0 && (
          <li class="check-corrected">✎ {count(t.papers.corrections, paper.corrections.length)}</li>
        )}
        {failed.map((check) => (
          <li key={check.name} class="check-failed">
            ✕ {t.papers.check[check.name]}
          </li>
        ))}
        {warnedOf(paper).map((check) => (
          <li key={check.name} class="check-warning">
            ▲ {t.papers.check[check.name]}
          </li>
        ))}
        {paper.held && <li class="check-failed">■ {t.law.personHeld}</li>}
        {!paper.serves && <li class="check-failed">✕ {t.law.notServing}</li>}
        {failed.length === 0 && <li class="check-passed">✓ {t.papers.allChecks}</li>}
        {fields.nameTruncated && <li class="check-warning">▲ {t.papers.nameCut}</li>}
      </ul>
      <PageLink page={paper.page} />
    </article>
  )
}

function MrzLine({
  line,
  index,
  paper,
}: {
  readonly line: string
  readonly index: number
  readonly paper: Paper
}) {
  const { t } = useStore().say.value
  const corrections = paper.corrections.filter((one) => one.line === index)
  return (
    <div class="mrz-line" style={{ '--columns': String(line.length) }}>
      {[...line].map((sign, column) => {
        const corrected = corrections.find((one) => one.column === column)
        if (corrected === undefined) return sign
        return (
          <mark
            key={column}
            title={fill(t.papers.corrected, { read: corrected.read, corrected: corrected.corrected })}
          >
            {sign}
          </mark>
        )
      })}
    </div>
  )
}

/** A document that was read without doubt, beside the one that is shown whole. */
export function FoldedPaper({ paper, person, onUnfold }: CardProps & { readonly onUnfold: () => void }) {
  const { t, date } = useStore().say.value
  const { documentNumber, nationality, birthDate, birth } = paper.fields
  return (
    <button type="button" class="paper paper-folded" aria-expanded={false} onClick={onUnfold}>
      <PaperName paper={paper} person={person} />
      <span class="paper-short">
        <TrustShape trust="sure" />
        <span>
          <b>{documentNumber}</b> · {nationality} · {birthDate === null ? birth : date(birthDate)}
        </span>
      </span>
      {warnedOf(paper).map((check) => (
        <span key={check.name} class="check-warning">
          ▲ {t.papers.check[check.name]}
        </span>
      ))}
    </button>
  )
}
