/** JSON as it stands in `data` of an event. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * Takes dotted paths out of a JSON value. A path that meets an array goes on in each of its elements.
 * `taken` names the paths that were there: an absent note is not a withheld one.
 */
export function withhold(
  data: Json,
  paths: readonly string[],
): { readonly data: Json; readonly taken: readonly string[] } {
  let rest = data
  const taken: string[] = []
  for (const path of new Set(paths)) {
    const next = without(rest, path.split('.'))
    if (next === rest) continue
    rest = next
    taken.push(path)
  }
  return { data: rest, taken }
}

/** The same value (same reference) where the path leads nowhere. */
function without(value: Json, path: readonly string[]): Json {
  const [key, ...rest] = path
  if (key === undefined || value === null || typeof value !== 'object') return value
  if (isList(value)) {
    const items = value.map((item) => without(item, path))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!Object.hasOwn(value, key)) return value
  if (rest.length === 0) {
    const { [key]: _, ...others } = value
    return others
  }
  const before = value[key] ?? null
  const after = without(before, rest)
  return after === before ? value : { ...value, [key]: after }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
