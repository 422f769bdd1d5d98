import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** The daemon in a process of its own, as systemd would run it. */
export interface GatewayProcess {
  /** Address of the console. */
  readonly url: string
  readonly child: ChildProcess
  /** SIGTERM, and SIGKILL where it does not end in time. Resolves with the exit status. */
  stop(): Promise<number | null>
  /** SIGKILL: as a power cut ends it. */
  kill(): Promise<void>
}

const startTimeoutMs = 60_000
const stopTimeoutMs = 15_000
const cli = resolve(import.meta.dirname, '../cli.ts')

/** Starts `ayaldama run` and resolves when its console listens; rejects with what it said where it ends. */
export async function startGatewayProcess(
  configFile: string,
  logLevel: string,
  write: (line: string) => void,
  set: readonly string[] = [],
): Promise<GatewayProcess> {
  const child = spawn(
    process.execPath,
    [
      cli,
      'run',
      '--config',
      configFile,
      '--log-level',
      logLevel,
      ...set.flatMap((value) => ['--set', value]),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C is for the demo, which counts and then ends the gateway itself.
      detached: true,
    },
  )
  const orphan = () => child.kill('SIGTERM')
  process.once('exit', orphan)
  child.once('exit', () => process.off('exit', orphan))
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line)
    if (said.length > 50) said.shift()
    write(line)
  })
  const exited = once(child, 'exit')
  const url = await new Promise<string>((resolveUrl, reject) => {
    const timer = setTimeout(() => reject(new Error('the gateway did not start in time')), startTimeoutMs)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^console (\S+)$/.exec(line)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      resolveUrl(found)
    })
    void exited.then(([code]) => {
      clearTimeout(timer)
      reject(new Error(`the gateway ended with ${code}:\n${said.join('\n')}`))
    })
  })
  return {
    url,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
      const [code] = await exited
      clearTimeout(timer)
      return code
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
