import { type Configuration, loadConfiguration } from '../../config/load-configuration.ts'
import { boardsOf, type ContactBarrierOptions } from '../../drivers/contact-barrier/options.ts'
import { driverRegistry } from '../../drivers/registry.ts'
import { listenToBytes } from '../../drivers/transport/tap.ts'
import { type AnyDevice, createDevices } from '../composition/devices.ts'
import { systemClock } from '../ports/clock.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { silentLog } from '../ports/log.ts'
import { takeDataLock } from './doctor/data-lock.ts'
import { wayTo } from './doctor/way-to-device.ts'
import { untilSignal } from './until-signal.ts'

/** Several may read these at once: cameras serve more than one, and the kernel gives HID reports to each. */
const shared: readonly string[] = [
  'camera-http',
  'camera-rtsp',
  'camera-hikvision',
  'camera-dahua',
  'scanner-hid-pos',
  'scanner-keyboard',
  'badge-keyboard',
]

/** `ayaldama devices watch`: until a signal. Drives no output; the driver polls and answers as it does for a lane. */
export async function watchCommand(
  name: string,
  options: { readonly config: string; readonly set: readonly string[] },
): Promise<number> {
  const settings = { registry: driverRegistry, set: options.set, checkFiles: false }
  const configuration = loadConfiguration(options.config, settings)
  const write = (line: string) => process.stdout.write(`${line}\n`)
  const stop = await watchDevice(configuration, name, write)
  // A reader of the lines that ends, as `head` does, ends the watching too.
  const unread = new Promise((resolve) => {
    process.stdout.on('error', resolve)
  })
  await Promise.race([untilSignal(), unread])
  await stop()
  return 0
}

/** Starts the device, and the boards that it is built on, and writes a line for each thing seen. */
export async function watchDevice(
  configuration: Configuration,
  name: string,
  write: (line: string) => void,
): Promise<() => Promise<void>> {
  const configured = configuration.devices.find(({ id }) => id === name)
  if (configured === undefined) {
    const ids = configuration.devices.map(({ id }) => id).join(', ')
    throw new AyaldamaError('config.invalid', configuration.file, `No device ${name}; there are: ${ids}.`)
  }
  if (wayTo(configured).type === 'folder') {
    throw new AyaldamaError(
      'device.connect',
      name,
      'Its pictures would be taken from the lane: look into its folder.',
    )
  }
  const lock = takeDataLock(configuration.gateway.data)
  if (lock.state !== 'held' && !shared.includes(configured.kind)) {
    const why = lock.state === 'gateway-runs' ? 'A gateway has it open; stop that first.' : lock.why
    throw new AyaldamaError('journal.locked', configuration.gateway.data, why)
  }
  const boards =
    configured.kind === 'contact-barrier' ? boardsOf(configured.options as ContactBarrierOptions) : []
  const started = createDevices(configuration, systemClock, silentLog).all.filter(
    ({ id }) => id === name || boards.includes(id),
  )
  const say = (what: string, text: string) => write(`${new Date().toISOString()} ${what.padEnd(9)} ${text}`)
  const deaf = listenToBytes(({ stream, direction, bytes }) =>
    say(direction, `${stream}  ${Buffer.from(bytes).toString('hex').replace(/../g, '$& ').trimEnd()}`),
  )
  for (const device of started) follow(device, name, say)
  const stop = async () => {
    await Promise.all(started.map((device) => device.stop()))
    deaf()
    if (lock.state === 'held') lock.release()
  }
  try {
    for (const device of started) await device.start()
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

function follow(device: AnyDevice, name: string, say: (what: string, text: string) => void): void {
  device.onHealth(({ state, reason }) => say('health', `${device.id} ${state}: ${reason}`))
  if (device.id !== name) return
  let last = ''
  const tell = ({ type, ...rest }: { readonly type: string }) => {
    const text = JSON.stringify(rest, forPeople)
    // A board tells each poll: what says the same as the one before is not repeated.
    if (type === 'PointsRead' || type === 'BarrierInputsRead') {
      if (text === last) return
      last = text
    }
    say('decoded', `${type} ${text}`)
  }
  device.onEvent(tell)
  if ('onBarcode' in device) device.onBarcode?.(tell)
  if ('onReading' in device) device.onReading?.(tell)
}

/** Pictures by their size, and points without the time of their poll, which changes always. */
function forPeople(key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (typeof value === 'object' && value !== null && 'value' in value && 'at' in value) return value.value
  return key === 'at' || key === 'changed' ? undefined : value
}
