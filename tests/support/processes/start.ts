import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'

export interface Launched {
  readonly process: ChildProcess
  /** The first line that it prints; rejects where it ends before that. */
  readonly first: Promise<string>
  readonly lines: Interface
  /** Resolves when it is gone and all that it printed has been read. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

export interface Started extends Omit<Launched, 'first'> {
  /** The first line that it printed. */
  readonly first: string
}

const programs = {
  centre: new URL('./centre.ts', import.meta.url),
  'delay-proxy': new URL('./delay-proxy.ts', import.meta.url),
  gateway: new URL('./gateway.ts', import.meta.url),
}

/** Starts a program of this folder with Node. */
export function launch(
  program: keyof typeof programs,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Launched {
  const child = spawn(process.execPath, [programs[program].pathname, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Sources once taken in are not taken in again: most of a start in a storm.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'ayaldama-compile-cache'), ...process.env, ...env },
  })
  const closed = once(child, 'close')
  const lines = createInterface({ input: child.stdout })
  const first = Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    closed.then(([code, signal]) => {
      throw new Error(`${program} ended with ${code ?? signal} before its first line`)
    }),
  ])
  // One that is killed before its first line is no failure unless somebody waits for that.
  first.catch(() => undefined)
  return {
    process: child,
    first,
    lines,
    kill: async (signal = 'SIGKILL') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await closed
    },
  }
}

/** Starts a program of this folder with Node and waits for its first line. */
export async function start(...program: Parameters<typeof launch>): Promise<Started> {
  const launched = launch(...program)
  return { ...launched, first: await launched.first }
}
