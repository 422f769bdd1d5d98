import { type Document, isMap, parseDocument } from 'yaml'
import { nearestName } from './nearest-name.ts'

/** A value from the command line that takes the place of one in the file. */
export interface Override {
  /** The path as typed. */
  readonly typed: string
  /** Where it went in the document. */
  readonly path: readonly string[]
}

interface OverrideFailure {
  readonly typed: string
  readonly problem: string
  readonly allowed: string
  readonly suggestion: string
}

/**
 * Puts `path=value` texts into the document. A path whose first part is no top-level key is tried under
 * `devices`, so that `camera.folder=DIR` reaches the device with the id `camera`.
 */
export function applyOverrides(
  document: Document,
  texts: readonly string[],
  topLevelKeys: readonly string[],
): { readonly applied: readonly Override[]; readonly failures: readonly OverrideFailure[] } {
  const applied: Override[] = []
  const failures: OverrideFailure[] = []
  for (const text of texts) {
    const equals = text.indexOf('=')
    const typed = (equals < 0 ? text : text.slice(0, equals)).trim()
    const fail = (problem: string, allowed = '', suggestion = '') =>
      failures.push({ typed, problem, allowed, suggestion })
    const parts = typed.split('.')
    const [head] = parts
    if (equals < 0 || head === undefined || parts.some((part) => part === '')) {
      fail('is not of the form path=value', 'a dotted path, "=" and a value, e.g. camera.folder=photographs')
      continue
    }
    const devices = deviceIds(document)
    if (!topLevelKeys.includes(head) && !devices.includes(head)) {
      const names = [...topLevelKeys, ...devices]
      fail(`unknown key "${head}"`, names.join(', '), nearestName(head, names))
      continue
    }
    const path = topLevelKeys.includes(head) ? parts : ['devices', ...parts]
    try {
      checkListIndexes(document, path)
      document.setIn(path, document.createNode(readValue(text.slice(equals + 1))))
      applied.push({ typed, path })
    } catch (error) {
      fail(`cannot be set: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { applied, failures }
}

function deviceIds(document: Document): string[] {
  const devices = document.get('devices')
  return isMap(devices) ? devices.items.map((pair) => String(pair.key)) : []
}

/** An index past the end would leave a hole in the list. */
function checkListIndexes(document: Document, path: readonly string[]): void {
  for (let depth = 1; depth < path.length; depth++) {
    const list = document.getIn(path.slice(0, depth), true)
    const index = path[depth]
    if (typeof list !== 'object' || list === null || !('items' in list) || isMap(list)) continue
    const count = (list.items as readonly unknown[]).length
    if (index === undefined || !/^\d{1,4}$/.test(index) || Number(index) > count) {
      throw new RangeError(`"${index}" is not an entry of a list of ${count}, counted from 0`)
    }
  }
}

/**
 * Numbers, true, false, quoted text and flow collections as YAML reads them; everything else is text as it
 * stands, so that file names need no quoting against YAML.
 */
function readValue(text: string): unknown {
  const document = parseDocument(text, { schema: 'core', prettyErrors: false })
  if (document.errors.length > 0 || document.warnings.length > 0) return text
  const plain = !/^\s*["'[{]/.test(text)
  try {
    const value: unknown = document.toJS({ maxAliasCount: 0 })
    return plain && typeof value !== 'number' && typeof value !== 'boolean' ? text : value
  } catch {
    return text
  }
}
