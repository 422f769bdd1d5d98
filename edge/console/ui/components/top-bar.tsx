import { catalogues, languages } from '../i18n/translator.ts'
import { remember, type Theme, useStore } from '../model/store.ts'
import { LampShape, LockSign, PartySign } from './shapes.tsx'

const themes: readonly Theme[] = ['auto', 'light', 'dark']
const themeSign: Readonly<Record<Theme, string>> = { auto: '◐', light: '☀', dark: '☾' }

export function TopBar() {
  const store = useStore()
  const { t } = store.say.value
  const gateway = store.gateway.value
  const session = store.session.value
  const link = store.link.value
  const pages = [
    [store.studyOpen, t.study.title],
    [store.equipmentOpen, t.equipment.title],
  ] as const
  const atLanes = session === null || pages.every(([open]) => !open.value)
  const keys = store.shortcuts.value ? t.bar.shortcutsOn : t.bar.shortcutsOff

  function nextTheme(): void {
    const next = themes[(themes.indexOf(store.theme.value) + 1) % themes.length] ?? 'auto'
    store.theme.value = next
    remember('theme', next)
  }

  function changeLayout(): void {
    store.large.value = !store.large.value
    remember('layout', store.large.value ? 'large' : 'side')
  }

  function changeShortcuts(): void {
    store.shortcuts.value = !store.shortcuts.value
    remember('shortcuts', store.shortcuts.value ? 'on' : 'off')
  }

  return (
    <header class="top-bar">
      <div class="place">
        <strong>{gateway?.checkpoint ?? 'Ayaldama'}</strong>
        <span class="muted">{gateway?.id}</span>
      </div>
      <div class={`link link-${link}`} data-testid="link">
        <LampShape state={link === 'live' ? 'good' : link === 'lost' ? 'bad' : 'waiting'} />
        {link === 'live' ? t.link.live : link === 'lost' ? t.link.notLive : t.link.connecting}
      </div>
      {gateway?.simulation && (
        <div class="simulation" title={t.bar.simulationHint}>
          {t.bar.simulation}
        </div>
      )}
      <span class="spring" />
      {session !== null &&
        pages.map(([open, title]) => (
          <button
            key={title}
            type="button"
            class="tool"
            aria-pressed={open.value}
            onClick={() => {
              const next = !open.value
              for (const [other] of pages) other.value = false
              open.value = next
            }}
          >
            {open.value ? t.study.back : title}
          </button>
        ))}
      {atLanes && (
        <>
          <button type="button" class="tool" aria-pressed={store.large.value} onClick={changeLayout}>
            {store.large.value ? t.bar.layoutSide : t.bar.layoutOne}
          </button>
          <button type="button" class="tool" aria-label={keys} title={keys} onClick={changeShortcuts}>
            ⌨ {store.shortcuts.value ? '✓' : '✕'}
          </button>
        </>
      )}
      <button
        type="button"
        class="tool"
        aria-label={`${t.bar.themeLabel}: ${t.bar.theme[store.theme.value]}`}
        title={`${t.bar.themeLabel}: ${t.bar.theme[store.theme.value]}`}
        onClick={nextTheme}
      >
        <span class="theme-sign" aria-hidden="true">
          {themeSign[store.theme.value]}
        </span>
      </button>
      <fieldset class="languages">
        <legend class="hidden">{t.bar.languages}</legend>
        {languages.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            title={catalogues[language].languageName}
            aria-label={`${language.toUpperCase()}, ${catalogues[language].languageName}`}
            aria-pressed={language === store.language.value}
            onClick={() => {
              store.language.value = language
              remember('language', language)
            }}
          >
            {language.toUpperCase()}
          </button>
        ))}
      </fieldset>
      {session === null ? (
        <button
          type="button"
          class="tool primary"
          onClick={() => {
            store.signInOpen.value = ''
          }}
        >
          {t.bar.signIn}
        </button>
      ) : (
        <div class="who">
          <span class="who-is" title={t.bar.signedInAs}>
            <PartySign party={session.party} />
            <span class="who-name">
              <strong>{session.officer}</strong>
              <small>{t.kind[session.body]}</small>
            </span>
          </span>
          <SigningMark />
          <button
            type="button"
            class="tool"
            data-testid="lock"
            aria-label={t.lock.lock}
            title={t.lock.lock}
            onClick={() => void store.lock()}
          >
            <LockSign />
          </button>
          <button type="button" class="tool" onClick={() => void store.signOut()}>
            {t.bar.signOut}
          </button>
        </div>
      )}
    </header>
  )
}

/** Whether the acts of this page carry a signature of this lane PC. */
function SigningMark() {
  const store = useStore()
  const { signing } = store.say.value.t
  const { state } = store.signing.value
  if (state === 'unknown' || state === 'off') return null
  const required = store.gateway.value?.signing === 'required'
  const hint = state === 'signed' ? signing.signedHint : required ? signing.required : signing.recorded
  return (
    <span class="signing" data-testid="signing" data-state={state} title={hint}>
      <LampShape state={state === 'signed' ? 'good' : state === 'waiting' ? 'waiting' : 'bad'} />
      {signing[state]}
    </span>
  )
}
