import { useState } from 'preact/hooks'
import { soughtKinds } from '../../../domain/crossing/sought-kinds.ts'
import type { Answer, SearchAnswer } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { FailureText } from './failure-text.tsx'

/** Crossings of past days for a supervisor; the gateway records every search, and says so here. */
export function Search({ day }: { readonly day: string }) {
  const store = useStore()
  const { t, dateTime, lane: laneName } = store.say.value
  const [asked, setAsked] = useState({ plate: '', document: '', kind: '', from: '' })
  const [answer, setAnswer] = useState<Answer<SearchAnswer> | null>(null)
  const set = (change: Partial<typeof asked>) => setAsked({ ...asked, ...change })
  const first = asked.from === '' || asked.from > day ? day : asked.from
  const outcomes = t.lane.outcome

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    setAnswer(await store.api.search({ ...asked, from: first, until: day }))
  }

  return (
    <article class="search" aria-label={t.search.title}>
      <header>
        <h3>{t.search.title}</h3>
        <p class="muted small">{t.search.recorded}</p>
      </header>
      <form onSubmit={(event) => void submit(event)}>
        <label>
          {t.search.from}
          <input
            type="date"
            name="from"
            max={day}
            value={first}
            onChange={({ currentTarget }) => set({ from: currentTarget.value })}
          />
        </label>
        <label>
          {t.acts.plateText}
          <input
            name="plate"
            autocomplete="off"
            value={asked.plate}
            onInput={({ currentTarget }) => set({ plate: currentTarget.value })}
          />
        </label>
        <label>
          {t.search.document}
          <input
            name="document"
            autocomplete="off"
            value={asked.document}
            onInput={({ currentTarget }) => set({ document: currentTarget.value })}
          />
        </label>
        <label>
          {t.search.kind}
          <select
            name="kind"
            value={asked.kind}
            onChange={({ currentTarget }) => set({ kind: currentTarget.value })}
          >
            <option value="">{t.search.any}</option>
            {soughtKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t.search.kinds[kind]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="tool primary">
          {t.search.submit}
        </button>
      </form>
      {answer !== null && !answer.ok && <FailureText failure={answer.failure} />}
      {answer?.ok && answer.value.crossings.length === 0 && <p class="muted">{t.search.nothing}</p>}
      {answer?.ok && answer.value.crossings.length > 0 && (
        <table class="found">
          <thead>
            <tr>
              <th>{t.foot.opened}</th>
              <th>{t.foot.closed}</th>
              <th>{t.acts.plateText}</th>
              <th>{t.search.document}</th>
              <th>{t.search.lane}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {answer.value.crossings.map((row) => (
              <tr key={row.crossing}>
                <td>{dateTime(row.openedAt)}</td>
                <td>
                  {row.closedAt === null ? t.foot.open : dateTime(row.closedAt)}{' '}
                  {row.outcome !== null && (outcomes[row.outcome as keyof typeof outcomes] ?? row.outcome)}
                </td>
                <td class="mono">{row.plate ?? '—'}</td>
                <td class="mono">{row.documents.join(', ')}</td>
                <td>{laneName(row.lane)}</td>
                <td>
                  <a class="tool" href={`/api/v1/crossings/${row.crossing}/evidence`} download>
                    {t.search.export}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {answer?.ok && answer.value.more && <p class="muted">{t.search.more}</p>}
    </article>
  )
}
