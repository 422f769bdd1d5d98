import type { Configuration } from '../../config/load-configuration.ts'
import type { LaneSettings } from '../../config/schema/lanes.ts'
import { boardsOf, type ContactBarrierOptions } from '../../drivers/contact-barrier/options.ts'
import type { BarrierRole } from '../domain/crossing/events.ts'
import { type BarrierController, createBarrierController } from '../lane/barrier/barrier-controller.ts'
import { boardInput, boardOutput } from '../lane/board-signals.ts'
import type { Booms, LaneParts } from '../lane/lane-parts.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { AnyDevice, DeviceSet } from './devices.ts'

/** Joins the devices of one lane as its configuration says. `latched`: its emergency stop was not reset. */
export function createLaneParts(
  settings: LaneSettings,
  configuration: Configuration,
  devices: DeviceSet,
  deps: { readonly clock: Clock; readonly log: Log; readonly latched: boolean },
): LaneParts {
  const { id, exitParty, entryParty, hostParty, signals } = settings
  const point = (name: string | undefined) => {
    const [board, of] = name?.split('.') ?? []
    return board && of ? { board: devices.get('ioBoard', board), of } : null
  }
  const input = (name: string | undefined) => {
    const found = point(name)
    return found && boardInput(found.board, found.of)
  }
  const output = (name: string | undefined) => {
    const found = point(name)
    return found && boardOutput(found.board, found.of)
  }
  return {
    lane: id,
    exitParty,
    entryParty,
    hostParty,
    camera: devices.get('camera', settings.camera),
    documentReader: settings.documentReader ? devices.get('documentReader', settings.documentReader) : null,
    barcodeScanner: settings.barcodeScanner ? devices.get('documentReader', settings.barcodeScanner) : null,
    scale: settings.scale ? devices.get('scale', settings.scale) : null,
    pageReaders: (settings.pageReaders ?? []).map((reader) => devices.get('documentReader', reader)),
    booms: createBooms(settings, configuration, devices, deps),
    signals: {
      approachLoop: input(signals?.approachLoop),
      zoneLoop: input(signals?.zoneLoop),
      lightRed: output(signals?.lightRed),
      lightGreen: output(signals?.lightGreen),
    },
    devices: devicesOf(settings, configuration, devices),
  }
}

function createBooms(
  { barriers }: LaneSettings,
  configuration: Configuration,
  devices: DeviceSet,
  { clock, log, latched }: { readonly clock: Clock; readonly log: Log; readonly latched: boolean },
): Booms | null {
  if (!barriers) return null
  const all: BarrierController[] = []
  const boom = (role: BarrierRole, { device, ...timing }: NonNullable<typeof barriers.return>) => {
    const options = configuration.devices.find((one) => one.id === device)?.options as { pulseMs: number }
    const made = createBarrierController({
      role,
      device: devices.get('barrier', device),
      settings: { ...timing, pulseMs: options.pulseMs },
      clock,
      others: () => all,
      log,
      emergencyLatched: latched,
    })
    all.push(made)
    return made
  }
  return {
    approach: boom('approachBarrier', barriers.approach),
    release: boom('releaseBarrier', barriers.release),
    return: barriers.return ? boom('returnBarrier', barriers.return) : null,
  }
}

/** All that belongs to the lane, boards behind its barriers and signals among them, each once. */
function devicesOf(
  settings: LaneSettings,
  configuration: Configuration,
  devices: DeviceSet,
): readonly AnyDevice[] {
  const ids = new Set([
    ...[settings.camera, settings.documentReader, settings.barcodeScanner, settings.scale],
    ...(settings.pageReaders ?? []),
    ...(settings.badgeReaders ?? []),
  ])
  for (const barrier of Object.values(settings.barriers ?? {})) {
    ids.add(barrier?.device)
    const device = configuration.devices.find((one) => one.id === barrier?.device)
    if (device) for (const id of boardsOf(device.options as ContactBarrierOptions)) ids.add(id)
  }
  for (const signal of Object.values(settings.signals ?? {})) ids.add(signal?.split('.')[0])
  return devices.all.filter((device) => ids.has(device.id))
}
