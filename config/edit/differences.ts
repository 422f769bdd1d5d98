import { isDeepStrictEqual } from 'node:util'
import type { ConfigurationPath } from '../../edge/ports/configuration.ts'
import { shown } from '../problem.ts'

/** A value that stands in one text and not, or otherwise, in another; undefined where it does not stand. */
export interface Difference {
  readonly path: ConfigurationPath
  readonly before: unknown
  readonly after: unknown
}

/** The values that differ, down to single ones: what was added or taken away as a whole is told value by value. */
export function differences(
  before: unknown,
  after: unknown,
  path: ConfigurationPath = [],
): readonly Difference[] {
  if (isDeepStrictEqual(before, after)) return []
  const keys = keysOf(before, after)
  if (keys === null) return [{ path, before, after }]
  return keys.flatMap((key) => differences(at(before, key), at(after, key), [...path, key]))
}

/** A single value as a screen shows it: short, on one line, and nothing of what is secret. */
export function shownValue(value: unknown, path: ConfigurationPath): string | null {
  if (value === undefined) return null
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}'
  return shown(value, path)
}

/** Keys of two mappings or indexes of two lists; null where one is a single value, or nothing stands in both. */
function keysOf(before: unknown, after: unknown): readonly (string | number)[] | null {
  const both = [before, after].filter((value) => value !== undefined)
  if (both.every((value) => Array.isArray(value))) {
    const length = Math.max(0, ...both.map((list) => list.length))
    return length === 0 ? null : Array.from({ length }, (_, index) => index)
  }
  if (both.some((value) => typeof value !== 'object' || value === null || Array.isArray(value))) return null
  const keys = [...new Set(both.flatMap((value) => Object.keys(value as object)))]
  return keys.length === 0 ? null : keys
}

function at(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string | number, unknown>)[key]
}
