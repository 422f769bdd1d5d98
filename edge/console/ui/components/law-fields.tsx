import { useId } from 'preact/hooks'
import { separateCauses } from '../../../domain/checkpoint/events.ts'
import { categories } from '../../../domain/control/rule-pack.ts'
import type { ActionExplanation } from '../../../domain/crossing/explain.ts'
import { noticeTable } from '../../../domain/notices/table.ts'
import { restrictionCauses } from '../../../domain/restrictions/restriction.ts'
import { isTimeField, type LawAnswers } from '../model/law-acts.ts'
import { useStore } from '../model/store.ts'

interface FieldsProps {
  readonly answers: LawAnswers
  readonly onChange: (answers: LawAnswers) => void
}

/** JC 9.3: where a referred control is finished, and until when. */
export function ReferralFields(props: FieldsProps) {
  const { form } = useStore().say.value.t.law
  return (
    <>
      <Field {...props} name="place" label={form.place} />
      <Field {...props} name="day" label={form.day} type="date" />
    </>
  )
}

/** What the acts of the agreements ask for besides: choices are buttons, so that little is typed. */
export function LawFields({ act, ...props }: FieldsProps & { readonly act: ActionExplanation }) {
  const { t, articleShort } = useStore().say.value
  const { form } = t.law
  const needs = (what: ActionExplanation['needs'][number]) => act.needs.includes(what)
  const choice = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <Choice {...props} name={name} label={label} options={options} />
  )
  const field = (name: string, label: string, more: Partial<FieldProps> = {}) => (
    <Field {...props} name={name} label={label} {...more} />
  )
  return (
    <>
      {needs('laws') &&
        choice('laws', form.laws, [
          ['KAZ', t.partyShort.KAZ],
          ['KGZ', t.partyShort.KGZ],
          ['both', form.lawsBoth],
        ])}
      {needs('description') && field('description', form.description, { long: true })}
      {needs('what') && choice('what', form.what, Object.entries(t.law.detained))}
      {needs('place') && field('place', form.place)}
      {needs('category') && (
        <>
          {choice(
            'category',
            form.category,
            categories.map((one) => [one, t.law.category[one]]),
          )}
          {field('list', form.list, { optional: true })}
          {field('equipment', `${form.equipment} (${form.oneALine})`, { optional: true, long: true })}
        </>
      )}
      {needs('goods') && <Goods {...props} />}
      {needs('exception') && choice('exception', form.exception, Object.entries(t.law.exception))}
      {needs('incident') && (
        <>
          {field('incidentKind', form.incidentKind)}
          {field('place', form.place)}
          {field('causes', form.causes, { long: true })}
          {field('participants', `${form.participants} (${form.oneALine})`, { optional: true, long: true })}
          {field('witnesses', `${form.witnesses} (${form.oneALine})`, { optional: true, long: true })}
        </>
      )}
      {needs('document') && (
        <div class="field-grid">
          {field('documentCode', form.documentCode, { pattern: '[A-Za-z]{1,2}' })}
          {field('issuingState', form.issuingState, { pattern: '[A-Za-z]{1,3}' })}
          {field('documentNumber', form.documentNumber, { pattern: '[A-Za-z0-9 \\-]{3,20}' })}
          {field('nationality', form.nationality, { pattern: '[A-Za-z]{1,3}' })}
          {field('surname', form.surname)}
          {field('givenNames', form.givenNames, { optional: true })}
          {field('birthDate', form.birthDate, { type: 'date' })}
          {field('expiryDate', form.expiryDate, { type: 'date' })}
        </div>
      )}
      {needs('notice') && <Notice {...props} />}
      {needs('restriction') && (
        <>
          {choice('article', form.article, [
            ['BR 11', `${t.law.ground['BR 11']} · ${articleShort('BR 11')}`],
            ['BR 14.3', `${t.law.ground['BR 14.3']} · ${articleShort('BR 14.3')}`],
            ['BR 25', `${t.law.ground['BR 25']} · ${articleShort('BR 25')}`],
          ])}
          {choice('placeKind', form.placeKind, [
            ['established', form.established],
            ['outside', form.outside],
          ])}
          {choice(
            'restrictionCause',
            form.cause,
            restrictionCauses.map((one) => [one, t.law.restrictionCause[one]]),
          )}
          <Goods {...props} />
          {field('citizenships', form.citizenships, { optional: true })}
          {choice('thisLane', form.thisLane, [
            ['yes', form.thisLane],
            ['no', t.law.everyone],
          ])}
          {field('from', form.from, { type: 'datetime-local' })}
          {field('until', form.until, { type: 'datetime-local' })}
        </>
      )}
      {needs('separateCause') &&
        choice(
          'separateCause',
          form.cause,
          separateCauses.map((one) => [one, t.law.separateCause[one]]),
        )}
      {needs('meeting') && (
        <>
          {field('meetingAt', form.meetingAt, { type: 'datetime-local' })}
          {field('place', form.place)}
          {field('agenda', form.agenda, { long: true })}
          {field('participants', `${form.participants} (${form.oneALine})`, { long: true })}
        </>
      )}
      {needs('accepted') &&
        choice('accepted', form.answer, [
          ['yes', form.accepted],
          ['no', form.declined],
        ])}
      {needs('way') && choice('way', form.way, Object.entries(form.ways))}
      {needs('result') && field('result', form.result, { long: true })}
      {needs('paper') && (
        <div class="field-grid">
          {field('series', form.series)}
          {field('number', form.number, { pattern: '[0-9]{1,7}' })}
          {field('filledAt', form.filledAt, { type: 'datetime-local' })}
          {field('plate', t.acts.plateText, { optional: true })}
          {choice('paperOutcome', form.outcome, [
            ...Object.entries(t.lane.outcome),
            ['void', form.void] as const,
          ])}
        </div>
      )}
      {needs('borderPoint') && (
        <>
          {field('plate', t.acts.plateText)}
          {field('point', form.point)}
          {field('passedAt', form.passedAt, { type: 'datetime-local' })}
        </>
      )}
    </>
  )
}

/** The form of the notice that was chosen, as the table of notices has it. */
function Notice(props: FieldsProps) {
  const { t, article } = useStore().say.value
  const rules = noticeTable.filter(({ automatic }) => !automatic)
  const chosen = rules.find(({ kind }) => kind === props.answers.notice)
  return (
    <>
      <label>
        {t.law.form.notice}
        <select
          name="notice"
          required
          value={props.answers.notice ?? ''}
          onChange={(event) => props.onChange({ ...props.answers, notice: event.currentTarget.value })}
        >
          <option value="" />
          {rules.map(({ kind }) => (
            <option key={kind} value={kind}>
              {t.law.notice[kind]}
            </option>
          ))}
        </select>
      </label>
      {chosen && (
        <>
          <p class="muted small">{article(chosen.article)}</p>
          {chosen.fields.map((name) => (
            <Field
              key={name}
              {...props}
              name={`f.${name}`}
              label={t.law.field[name]}
              type={isTimeField(name) ? 'datetime-local' : 'text'}
            />
          ))}
        </>
      )}
    </>
  )
}

function Goods({ answers, onChange }: FieldsProps) {
  const { t } = useStore().say.value
  const chosen = (answers.goods ?? '').split(',').filter((kind) => kind !== '')
  const toggle = (kind: string) =>
    chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind]
  return (
    <fieldset class="choices choices-two">
      <legend>{t.law.form.goods}</legend>
      {Object.entries(t.law.goodsKind).map(([kind, label]) => (
        <label key={kind} class="choice">
          <input
            type="checkbox"
            name="goods"
            value={kind}
            checked={chosen.includes(kind)}
            onChange={() => onChange({ ...answers, goods: toggle(kind).join(',') })}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

interface FieldProps extends FieldsProps {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'date' | 'datetime-local'
  readonly pattern?: string
  readonly optional?: boolean
  readonly long?: boolean
}

function Field({ answers, onChange, name, label, type = 'text', pattern, optional, long }: FieldProps) {
  const value = answers[name] ?? ''
  const change = (text: string) => onChange({ ...answers, [name]: text })
  const id = useId()
  return (
    <div class="field-row">
      <label for={id}>{label}</label>
      {long ? (
        <textarea
          id={id}
          name={name}
          rows={2}
          maxLength={500}
          required={!optional}
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
        />
      ) : type === 'text' ? (
        <input
          id={id}
          name={name}
          maxLength={200}
          required={!optional}
          {...(pattern !== undefined && { pattern })}
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
        />
      ) : (
        <input
          id={id}
          name={name}
          type={type}
          required={!optional}
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </div>
  )
}

function Choice({
  answers,
  onChange,
  name,
  label,
  options,
}: FieldsProps & {
  readonly name: string
  readonly label: string
  readonly options: readonly (readonly [string, string])[]
}) {
  return (
    <fieldset class="choices choices-two">
      <legend>{label}</legend>
      {options.map(([value, text]) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name={name}
            value={value}
            required
            checked={answers[name] === value}
            onChange={() => onChange({ ...answers, [name]: value })}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
