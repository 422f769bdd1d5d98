import type { ConfigurationEdit, ConfigurationPath } from '../../../ports/configuration.ts'

/** What turns one value into the other; lists of another length are set as a whole. */
export function editsBetween(
  before: unknown,
  after: unknown,
  path: ConfigurationPath = [],
): readonly ConfigurationEdit[] {
  if (before === after) return []
  if (after === undefined) return [{ op: 'remove', path }]
  if (isMapping(before) && isMapping(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) => editsBetween(before[key], after[key], [...path, key]))
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return after.flatMap((value: unknown, index) => editsBetween(before[index], value, [...path, index]))
  }
  return [{ op: 'set', path, value: after }]
}

/** The value with another in its place at a path; undefined takes it away. */
export function withValue(root: unknown, path: ConfigurationPath, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(root)) {
    const list = root.map((one: unknown, index) => (index === key ? withValue(one, rest, value) : one))
    if (key === root.length) list.push(withValue(undefined, rest, value))
    return value === undefined && rest.length === 0 ? list.filter((_, index) => index !== key) : list
  }
  const { [key]: old, ...others } = isMapping(root) ? root : {}
  const fresh = withValue(old, rest, value)
  if (fresh === undefined) return others
  // In the place where it stood.
  return isMapping(root) && key in root ? { ...root, [key]: fresh } : { ...others, [key]: fresh }
}

export function valueAt(root: unknown, path: ConfigurationPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    root,
  )
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
