import { type Signal, signal } from '@preact/signals'
import { type SigningKey, signAct } from '../../../ports/proof/sign-act.ts'
import type { Api, GatewayView, SessionView, SignAct } from './api.ts'
import { openLaneKey } from './lane-key.ts'
import type { LaneEntry } from './store.ts'

/** How the acts of this page are taken: signed, or not, and why not. */
export type Signing =
  | { readonly state: 'unknown' | 'signed' | 'unable' | 'off' }
  /** The authority of the Party has not approved the key yet. */
  | { readonly state: 'waiting'; readonly key: string }

export interface ActSigner {
  readonly signing: Signal<Signing>
  readonly sign: SignAct
  /** Shows the key of this PC to the gateway, and asks again until it is approved. */
  enrol(api: Api): Promise<void>
  close(): void
}

const askEveryMs = 5_000

export function createActSigner(around: {
  readonly session: Signal<SessionView | null>
  readonly gateway: Signal<GatewayView | null>
  readonly lanes: Signal<readonly LaneEntry[]>
}): ActSigner {
  const signing = signal<Signing>({ state: 'unknown' })
  let opening: Promise<SigningKey | null> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const key = () => {
    opening ??= openLaneKey()
    return opening
  }

  async function enrol(api: Api): Promise<void> {
    clearTimeout(timer)
    const session = around.session.value
    if (session === null) {
      signing.value = { state: 'unknown' }
      return
    }
    const mine = await key()
    if (mine === null) {
      signing.value = { state: 'unable' }
      return
    }
    const answer = await api.askForKey(mine.publicKey, `lane PC of ${session.officer}`)
    if (around.session.value !== session) return
    if (answer.ok && answer.value.state !== 'requested') {
      signing.value = { state: answer.value.state === 'approved' ? 'signed' : 'off' }
      return
    }
    signing.value = { state: 'waiting', key: mine.publicKey }
    timer = setTimeout(() => void enrol(api), askEveryMs)
  }

  return {
    signing,
    enrol,
    async sign(lane, act, fields) {
      const session = around.session.value
      const gateway = around.gateway.value
      const view = around.lanes.value.find((entry) => entry.lane === lane)?.view
      const mine = await key()
      if (mine === null || session === null || gateway === null || view === undefined) return null
      const { officer, party, body } = session
      const { checkpoint, id } = gateway
      const crossing = view.crossing?.crossing ?? null
      const about = {
        checkpoint,
        gateway: id,
        lane,
        crossing,
        version: view.version,
        officer,
        party,
        body,
        act,
      }
      return JSON.stringify(
        await signAct(mine, { ...about, at: new Date().toISOString() }, fields as Record<string, unknown>),
      )
    },
    close: () => clearTimeout(timer),
  }
}
