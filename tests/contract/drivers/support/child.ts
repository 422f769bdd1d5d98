import { type ChildProcess, spawn } from 'node:child_process'

export interface Child {
  /** Text of the line that said that it is ready. */
  readonly ready: string
  tell(line: string): void
  kill(): Promise<void>
}

/** Starts a program and waits for the line of its output that says that it is ready. */
export async function startChild(
  command: string,
  args: readonly string[],
  ready: RegExp,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Child> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    ready: await readyLine(child, ready),
    tell: (line) => void child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

function readyLine(child: ChildProcess, ready: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (bytes: Buffer) => {
      output += bytes.toString()
      // The last piece may be half a line.
      const line = output
        .split('\n')
        .slice(0, -1)
        .find((text) => ready.test(text))
      if (line !== undefined) resolve(line)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`ended before it was ready: ${output}`)))
  })
}
