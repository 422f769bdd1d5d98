import { useEffect } from 'preact/hooks'
import { Announcer } from './components/announcer.tsx'
import { EquipmentPage } from './components/equipment.tsx'
import { Foot } from './components/foot.tsx'
import { LanePanel } from './components/lane-panel.tsx'
import { LockDialog } from './components/lock-dialog.tsx'
import { SignInDialog } from './components/sign-in-dialog.tsx'
import { Study } from './components/study.tsx'
import { TechnicianPages } from './components/technician-pages.tsx'
import { TopBar } from './components/top-bar.tsx'
import { fill } from './i18n/translator.ts'
import { hearBadges } from './model/badge-wedge.ts'
import { useStore } from './model/store.ts'

export function App() {
  const store = useStore()
  const { t, time } = store.say.value
  const theme = store.theme.value
  const link = store.link.value
  const lastSeen = store.lastSeen.value

  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  useEffect(() => {
    document.documentElement.lang = t.language
    document.title = `${t.title} · Ayaldama`
  }, [t])
  useEffect(() => {
    const awake = () => store.stayAwake()
    const events = ['pointerdown', 'keydown'] as const
    for (const event of events) document.addEventListener(event, awake)
    return () => {
      for (const event of events) document.removeEventListener(event, awake)
    }
  }, [store])

  const locked = store.locked.value
  const nobody = store.session.value === null && locked === null
  const badge = store.signInOpen.value
  useEffect(() => {
    if (!nobody || badge !== null) return
    return hearBadges((read) => {
      store.signInOpen.value = read
    })
  }, [store, nobody, badge !== null])

  const read = store.badge.value
  useEffect(() => {
    if (read !== null && nobody && store.signInOpen.value === null) store.signInOpen.value = read.handle
  }, [store, read])

  const lanes = store.lanes.value
  // What was measured is for signed-in officers; signing out brings the lanes back.
  const signedIn = store.session.value !== null
  const study = store.studyOpen.value && signedIn
  const equipment = store.equipmentOpen.value && signedIn
  const shown = store.large.value ? lanes.filter(({ lane }) => lane === store.activeLane.value) : lanes

  return (
    <div class="app">
      <TopBar />
      {link === 'lost' && (
        <div class="lost" role="alert">
          <span aria-hidden="true">✕</span>
          {lastSeen === null ? t.link.lostNever : fill(t.link.lost, { time: time(lastSeen) })}
        </div>
      )}
      <main
        class={`lanes ${study || equipment || store.large.value ? 'lanes-one' : 'lanes-side'} ${link === 'live' ? '' : 'not-live'}`}
        data-not-live={t.link.notLive}
        // A page that only shows scrolls as a whole, so that the keyboard must reach it.
        tabIndex={study || equipment ? 0 : undefined}
      >
        {study ? (
          <Study />
        ) : equipment ? (
          <TechnicianPages devices={EquipmentPage} />
        ) : (
          shown.map((entry) => <LanePanel key={entry.lane} entry={entry} />)
        )}
        {lanes.length === 0 && !equipment && link !== 'lost' && <p class="waiting">{t.link.connecting} …</p>}
      </main>
      <Foot />
      <Announcer />
      {locked !== null && <LockDialog locked={locked} />}
      {badge !== null && <SignInDialog badge={badge} />}
    </div>
  )
}
