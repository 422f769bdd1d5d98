import { execFile } from 'node:child_process'
import { resolve } from 'node:path'

export interface CliAnswer {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const cli = resolve(import.meta.dirname, '../../edge/cli.ts')

/** Runs `ayaldama` to its end; at most 60 s. */
export function runCommand(...words: readonly string[]): Promise<CliAnswer> {
  return new Promise((answer) => {
    execFile(process.execPath, [cli, ...words], { timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error?.code
      answer({ status: error === null ? 0 : typeof code === 'number' ? code : null, stdout, stderr })
    })
  })
}
