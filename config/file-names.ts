import { resolve } from 'node:path'
import { valueAt } from './explain-issues.ts'
import type { PositionedYaml } from './positioned-yaml.ts'
import { besideFile } from './text-file.ts'

/** Keys of device options that name files or folders. */
const nameKey = /^(folder|file|ca|certificate|key|\w+(File|Folder))$/

/**
 * The file or folder named at a path, as this process can open it: names written in the file start at the
 * file's folder, names given on the command line at the working folder. undefined where none is named.
 */
export function openableName(source: PositionedYaml, path: readonly PropertyKey[]): string | undefined {
  const name = valueAt(source.value, path)
  if (typeof name !== 'string' || name === '') return undefined
  return source.place(path, 'value').override === '' ? besideFile(source.file, name) : name
}

export function absoluteName(source: PositionedYaml, path: readonly PropertyKey[]): string | undefined {
  const name = openableName(source, path)
  return name === undefined ? undefined : resolve(name)
}

/** Options of a device with the file and folder names in them made absolute. */
export function withAbsoluteOptions(
  source: PositionedYaml,
  path: readonly PropertyKey[],
  options: unknown,
): unknown {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options
  const members = Object.entries(options).map(([key, value]) => {
    const at = [...path, key]
    if (nameKey.test(key) && typeof value === 'string') return [key, absoluteName(source, at) ?? value]
    return [key, withAbsoluteOptions(source, at, value)]
  })
  return Object.fromEntries(members)
}
