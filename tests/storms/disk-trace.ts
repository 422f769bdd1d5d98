import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'

/** What a process asked of the disk, or promised, in the order in which it did. */
export type Step =
  | { readonly step: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly step: 'cut'; readonly file: string; readonly size: number }
  | { readonly step: 'sync'; readonly file: string }
  | { readonly step: 'promise'; readonly line: string }

/** Runs a program of Node under strace and reads its calls; `files` are the names that count. */
export function traceDisk(
  program: string,
  args: readonly string[],
  files: readonly string[],
  log: string,
): Step[] {
  const calls = 'pwrite64,write,fsync,fdatasync,ftruncate'
  const options = ['-f', '-y', '-xx', '-s', '100000', '-e', `trace=${calls}`, '-e', 'signal=none', '-o', log]
  const { error } = spawnSync('strace', [...options, process.execPath, program, ...args], { stdio: 'ignore' })
  if (error) throw error
  return [...lines(log)].flatMap((line) => stepOf(line, files))
}

const call = /^\d+\s+(\w+)\((\d+)<((?:\\x[0-9a-f]{2}|[^>])*)>(?:, (.*))?\)\s+= (-?\d+)/

function stepOf(line: string, files: readonly string[]): readonly Step[] {
  if (line.includes('unfinished ...') && /journal|\(1</.test(line))
    throw new Error(`a call was cut: ${line.slice(0, 80)}`)
  const [, name, descriptor, path = '', rest = '', result] = call.exec(line) ?? []
  if (name === undefined) return []
  if (name === 'write' && descriptor === '1') {
    return [{ step: 'promise', line: bytesOf(rest).toString() }]
  }
  const file = basename(path.startsWith('\\x') ? bytesOf(path).toString() : path)
  if (!files.includes(file)) return []
  if (Number(result) < 0) throw new Error(`a call failed: ${line.slice(0, 80)}`)
  if (name === 'fsync' || name === 'fdatasync') return [{ step: 'sync', file }]
  if (name === 'ftruncate') return [{ step: 'cut', file, size: Number(rest) }]
  if (name !== 'pwrite64') return []
  const bytes = bytesOf(rest)
  const at = Number(/, (\d+)$/.exec(rest)?.[1])
  if (bytes.length !== Number(result)) throw new Error(`strace showed ${bytes.length} of ${result} bytes`)
  return [{ step: 'write', file, at, bytes }]
}

function bytesOf(text: string): Buffer {
  const quoted = /"([^"]*)"/.exec(text)?.[1] ?? text
  return Buffer.from(quoted.replaceAll('\\x', ''), 'hex')
}

/** A log may be larger than a string can be. */
function* lines(file: string): Generator<string> {
  const handle = openSync(file, 'r')
  try {
    const chunk = Buffer.alloc(1 << 20)
    let rest = ''
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      const parts = (rest + chunk.toString('latin1', 0, read)).split('\n')
      rest = parts.pop() ?? ''
      yield* parts
    }
  } finally {
    closeSync(handle)
  }
}
