import type { Configuration } from '../../config/load-configuration.ts'
import { ConfigurationError, describeErrors } from '../../config/problem.ts'
import { type Gateway, startGateway } from '../main.ts'
import type { Log } from '../ports/log.ts'

/** A gateway that may be started anew with another configuration while its process goes on. */
export interface GatewayRun {
  proveAlive(): Promise<void>
  /** Reads the configuration again and restarts the devices that it changes; a file that is wrong changes nothing. */
  reload(): Promise<void>
  stop(reason: string): Promise<void>
  /** Rejects where the gateway could be started neither with the new configuration nor with the one before. */
  readonly failed: Promise<never>
}

/** The page is told that it will be done before the page is gone. */
const answerMs = 300

/** Starts the gateway; `listens` is told its address at each start. Rejects where the first start fails. */
export async function createGatewayRun(options: {
  readonly load: () => Configuration
  readonly set: readonly string[]
  readonly log: Log
  readonly listens: (url: string) => void
}): Promise<GatewayRun> {
  const { load, set, log, listens } = options
  let turn: Promise<unknown> = Promise.resolve()
  let fail: (error: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  const restart = () => {
    setTimeout(() => {
      turn = turn.then(startAnew).catch(fail)
    }, answerMs)
  }
  const start = (configuration: Configuration) => startGateway(configuration, log, { set, restart })

  let configuration = load()
  for (const warning of configuration.warnings) log.warn({}, describeErrors([warning]))
  let gateway: Gateway = await start(configuration)
  listens(gateway.url)

  async function startAnew(): Promise<void> {
    const next = read()
    if (next === null) return
    await gateway.stop('restart')
    try {
      gateway = await start(next)
      configuration = next
    } catch (error) {
      log.error(
        { error: wordsOf(error) },
        'the gateway did not start; it starts with the configuration before',
      )
      gateway = await start(configuration)
    }
    listens(gateway.url)
  }

  function read(): Configuration | null {
    try {
      return load()
    } catch (error) {
      log.error({}, `the configuration was not taken: ${wordsOf(error)}`)
      return null
    }
  }

  return {
    failed,
    proveAlive: () => gateway.proveAlive(),
    reload() {
      const mine = turn.then(async () => {
        const next = read()
        if (next === null) return
        const { restarted, later } = await gateway.reload(next)
        log.info({ restarted, later }, 'configuration read again')
      })
      turn = mine.catch((error: unknown) => log.error({}, `not read again: ${wordsOf(error)}`))
      return mine
    },
    async stop(reason) {
      await turn
      await gateway.stop(reason)
    },
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof ConfigurationError) return describeErrors(error)
  return error instanceof Error ? error.message : String(error)
}
