import { spawnSync } from 'node:child_process'

/**
 * Whether a program of the system is there. A missing one is said in one line with the package to
 * install; in CI it is an error, because there nothing may be skipped.
 */
export function requireSystem(command: string, aptPackage: string): boolean {
  const found = spawnSync('sh', ['-c', 'command -v "$0"', command]).status === 0
  return found || missing(command, aptPackage)
}

/** The same for a module of the system's own Python. */
export function requirePython(module: string, aptPackage: string): boolean {
  const found = spawnSync(systemPython, ['-c', `import ${module}`]).status === 0
  return found || missing(`Python module ${module}`, aptPackage)
}

/** Debian's Python: its apt packages are not seen by another one. */
export const systemPython = '/usr/bin/python3'

function missing(what: string, aptPackage: string): false {
  const line = `skipped: ${what} is missing; install it with: apt-get install -y ${aptPackage}`
  if (process.env.CI === 'true') throw new Error(line)
  process.stderr.write(`${line}\n`)
  return false
}
