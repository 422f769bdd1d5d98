import type { BarrierRole, Event } from '../crossing/event-shape.ts'
import type { Party } from '../party.ts'

/** Facts of the work of technicians: the gateway set otherwise, a lane taken out of service, its parts tried. */
export type MaintenanceEvent =
  /** Durable before the file is written. Nothing in it is secret: passwords stand in files of their own. */
  | Event<
      'ConfigurationChanged',
      {
        /** SHA-256 of the text before and after, hex. */
        readonly before: string
        readonly after: string
        readonly changes: readonly {
          /** Dotted, e.g. `devices.camera.url`. */
          readonly path: string
          /** As shown; null where it does not stand. */
          readonly before: string | null
          readonly after: string | null
          /** What of joint control it touches; null where one technician may change it. */
          readonly touches: string | null
        }[]
        readonly source: 'page' | 'rollback'
        readonly party: Party
        /** The technician of the other Party who agreed; null where nothing touches control. */
        readonly confirmedBy: { readonly officer: string; readonly party: Party } | null
        readonly reason: string
      }
    >
  /** The lane admits nobody until `MaintenanceEnded`, so that its parts may be tried. */
  | Event<'MaintenanceBegun', { readonly lane: string; readonly party: Party; readonly reason: string }>
  | Event<'MaintenanceEnded', { readonly lane: string; readonly party: Party }>
  /** Durable before anything moves: a part of a lane out of service is tried. */
  | Event<
      'TestOrdered',
      {
        readonly lane: string
        readonly party: Party
        readonly part: TestPart
      }
    >

/** What a technician can try in a lane. A relay is an output of a board that moves no barrier and is no light. */
export type TestPart =
  | { readonly kind: 'barrier'; readonly barrier: BarrierRole; readonly act: 'open' | 'close' }
  | { readonly kind: 'light'; readonly colour: 'red' | 'green' }
  | { readonly kind: 'relay'; readonly board: string; readonly point: string }
