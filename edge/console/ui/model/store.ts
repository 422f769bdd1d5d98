import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { ActionExplanation } from '../../../domain/crossing/explain.ts'
import type { DiskState } from '../../../ports/disk.ts'
import type { LaneView } from '../../../ports/lane.ts'
import type { ReplicationStatus } from '../../../ports/replication.ts'
import type { Language } from '../i18n/catalogue.ts'
import { createTranslator, languages, type Translator } from '../i18n/translator.ts'
import { createActSigner, type Signing } from './act-signer.ts'
import {
  type ActResult,
  type Api,
  createApi,
  type Failure,
  type GatewayView,
  type SessionView,
} from './api.ts'
import { type LiveFeed, type LiveMessage, openLiveFeed } from './live.ts'

export interface LaneEntry {
  readonly lane: string
  readonly view: LaneView
  readonly actions: readonly ActionExplanation[]
}

/** What became of the last act in a lane, while it was not carried out. */
export interface Notice {
  readonly lane: string
  readonly result: Exclude<ActResult, { outcome: 'done' }>
}

export type Link = 'connecting' | 'live' | 'lost'
export type Theme = 'auto' | 'light' | 'dark'

export interface Store {
  readonly api: Api
  readonly lanes: Signal<readonly LaneEntry[]>
  readonly session: Signal<SessionView | null>
  /** The session that waits for the PIN of its officer; the page shows nothing of it. */
  readonly locked: Signal<SessionView | null>
  readonly gateway: Signal<GatewayView | null>
  readonly replication: Signal<readonly ReplicationStatus[]>
  /** null: nothing is said of it. */
  readonly disk: Signal<DiskState | null>
  readonly link: Signal<Link>
  /** Gateway time as last heard; stands still while the connection is lost, and all ages with it. */
  readonly now: Signal<Date>
  readonly lastSeen: Signal<Date | null>
  readonly language: Signal<Language>
  readonly theme: Signal<Theme>
  readonly large: Signal<boolean>
  readonly shortcuts: Signal<boolean>
  readonly activeLane: Signal<string | null>
  /** null: closed; else the badge that was read, '' for none. */
  readonly signInOpen: Signal<string | null>
  /** The times of a day stand in place of the lanes. */
  readonly studyOpen: Signal<boolean>
  /** The technician's page stands in place of the lanes. */
  readonly equipmentOpen: Signal<boolean>
  readonly notice: Signal<Notice | null>
  readonly signing: ReadonlySignal<Signing>
  readonly say: ReadonlySignal<Translator>
  signIn(officer: string, pin: string): Promise<Failure | null>
  lock(): Promise<void>
  unlock(pin: string): Promise<Failure | null>
  signOut(): Promise<void>
  /** Carries an act out; what was not carried out stands in `notice`. */
  perform(lane: string, work: () => Promise<ActResult>): Promise<void>
  /** Tells the gateway, at most once a minute, that somebody is at the screen. */
  stayAwake(): void
  close(): void
}

const awakeEveryMs = 60_000

export function createStore(): Store {
  const lanes = signal<readonly LaneEntry[]>([])
  const session = signal<SessionView | null>(null)
  const locked = signal<SessionView | null>(null)
  const gateway = signal<GatewayView | null>(null)
  const signer = createActSigner({ session, gateway, lanes })
  const api = createApi(signer.sign)
  const enrolling = session.subscribe(() => void signer.enrol(api))
  const replication = signal<readonly ReplicationStatus[]>([])
  const disk = signal<DiskState | null>(null)
  const link = signal<Link>('connecting')
  const now = signal(new Date())
  const lastSeen = signal<Date | null>(null)
  const language = signal<Language>(remembered('language', languages, preferredLanguage()))
  const theme = signal<Theme>(remembered('theme', ['auto', 'light', 'dark'], 'auto'))
  const large = signal(remembered('layout', ['side', 'large'], 'side') === 'large')
  const shortcuts = signal(remembered('shortcuts', ['on', 'off'], 'on') === 'on')
  const activeLane = signal<string | null>(null)
  const signInOpen = signal<string | null>(null)
  const studyOpen = signal(false)
  const equipmentOpen = signal(false)
  const notice = signal<Notice | null>(null)
  const say = computed(() => createTranslator(language.value, gateway.value?.timeZone ?? 'UTC'))

  let clockAhead = 0
  let awakeAt = 0

  function onMessage(message: LiveMessage): void {
    switch (message.type) {
      case 'session':
        session.value = message.session
        locked.value = message.locked
        // The views that follow are those of the new viewer; nothing of the former may stay on screen.
        lanes.value = []
        break
      case 'lane':
        lanes.value = withLane(lanes.value, message)
        activeLane.value ??= message.lane
        break
      case 'replication':
        replication.value = message.replication
        break
      case 'disk':
        disk.value = message.disk
        break
      case 'heartbeat':
        clockAhead = Date.parse(message.at) - Date.now()
        break
    }
  }

  function onLink(state: 'live' | 'lost'): void {
    if (state === 'live') {
      lastSeen.value = new Date(Date.now() + clockAhead)
      if (gateway.value === null) void loadGateway()
    }
    link.value = state === 'lost' && lastSeen.value === null ? 'connecting' : state
  }

  async function loadGateway(): Promise<void> {
    const answer = await api.gateway()
    if (answer.ok) gateway.value = answer.value
  }

  const feed: LiveFeed = openLiveFeed(onMessage, onLink)
  const ticking = setInterval(() => {
    if (link.value === 'live') now.value = new Date(Date.now() + clockAhead)
  }, 1000)
  void loadGateway()

  return {
    api,
    lanes,
    session,
    locked,
    gateway,
    replication,
    disk,
    link,
    now,
    lastSeen,
    language,
    theme,
    large,
    shortcuts,
    activeLane,
    signInOpen,
    studyOpen,
    equipmentOpen,
    notice,
    signing: signer.signing,
    say,
    async signIn(officer, pin) {
      const answer = await api.signIn(officer, pin)
      if (!answer.ok) return answer.failure
      session.value = answer.value
      signInOpen.value = null
      feed.reconnect()
      return null
    },
    async lock() {
      // Personal data leaves the screen at once, whether or not the gateway can be told.
      locked.value = session.value
      session.value = null
      lanes.value = []
      await api.lock()
      feed.reconnect()
    },
    async unlock(pin) {
      const answer = await api.unlock(pin)
      if (answer.ok) feed.reconnect()
      return answer.ok ? null : answer.failure
    },
    async signOut() {
      session.value = null
      locked.value = null
      lanes.value = []
      await api.signOut()
      feed.reconnect()
    },
    async perform(lane, work) {
      notice.value = null
      const result = await work()
      if (result.outcome === 'done') return
      notice.value = { lane, result }
      if (result.outcome === 'failed' && result.failure.code === 'console.not-signed-in') feed.reconnect()
    },
    stayAwake() {
      const at = Date.now()
      if (session.value === null || at - awakeAt < awakeEveryMs) return
      awakeAt = at
      void api.session()
    },
    close() {
      clearInterval(ticking)
      enrolling()
      signer.close()
      feed.close()
    },
  }
}

const StoreContext = createContext<Store | null>(null)
export const StoreProvider = StoreContext.Provider

export function useStore(): Store {
  const store = useContext(StoreContext)
  if (store === null) throw new Error('no store')
  return store
}

function withLane(
  entries: readonly LaneEntry[],
  { lane, view, actions }: Extract<LiveMessage, { type: 'lane' }>,
): readonly LaneEntry[] {
  const entry = { lane, view, actions }
  const known = entries.some((old) => old.lane === lane)
  return known ? entries.map((old) => (old.lane === lane ? entry : old)) : [...entries, entry]
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`ayaldama.${name}`, value)
  } catch {
    // A browser that keeps nothing still works; it only forgets the choice.
  }
}

function remembered<Value extends string>(name: string, allowed: readonly Value[], otherwise: Value): Value {
  try {
    const value = localStorage.getItem(`ayaldama.${name}`)
    return allowed.find((one) => one === value) ?? otherwise
  } catch {
    return otherwise
  }
}

function preferredLanguage(): Language {
  for (const tag of navigator.languages) {
    const found = languages.find((language) => tag.toLowerCase().startsWith(language))
    if (found !== undefined) return found
  }
  return 'ru'
}
