/**
 * The allowed name that a person most likely meant: at most a third of the letters differ
 * (swapped neighbours count once), or one name is the beginning of the other. '' where none is near.
 */
export function nearestName(word: string, names: readonly string[]): string {
  const sought = word.toLowerCase()
  let best = ''
  let bestDistance = Number.POSITIVE_INFINITY
  if (sought.length > 80) return ''
  for (const name of names) {
    const candidate = name.toLowerCase()
    const limit = Math.max(1, Math.floor(Math.max(sought.length, candidate.length) / 3))
    const distance = differences(sought, candidate)
    if (distance <= limit && distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  if (best !== '' || sought.length < 3) return best
  return names.find((name) => name.toLowerCase().startsWith(sought)) ?? ''
}

/** Optimal string alignment: insertions, deletions, replacements, swaps of neighbours. */
function differences(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + change,
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      }
      current.push(cost)
    }
    before = previous
    previous = current
  }
  return previous[b.length] ?? 0
}
