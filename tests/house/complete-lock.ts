/**
 * Names in the lock file every optional package of another platform that its registry did not serve, so
 * that `npm ci` of npm 11 finds the lock complete. Such a package is never installed on this platform.
 * Run after each change of dependencies: npm run lock
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface LockEntry {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [other: string]: unknown
}

const file = 'package-lock.json'
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockEntry> }

const systems: Readonly<Record<string, string>> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
}
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x']

/** Platform by the name of the package, e.g. `@swc/core-linux-arm-gnueabihf`. */
function platform(name: string): { os: string[]; cpu: string[]; libc?: string[] } | null {
  const words = name.split(/[-/]/)
  const os = words.map((word) => systems[word]).find((word) => word !== undefined)
  const cpu = processors.find((word) => words.includes(word))
  if (os === undefined || cpu === undefined) return null
  const musl = words.some((word) => word.startsWith('musl'))
  return { os: [os], cpu: [cpu], ...(os === 'linux' && { libc: [musl ? 'musl' : 'glibc'] }) }
}

let added = 0
for (const { dev, optionalDependencies } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    const key = `node_modules/${name}`
    const where = platform(name)
    if (lock.packages[key] !== undefined || where === null || !/^\d/.test(version)) continue
    lock.packages[key] = { version, ...(dev === true && { dev }), optional: true, ...where }
    added += 1
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
)
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} optional packages of other platforms named in ${file}\n`)
