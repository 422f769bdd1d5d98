import type { CrossingView } from '../../../domain/crossing/explain.ts'
import { fill } from '../i18n/translator.ts'
import { useStore } from '../model/store.ts'
import { TrustShape } from './shapes.tsx'

type Paper = CrossingView['documents'][number]

export function Papers({ crossing }: { readonly crossing: CrossingView }) {
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
      {documents.toReversed().map((paper) => (
        <PaperCard
          key={paper.document}
          paper={paper}
          person={persons.find((one) => one.documents.includes(paper.document))}
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

/** Opens the picture of a page beside the console. */
function PageLink({ page }: { readonly page: { readonly sha256: string } | null | undefined }) {
  const { t } = useStore().say.value
  if (!page) return null
  return (
    <a class="page-link" href={`/api/v1/evidence/${page.sha256}`} target="_blank" rel="noreferrer">
      {t.papers.page}
    </a>
  )
}

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

function PaperCard({
  paper,
  person,
}: {
  readonly paper: Paper
  readonly person: CrossingView['persons'][number] | undefined
}) {
  const { t, date, count } = useStore().say.value
  const { fields } = paper
  const failed = paper.checks.filter((check) => check.outcome === 'failed')
  const warned = paper.checks.filter((check) => check.outcome === 'warning')
  const sound = paper.accepted && failed.length === 0
  const bad = (name: string) => failed.some((check) => check.name === name)
  return (
    <article class="paper">
      <div class="paper-name">
        <strong>
          {fields.surname} {fields.givenNames}
        </strong>
        {person && (
          <span class="person-role">
            {t.papers.role[person.role === 'driver' && !person.named ? 'assumed' : person.role]}
          </span>
        )}
      </div>
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
        {warned.map((check) => (
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

function Field({
  label,
  value,
  bad,
}: {
  readonly label: string
  readonly value: string
  readonly bad: boolean
}) {
  return (
    <div class={bad ? 'field field-bad' : 'field'}>
      <dt>{label}</dt>
      <dd>
        {bad && '✕ '}
        {value}
      </dd>
    </div>
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
