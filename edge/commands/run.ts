import { loadConfiguration } from '../../config/load-configuration.ts'
import { describeErrors } from '../../config/problem.ts'
import { driverRegistry } from '../../drivers/registry.ts'
import { startGateway } from '../main.ts'
import { createLogger } from '../operations/logger.ts'
import { createServiceNotifications } from '../operations/service-notifications.ts'
import { untilSignal } from './until-signal.ts'

/** `ayaldama run`: the daemon, until SIGTERM or SIGINT. */
export async function runGateway(options: {
  readonly config: string
  readonly set: readonly string[]
  readonly logLevel: string
}): Promise<number> {
  const configuration = loadConfiguration(options.config, { registry: driverRegistry, set: options.set })
  const log = createLogger(options.logLevel)
  for (const warning of configuration.warnings) log.warn({}, describeErrors([warning]))
  const gateway = await startGateway(configuration, log)
  process.stdout.write(`console ${gateway.url}\n`)
  const service = createServiceNotifications(process.env)
  service.ready()
  const unwatched = service.watch(gateway.proveAlive)
  const signal = await untilSignal()
  service.stopping()
  unwatched()
  await gateway.stop(signal)
  return 0
}
