import type { Party } from '../domain/party.ts'
import type { DeviceHealth } from './devices.ts'

/** What a device is to a lane. */
export const deviceRoles = ['documentReader', 'camera', 'ioBoard', 'barrier', 'scale', 'badgeReader'] as const
export type EquipmentRole = (typeof deviceRoles)[number]

/** A device as a technician sees it. Nothing of it names a person, a plate or a paper. */
export interface DeviceReport {
  readonly id: string
  readonly kind: string
  readonly role: EquipmentRole
  /** Lanes that use it; a board may serve several, a device of none stands idle. */
  readonly lanes: readonly string[]
  readonly health: DeviceHealth
  /** ISO 8601 of the last picture, document, barcode, weighing or badge since start; null before, and where none is told. */
  readonly lastHeard: string | null
  /** Points of a board as its last poll saw them; null for what is no board. */
  readonly points:
    | readonly {
        readonly name: string
        readonly value: boolean
        /** Milliseconds since the poll that saw it. */
        readonly ageMs: number
      }[]
    | null
}

/** A model as the manifest describes it; its bytes were held to the hash when it was loaded. */
export interface ModelFacts {
  readonly name: string
  /** Hex. */
  readonly sha256: string
  readonly bytes: number
  /** YYYY-MM-DD, null where the manifest gives none. */
  readonly date: string | null
  readonly thresholds: Readonly<Record<string, number>>
  /** Figures by the set they were measured on; shares are 0 to 1. */
  readonly measured: readonly { readonly set: string; readonly figures: Readonly<Record<string, number>> }[]
}

export interface GatewayState {
  /** ISO 8601. */
  readonly startedAt: string
  readonly epoch: number
  /** Last event of this epoch; null until one was recorded since start. */
  readonly seq: number | null
  /** Of the file system that holds journal and evidence. */
  readonly disk: { readonly freeBytes: number; readonly bytes: number }
  /** The largest tree of the journal that each Party's centre has cosigned; null before its first. */
  readonly cosigned: readonly {
    readonly party: Party
    readonly head: { readonly size: number; readonly at: string } | null
  }[]
}

/** What the gateway is made of, for its technician. Reading moves nothing. */
export interface Equipment {
  devices(): readonly DeviceReport[]
  models(): readonly ModelFacts[]
  state(): Promise<GatewayState>
}
