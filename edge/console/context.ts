import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Clock } from '../ports/clock.ts'
import type { Disk } from '../ports/disk.ts'
import type { Equipment } from '../ports/equipment.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { Journal } from '../ports/journal.ts'
import type { LaneControl } from '../ports/lane.ts'
import type { Log } from '../ports/log.ts'
import type { Replication } from '../ports/replication.ts'

import type { SigningDesk } from '../ports/signing.ts'
import type { CertificateFiles } from './certificate.ts'

import type { OfficerDirectory } from './officers.ts'
import type { PinCheck } from './pin-check.ts'
import type { Holder, Session, Sessions } from './sessions.ts'
import type { SessionView } from './view-schemas.ts'
import type { ZodTypeProvider } from './zod-http.ts'

export interface ConsoleOptions {
  /** 127.0.0.1 unless the console is to be reached from other machines. */
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The page is served by HTTPS; without it by HTTP, which only a console of this machine should be. */
  readonly certificate?: CertificateFiles
  readonly lanes: LaneControl
  readonly journal: Pick<Journal, 'getEvidence' | 'recentCrossings' | 'crossingsOpened' | 'readCrossingAs'>
  readonly replication: Pick<Replication, 'status'>
  readonly equipment: Equipment
  /** The disk of the journal; without it nothing is said of one. */
  readonly disk?: Pick<Disk, 'state'>
  readonly officers: OfficerDirectory
  readonly gateway: {
    readonly id: string
    readonly checkpoint: string
    readonly version: string
    /** IANA name; passes expire and times are shown by it. UTC where it is left out. */
    readonly timeZone?: string
    /** The devices are simulated; the page says so. */
    readonly simulation?: boolean
    /** DNS names under which the console is opened, besides addresses and localhost. */
    readonly hostNames?: readonly string[]
  }
  readonly rulePack: {
    readonly name: string
    readonly version: string
    readonly sha256: string
    readonly refusalCauses: readonly string[]
  }
  /** Who may sign acts; absent: no act is signed. */
  readonly signing?: SigningDesk
  /** Figures for Prometheus; without it there is no `/metrics`. */
  readonly metrics?: { readonly contentType: string; text(): Promise<string> }
  /** Folder of the built page; the API works without it. */
  readonly uiDirectory: string
  readonly log: Log
  readonly clock: Clock
  /** Milliseconds without an act of the officer until the session is locked; 15 minutes by default. */
  readonly idleTimeoutMs?: number
  /** Milliseconds between heartbeats of the live feed; 3 seconds by default. */
  readonly heartbeatMs?: number
}

export interface ConsoleContext extends ConsoleOptions {
  readonly timeZone: string
  readonly idleTimeoutMs: number
  readonly sessions: Sessions
  readonly checkPin: PinCheck
}

export type ConsoleApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

export const sessionCookie = 'ayaldama_session'

export function holderOf(request: FastifyRequest): Holder {
  return { token: request.cookies[sessionCookie], address: request.ip }
}

export function sessionOf(context: ConsoleContext, request: FastifyRequest, touch: boolean): Session | null {
  return context.sessions.find(holderOf(request), touch)
}

/** Throws `console.not-signed-in`. Asking for something keeps the session awake. */
export function requireSession(context: ConsoleContext, request: FastifyRequest): Session {
  const session = sessionOf(context, request, true)
  if (session === null) throw new AyaldamaError('console.not-signed-in', 'session')
  return session
}

/** As `requireSession`, for what the page asks by itself: that must not keep an idle session awake (JC 12). */
export function requireWatcher(context: ConsoleContext, request: FastifyRequest): Session {
  const session = sessionOf(context, request, false)
  if (session === null) throw new AyaldamaError('console.not-signed-in', 'session')
  return session
}

export function requireLane(context: ConsoleContext, lane: string): string {
  if (!context.lanes.lanes.includes(lane)) throw new AyaldamaError('console.not-found', 'lane')
  return lane
}

export function sessionView(session: Session): SessionView {
  const { officer, party, body } = session.officer
  const { duties, passValidUntil, signedInAt } = session
  return { officer, party, body, duties: [...duties], passValidUntil, signedInAt }
}
