import { driverRegistry } from '../../drivers/registry.ts'
import { listPlugged } from '../commands/devices.ts'
import { thisBox } from '../commands/doctor/box.ts'
import type { Clock } from '../ports/clock.ts'
import type { Discovery } from '../ports/discovery.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { silentLog } from '../ports/log.ts'

/** Longer than a device takes to say its first word, shorter than a person waits. */
const probeMs = 4000

/** One probe at a time: two would fight for the same port. */
export function createDiscovery(clock: Clock): Discovery {
  let turn: Promise<unknown> = Promise.resolve()

  async function probe(kind: string, given: unknown) {
    const definition = driverRegistry.find((one) => one.kind === kind && one.role !== 'barrier')
    if (!definition)
      throw new AyaldamaError('config.invalid', 'kind', `No device of the kind ${kind} is probed.`)
    const parsed = definition.options.safeParse(given)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new AyaldamaError('config.invalid', issue?.path.join('.') ?? 'options', issue?.message)
    }
    const context = { id: 'probe', clock, log: silentLog, random: Math.random }
    const device = definition.create(parsed.data, context, () => {
      throw new AyaldamaError('config.invalid', 'board')
    })
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, probeMs)
        device.onHealth(({ state }) => {
          if (state !== 'online') return
          clearTimeout(timer)
          resolve()
        })
        device.start().catch(reject)
      })
      return device.health()
    } finally {
      await device.stop()
    }
  }

  return {
    plugged: () => listPlugged(thisBox),
    probe(kind, options) {
      const mine = turn.then(() => probe(kind, options))
      turn = mine.catch(() => {})
      return mine
    },
  }
}
