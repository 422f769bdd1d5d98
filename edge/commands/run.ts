import { loadConfiguration } from '../../config/load-configuration.ts'
import { ConfigurationError, describeErrors } from '../../config/problem.ts'
import { driverRegistry } from '../../drivers/registry.ts'
import { startGateway } from '../main.ts'
import { createLogger } from '../operations/logger.ts'
import { createServiceNotifications } from '../operations/service-notifications.ts'
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
  const load = () => loadConfiguration(options.config, { registry: driverRegistry, set: options.set })
  const configuration = load()
  const log = createLogger(options.logLevel)
  for (const warning of configuration.warnings) log.warn({}, describeErrors([warning]))
  const gateway = await startGateway(configuration, log)
  process.stdout.write(`console ${gateway.url}\n`)
  const reload = async () => {
    try {
      const { restarted, later } = await gateway.reload(load())
      log.info({ restarted, later }, 'configuration read again')
    } catch (error) {
      const words =
        error instanceof ConfigurationError
          ? describeErrors(error)
          : error instanceof Error
            ? error.message
            : ''
      log.error({}, `the configuration was not taken: ${words}`)
    }
  }
  const service = createServiceNotifications(process.env)
  service.ready()
  const unwatched = service.watch(gateway.proveAlive)
  const signal = await untilSignal(() => void reload())
  service.stopping()
  unwatched()
  await gateway.stop(signal)
  return 0
}
