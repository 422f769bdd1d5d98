import type { RuleBook } from '../domain/control/rule-book.ts'
import type { LocalMoment } from '../domain/control/schedule.ts'
import type { Party } from '../domain/party.ts'
import type { Clock } from '../ports/clock.ts'
import type {
  Camera,
  Device,
  DocumentReader,
  SignalInput,
  SignalOutput,
  WeighingScale,
} from '../ports/devices.ts'
import type { Disk } from '../ports/disk.ts'
import type { NextId } from '../ports/ids.ts'
import type { Journal } from '../ports/journal.ts'
import type { Maintenance } from '../ports/lane.ts'
import type { Log } from '../ports/log.ts'
import type { Power } from '../ports/power.ts'
import type { PageRecogniser, PlateRecogniser } from '../ports/recognition.ts'
import type { BarrierController } from './barrier/barrier-controller.ts'
import type { Checkpoint } from './checkpoint.ts'

/** The booms of a lane. Where no return barrier is fitted, the approach barrier serves the way back. */
export interface Booms {
  readonly approach: BarrierController
  readonly release: BarrierController
  readonly return: BarrierController | null
}

/** A device as the screen shows it, whatever its kind. */
export type LaneDevice = Pick<Device<unknown>, 'id' | 'kind' | 'health' | 'onHealth'>

export interface Relay {
  readonly board: string
  readonly point: string
  pulse(ms: number): Promise<void>
}

/** What one lane is made of; the composition root puts it together. */
export interface LaneParts {
  readonly lane: string
  readonly exitParty: Party
  readonly entryParty: Party
  readonly hostParty: Party
  readonly camera: Camera | null
  readonly documentReader: DocumentReader | null
  /** A scanner of vehicle papers beside the document reader, which may read barcodes too. */
  readonly barcodeScanner: DocumentReader | null
  readonly scale: WeighingScale | null
  /** Devices that deliver pictures of pages. */
  readonly pageReaders: readonly DocumentReader[]
  /** null: a lane that only watches. */
  readonly booms: Booms | null
  readonly signals: {
    readonly approachLoop: SignalInput | null
    readonly zoneLoop: SignalInput | null
    readonly lightRed: SignalOutput | null
    readonly lightGreen: SignalOutput | null
  }
  /** Outputs that belong to no barrier and no light: a technician may try them. */
  readonly relays: readonly Relay[]
  /** All devices of the lane, for the screen. */
  readonly devices: readonly LaneDevice[]
}

export interface LaneDeps {
  readonly journal: Journal
  readonly recogniser: PlateRecogniser | null
  /** null where no lane has page readers. */
  readonly pages: PageRecogniser | null
  readonly rules: RuleBook
  readonly checkpoint: Checkpoint
  readonly clock: Clock
  readonly log: Log
  readonly nextId: NextId
  /** Calendar date YYYY-MM-DD at the checkpoint. */
  readonly localDate: () => string
  /** Wall clock of the checkpoint now, for working hours (JC 6). */
  readonly localMoment: () => LocalMoment
  /** Milliseconds to look for a plate before the vehicle is let into the zone without one. */
  readonly identificationMs: number
  /** Where the journal lies; on a full disk no new crossing is begun. */
  readonly disk?: Disk
  /** What the box runs on; on a low battery no new crossing is begun. */
  readonly power?: Pick<Power, 'state' | 'onChange'>
  /** The journal ends with the lane out of service. */
  readonly maintenance?: Maintenance | null
  /** The journal ends with a latched emergency stop (rule 8). */
  readonly emergencyLatched?: boolean
}
