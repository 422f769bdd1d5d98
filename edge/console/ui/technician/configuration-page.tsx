import { useEffect, useState } from 'preact/hooks'
import type { CheckedEdit, ConfigurationEdit, ConfigurationState } from '../../../ports/configuration.ts'
import { fill } from '../i18n/translator.ts'
import type { Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { technicianApi } from './api.ts'
import { ChangePanel } from './change-panel.tsx'
import { editsBetween, withValue } from './edits.ts'
import { TechnicianFailureText } from './failure.tsx'
import { History } from './history.tsx'
import type { SchemaNode } from './schema-fields.ts'
import { Section, Sections } from './sections.tsx'
import { useTechnicianTexts } from './texts.ts'

const lookMs = 3000
const checkMs = 300

/** The configuration as a form made from its schema: checked while it is edited, told apart before it is saved. */
export function ConfigurationPage(props: {
  /** Edits that the draft begins with. */
  readonly begin: readonly ConfigurationEdit[]
  readonly begunWith: () => void
}) {
  const store = useStore()
  const texts = useTechnicianTexts()
  const link = store.link.value
  const [schema, setSchema] = useState<SchemaNode | null>(null)
  /** What the draft is made on, and what the gateway says now. */
  const [seen, setSeen] = useState<ConfigurationState | null>(null)
  const [now, setNow] = useState<ConfigurationState | null>(null)
  const [draft, setDraft] = useState<unknown>(null)
  const [checked, setChecked] = useState<CheckedEdit | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [section, setSection] = useState('gateway')
  const [historyOpen, setHistoryOpen] = useState(false)
  const edits = seen === null ? [] : editsBetween(seen.value, draft)
  const asked = JSON.stringify(edits)

  const look = async (takeUp: boolean) => {
    const answer = await technicianApi.configuration()
    if (!answer.ok) return setFailure(answer.failure)
    setNow(answer.value)
    if (!takeUp) return
    setFailure(null)
    setSeen(answer.value)
    setDraft(props.begin.reduce(withEdit, answer.value.value))
    if (props.begin.length > 0) props.begunWith()
  }

  useEffect(() => {
    if (link !== 'live') return
    void look(seen === null)
    if (schema === null) {
      void technicianApi.schema().then((answer) => answer.ok && setSchema(answer.value))
    }
    const looking = setInterval(() => void look(false), lookMs)
    return () => clearInterval(looking)
  }, [link])

  useEffect(() => {
    setChecked(null)
    if (seen === null || asked === '[]') return
    let wanted = true
    const asking = setTimeout(async () => {
      const answer = await technicianApi.check(seen.sha256, { edits: JSON.parse(asked) })
      if (!wanted) return
      setFailure(answer.ok ? null : answer.failure)
      if (answer.ok) setChecked(answer.value)
    }, checkMs)
    return () => {
      wanted = false
      clearTimeout(asking)
    }
  }, [asked, seen])

  if (seen === null || now === null || schema === null) {
    return failure === null ? <p class="muted">…</p> : <TechnicianFailureText failure={failure} />
  }
  const stale = now.sha256 !== seen.sha256
  const faults = edits.length > 0 ? (checked?.faults ?? []) : seen.faults
  const change = (path: readonly (string | number)[], value: unknown) =>
    setDraft(withValue(draft, path, value))
  return (
    <div class="config">
      <Sections draft={draft} schema={schema} faults={faults} {...{ section, setSection, change }} />
      <div class="config-form">
        {!now.writable && <p class="config-note">{texts.config.notWritable}</p>}
        {stale && (
          <p class="config-note" role="alert">
            {texts.failure['config.changed']}{' '}
            <button type="button" class="tool" onClick={() => void look(true)}>
              {texts.config.readAgain}
            </button>
          </p>
        )}
        {!stale && now.runsWith !== null && <p class="config-note">{texts.config.byHand}</p>}
        {now.overridden.length > 0 && (
          <p class="config-note">
            {texts.config.overridden} <span class="mono">{now.overridden.join(', ')}</span>
          </p>
        )}
        <Section {...{ draft, schema, section, faults, change }} />
      </div>
      <aside class="config-side" aria-label={texts.config.changes}>
        <ChangePanel
          state={now}
          base={seen.sha256}
          {...{ edits, checked }}
          discard={() => setDraft(seen.value)}
          done={() => void look(true)}
        />
        {failure !== null && <TechnicianFailureText failure={failure} />}
        {now.later.length > 0 && (
          <section>
            <p>{fill(texts.config.later, { parts: now.later.join(', ') })}</p>
            <Restart />
          </section>
        )}
        <button type="button" class="tool" onClick={() => setHistoryOpen(true)}>
          {texts.config.history}
        </button>
      </aside>
      {historyOpen && (
        <History base={now.sha256} onClose={() => setHistoryOpen(false)} done={() => void look(true)} />
      )}
    </div>
  )
}

function withEdit(value: unknown, edit: ConfigurationEdit): unknown {
  return withValue(value, edit.path, edit.op === 'set' ? edit.value : undefined)
}

/** All parts of the gateway begin anew; nobody does it while a vehicle stands in a lane. */
function Restart() {
  const texts = useTechnicianTexts().config
  const [state, setState] = useState<'idle' | 'asked' | Failure>('idle')
  return (
    <>
      <button
        type="button"
        class="tool"
        disabled={state === 'asked'}
        onClick={async () => {
          const answer = await technicianApi.restart()
          setState(answer.ok ? 'asked' : answer.failure)
        }}
      >
        {texts.restart}
      </button>
      {state === 'asked' && <p role="status">{texts.restarting}</p>}
      {typeof state === 'object' && <TechnicianFailureText failure={state} />}
    </>
  )
}
