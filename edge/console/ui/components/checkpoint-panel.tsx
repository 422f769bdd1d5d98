import type { RestrictionCause } from '../../../domain/restrictions/restriction.ts'
import { type LaneEntry, useStore } from '../model/store.ts'
import { ActButton } from './act-button.tsx'
import { ActOutcome } from './act-outcome.tsx'
import { Handovers } from './handover.tsx'
import { scopeText } from './law-marks.tsx'
import { NoticeFields } from './notice-fields.tsx'

/** The checkpoint's notices, restrictions, incidents and lists, with their clocks and acts. */
export function CheckpointPanel({ entry }: { readonly entry: LaneEntry }) {
  const store = useStore()
  const { t, article, dateTime, date } = store.say.value
  const { law } = t
  const { checkpoint } = entry.view
  const acts = entry.actions
  const rules = entry.view.crossing?.rulePack ?? store.gateway.value?.rulePack
  if (!checkpoint) return null
  const act = (action: string, subject?: string) =>
    acts
      .filter((one) => one.action === action && one.subject === subject)
      .map((one) => <ActButton key={`${action}${subject}`} lane={entry.lane} act={one} slim grouped />)
  const kindOf = (notice: string) => law.notice[notice as keyof typeof law.notice] ?? notice
  const overdue = (subject: string) => checkpoint.overdue.some((one) => one.subject === subject)
  return (
    <div class="checkpoint-panel">
      <p class="muted small">
        {t.law.rulePack}: <span class="mono">{rules?.name}</span> {rules?.version} · {article('JC 8')}
      </p>
      {checkpoint.overdue.length > 0 && (
        <p class="law-mark law-bad" role="alert">
          <strong>
            ◷ {law.overdue}: {checkpoint.overdue.length}
          </strong>{' '}
          {[...new Set(checkpoint.overdue.map(({ kind }) => law.overdueKind[kind]))].join(', ')}
        </p>
      )}
      <ActOutcome lane={entry.lane} />
      <div class="panel-acts">
        {act('HandOverShift')}
        {act('IssueNotice')}
        {act('DeclareRestriction')}
        {act('EnterSeparateControl')}
        {act('EndSeparateControl')}
        {act('EnterPaperForm')}
        {act('ReportBorderPoint')}
      </div>
      {checkpoint.restrictions.length > 0 && (
        <section>
          <h3>{law.restriction}</h3>
          <ul class="law-list">
            {checkpoint.restrictions.map((one) => (
              <li key={one.id}>
                <span>
                  {t.partyShort[one.party]}:{' '}
                  {law.restrictionCause[one.cause as RestrictionCause] ?? one.cause} · {scopeText(one, t)}
                  <small>
                    {article(one.article)} · {law.inForceFrom} {dateTime(one.from)} {law.until}{' '}
                    {dateTime(one.until)} · {one.reason}
                  </small>
                </span>
                {act('LiftRestriction', one.id)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {checkpoint.incidents.length > 0 && (
        <section>
          <h3>{law.incidents}</h3>
          <ul class="law-list">
            {checkpoint.incidents.map((one) => (
              <li key={one.id}>
                <span>
                  <strong>{one.kind}</strong> · {one.place} · {t.partyShort[one.openedBy]} ·{' '}
                  {dateTime(one.openedAt)}
                  <small>
                    {article('BR 33')}
                    {one.meetingAt && ` · ${law.form.meetingAt} ${dateTime(one.meetingAt)}`}
                    {one.answerDue && ` · ${law.form.answer} ${law.until} ${dateTime(one.answerDue)}`}
                    {one.answered !== null && ` · ${one.answered ? law.form.accepted : law.form.declined}`}
                  </small>
                </span>
                {act('ProposeMeeting', one.id)}
                {act('AnswerMeeting', one.id)}
                {act('SettleIncident', one.id)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {checkpoint.referrals.length > 0 && (
        <section>
          <h3>{law.referrals}</h3>
          <ul class="law-list">
            {checkpoint.referrals.map((one) => (
              <li key={one.id} class={overdue(one.id) ? 'law-overdue' : ''}>
                <span>
                  <span class="mono">{one.plate ?? '—'}</span> · {t.kind[one.kind as 'customs'] ?? one.kind} (
                  {t.partyShort[one.party]}) · {one.place}
                  <small>
                    {article('JC 9.3')} · {law.until} {date(one.followUpBy)}
                  </small>
                </span>
                {act('FollowUpReferral', one.id)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{law.notices}</h3>
        {checkpoint.notices.length === 0 ? (
          <p class="muted">{law.noNotices}</p>
        ) : (
          <ul class="law-list">
            {checkpoint.notices.map((one) => (
              <li key={one.id} class={overdue(one.id) ? 'law-overdue' : ''} data-notice={one.notice}>
                <span>
                  <strong>{kindOf(one.notice)}</strong> · {t.partyShort[one.from]} · {dateTime(one.issuedAt)}
                  <small>
                    {article(one.article)} ·{' '}
                    {one.receivedAt
                      ? `✓ ${law.received} ${dateTime(one.receivedAt)}`
                      : `${law.receiptDue} ${dateTime(one.receiptDue)}`}
                    {one.exceptional !== null && ` · ${law.exceptional}`}
                  </small>
                  <NoticeFields fields={one.fields} />
                </span>
                {act('ConfirmReceipt', one.id)}
              </li>
            ))}
          </ul>
        )}
      </section>
      {checkpoint.handovers.length > 0 && <Handovers handovers={checkpoint.handovers} />}
      {checkpoint.registers.length > 0 && (
        <section>
          <h3>{law.registers}</h3>
          <ul class="law-list">
            {checkpoint.registers.map((one) => (
              <li key={`${one.party}${one.list}`}>
                <span>
                  <strong>{law.category[one.category as 'rescue'] ?? one.category}</strong> · {one.list} ·{' '}
                  {t.partyShort[one.party]} · {one.issuer}
                  <small>
                    {law.until} {date(one.until)} · {one.entries}
                  </small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {checkpoint.paperGaps.length > 0 && (
        <section>
          <h3>{law.paper}</h3>
          <ul class="law-list">
            {checkpoint.paperGaps.map((gap) => (
              <li key={`${gap.party}${gap.series}${gap.from}`} class="law-overdue">
                <span>
                  {t.partyShort[gap.party]} · {gap.series}: {law.paperGaps} {gap.from}
                  {gap.to > gap.from && `–${gap.to}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
