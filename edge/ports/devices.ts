import type { PaperFormat } from '../domain/crossing/events.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

/** `stopped → connecting → online ⇄ degraded → stopping → stopped`; a lost device goes back to connecting. */
export type DeviceState = 'stopped' | 'connecting' | 'online' | 'degraded' | 'stopping'

export interface DeviceHealth {
  readonly state: DeviceState
  /** Why, in words for a technician; an error code of `errors.ts` stands in front where there is one. */
  readonly reason: string
  /** ISO 8601. */
  readonly since: string
  /** Counts since start, e.g. framesRead, framesRejected, bytesDiscarded, reconnects, requests, timeouts. */
  readonly counters: Readonly<Record<string, number>>
}

/** What every driver is given. Nothing global: a driver reaches the world through this and its options. */
export interface DriverContext {
  readonly id: string
  readonly clock: Clock
  readonly log: Log
  /** 0 ≤ n < 1: jitter of reconnects; injected so that a test can fix it. */
  readonly random: () => number
}

export type Unsubscribe = () => void

export interface Device<DriverEvent> {
  readonly id: string
  readonly kind: string
  health(): DeviceHealth
  /** Resolves when the device is being looked after, not when it is online. Refuses a second start. */
  start(): Promise<void>
  /** Ends all timers, sockets and ports; afterwards no event is emitted. May be called in any state. */
  stop(): Promise<void>
  onEvent(listener: (event: DriverEvent) => void): Unsubscribe
  onHealth(listener: (health: DeviceHealth) => void): Unsubscribe
}

// --- document readers ---

/** One read of a travel document by a reader that recognises the MRZ itself. */
export interface DocumentScanned {
  readonly type: 'DocumentScanned'
  /** MRZ lines as sent, without separators. Unchecked. */
  readonly lines: readonly string[]
  /** Monotonic ms of the last byte. */
  readonly at: number
}

/** One barcode of a vehicle paper or a booking. */
export interface BarcodeScanned {
  readonly type: 'BarcodeScanned'
  readonly format: PaperFormat
  /** UTF-8, or Latin-1 where the bytes are no UTF-8. Unchecked. */
  readonly text: string
  /** What the barcode carries, whatever its character set. */
  readonly bytes: Uint8Array
  /** Monotonic ms of the last byte. */
  readonly at: number
}

/** The picture of a page: of a travel document, a card, or a paper with barcodes. */
export interface PageCaptured {
  readonly type: 'PageCaptured'
  /** As it came. */
  readonly picture: Uint8Array
  readonly mediaType: 'image/jpeg' | 'image/png' | 'image/tiff'
  /** ISO 8601, clock of this box: a page that was there before a crossing began is not of that crossing. */
  readonly writtenAt: string
  /** File name or address, for the log. */
  readonly name: string
  /** Monotonic ms of the last byte. */
  readonly at: number
}

export type Delivery = PageCaptured | DocumentScanned | BarcodeScanned

/** What became of a delivery. */
export interface DeliveryOutcome {
  /** A crossing was open and took it. */
  readonly claimed: boolean
  readonly documents: number
  readonly barcodes: number
}

export interface DocumentReader extends Device<DocumentScanned> {
  /** Barcodes of a device that reads them; missing where the kind never does. */
  onBarcode?(listener: (barcode: BarcodeScanned) => void): Unsubscribe
  /**
   * Deliveries of a device that keeps what it has until it was recorded; missing where the kind never does. One
   * listener; it resolves when all is durable, and rejects with the code of what failed: `recognition.not-a-picture`
   * for good, anything else for now.
   */
  onDelivery?(listener: (delivery: Delivery) => Promise<DeliveryOutcome>): Unsubscribe
}

// --- scales ---

/** A vehicle came to rest on the platform; told once until the platform was empty. */
export interface VehicleWeighed {
  readonly type: 'VehicleWeighed'
  readonly kilograms: number
  /** The indicator had a tare subtracted. */
  readonly net: boolean
  /** Monotonic ms of the last byte. */
  readonly at: number
}

export type WeighingScale = Device<VehicleWeighed>

// --- badge readers ---

/**
 * An officer's badge was held to a reader: once for each time, however long it is held. It says which badge was
 * there and not who held it: a badge is no permission without its PIN.
 */
export interface BadgePresented {
  readonly type: 'BadgePresented'
  /**
   * Number of the badge, digits and capital letters: hexadecimal without checksum and parity, or as a reader that
   * types wrote it. Readers of different kinds may give different numbers for one badge, so it is enrolled at a
   * reader of the kind that it is used at. Personal data: never into a log, a reason of health or a counter.
   */
  readonly badge: string
  /** Monotonic ms of the last byte; a number older than a few seconds is nobody's any more. */
  readonly at: number
}

export type BadgeReader = Device<BadgePresented>

// --- cameras ---

export interface FrameCaptured {
  readonly type: 'FrameCaptured'
  /** JPEG or PNG as the camera sent it. */
  readonly picture: Uint8Array
  readonly mediaType: 'image/jpeg' | 'image/png'
  /** Monotonic ms when the last byte of the picture arrived. */
  readonly at: number
  readonly source: 'trigger' | 'stream' | 'event' | 'folder'
  /** File name for `folder`, otherwise the path of the request. */
  readonly name: string
}

/** The camera's own reading of a plate: one more vote, and never a permission to move a barrier. */
export interface PlateReported {
  readonly type: 'PlateReported'
  /** Canonical text as `PlateReading.text`, from a device that is not trusted. */
  readonly text: string
  /** Sign of the State, or `unknown`. */
  readonly country: string
  /** 0 to 1 by the camera's own measure; null where it gives none. */
  readonly confidence: number | null
  /** Time of the camera's own clock, as it wrote it. */
  readonly takenAt: string | null
  /** Monotonic ms when the event was all there. */
  readonly at: number
}

export interface Camera extends Device<FrameCaptured> {
  /** Readings of a camera that reads plates itself; missing where the kind never does. */
  onReading?(listener: (reading: PlateReported) => void): Unsubscribe
  /**
   * Takes a burst of pictures (hardware.md: 0, 150, 300 ms) that arrive as `FrameCaptured`.
   * A folder camera ignores it. Never throws: failures show in health.
   */
  trigger(): void
}

// --- I/O boards and barriers ---

/** State of one input or output point. */
export interface PointReading {
  readonly value: boolean
  /** Monotonic ms of the poll that saw it; readers judge its freshness. */
  readonly at: number
}

export interface PointsRead {
  readonly type: 'PointsRead'
  /** All points of the board by name, as one poll saw them. Emitted on every poll, changed or not. */
  readonly points: Readonly<Record<string, PointReading>>
  /** Names of the points that changed since the previous poll. */
  readonly changed: readonly string[]
}

/** Digital inputs and outputs by name. The point map (function code, address, invert …) is its options. */
export interface IoBoard extends Device<PointsRead> {
  /** Last known reading; undefined before the first poll or for an unknown name. */
  reading(point: string): PointReading | undefined
  /**
   * Sets an output and resolves after the board confirmed it and a read-back agreed.
   * Rejects with `device.*` errors; it is never retried by the driver.
   */
  write(point: string, value: boolean): Promise<void>
  /**
   * One pulse of `ms` milliseconds (200 to 1000), made by the board where it can, else on–wait–off.
   * Never retried. Resolves when the output is confirmed off again.
   */
  pulse(point: string, ms: number): Promise<void>
}

/** Inputs of a contact barrier, and of the way under it. */
export interface BarrierInputs {
  readonly openLimit: PointReading | undefined
  readonly closedLimit: PointReading | undefined
  /** True = occupied. */
  readonly loop: PointReading | undefined
  /** True = beam interrupted. */
  readonly photocell: PointReading | undefined
  /** True = emergency stop pressed; undefined where none is wired. */
  readonly stop: PointReading | undefined
  /** Outputs as read back. */
  readonly openOutput: PointReading | undefined
  readonly closeOutput: PointReading | undefined
}

export interface BarrierInputsRead {
  readonly type: 'BarrierInputsRead'
  readonly inputs: BarrierInputs
}

/**
 * A barrier as contacts. It decides nothing: the lane's barrier controller runs the interlock of the
 * domain and calls these.
 */
export interface BarrierDevice extends Device<BarrierInputsRead> {
  inputs(): BarrierInputs
  /** Pulses OPEN. The caller has proven CLOSE off before. */
  pulseOpen(): Promise<void>
  /** Pulses CLOSE. The caller has proven OPEN off before. */
  pulseClose(): Promise<void>
  /** Clears both outputs and resolves when read back as off. */
  clearOutputs(): Promise<void>
}

/** A named point of a board as a lane sees it: loops and lights that belong to no barrier. */
export interface SignalInput {
  readonly name: string
  reading(): PointReading | undefined
  onChange(listener: (reading: PointReading) => void): Unsubscribe
}

export interface SignalOutput {
  readonly name: string
  set(value: boolean): Promise<void>
  reading(): PointReading | undefined
}
