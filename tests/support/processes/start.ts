import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'

export interface Started {
  readonly process: ChildProcess
  /** The first line that it printed. */
  readonly first: string
  readonly lines: Interface
  /** Resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

const programs = {
  centre: new URL('./centre.ts', import.meta.url),
  'delay-proxy': new URL('./delay-proxy.ts', import.meta.url),
  gateway: new URL('./gateway.ts', import.meta.url),
}

/** Starts a program of this folder with Node and waits for its first line. */
export async function start(
  program: keyof typeof programs,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const child = spawn(process.execPath, [programs[program].pathname, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    exited.then(([code, signal]) => {
      throw new Error(`${program} ended with ${code ?? signal} before its first line`)
    }),
  ])
  return {
    process: child,
    first,
    lines,
    kill: async (signal = 'SIGKILL') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await exited
    },
  }
}
