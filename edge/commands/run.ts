import { loadConfiguration } from '../../config/load-configuration.ts'
import { driverRegistry } from '../../drivers/registry.ts'
import { createLogger } from '../operations/logger.ts'
import { createServiceNotifications } from '../operations/service-notifications.ts'
import { createGatewayRun } from './gateway-run.ts'
import { untilSignal } from './until-signal.ts'

/**
 * `ayaldama run`: the daemon, until SIGTERM or SIGINT. SIGHUP reads the configuration again and restarts the
 * devices that it changes; a file that is wrong changes nothing.
 */
export async function runGateway(options: {
  readonly config: string
  readonly set: readonly string[]
  readonly logLevel: string
}): Promise<number> {
  const { set } = options
  const log = createLogger(options.logLevel)
  const run = await createGatewayRun({
    ...{ set, log },
    load: () => loadConfiguration(options.config, { registry: driverRegistry, set }),
    listens: (url) => process.stdout.write(`console ${url}\n`),
  })
  const service = createServiceNotifications(process.env)
  service.ready()
  const unwatched = service.watch(run.proveAlive)
  const signal = await Promise.race([untilSignal(() => void run.reload()), run.failed])
  service.stopping()
  unwatched()
  await run.stop(signal)
  return 0
}
