import { type Document, isCollection, isMap, isScalar, parseDocument } from 'yaml'
import type { ConfigurationEdit, ConfigurationPath } from '../../edge/ports/configuration.ts'
import { AyaldamaError } from '../../edge/ports/errors.ts'
import { dotted } from '../problem.ts'

/**
 * A configuration text with the edits made in it, one after the other. Comments, order and style of what is not
 * edited stay as they are. Throws `config.invalid`, with the place, for an edit that this text has no room for;
 * whether the values are allowed is not looked at here.
 */
export function editText(text: string, edits: readonly ConfigurationEdit[]): string {
  const document = parseDocument(text, { schema: 'core', merge: false, resolveKnownTags: false })
  const [broken] = document.errors
  if (broken) throw new AyaldamaError('config.syntax', 'configuration', broken.message)
  for (const edit of edits) {
    try {
      if (edit.op === 'set') set(document, edit.path, edit.value)
      else document.deleteIn(edit.path)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new AyaldamaError('config.invalid', dotted(edit.path), `It cannot be edited here: ${why}`)
    }
  }
  return document.toString({ lineWidth: 0 })
}

function set(document: Document, path: ConfigurationPath, value: unknown): void {
  const last = path.at(-1)
  if (last === undefined) throw new RangeError('no key is named')
  const parent: unknown = document.getIn(path.slice(0, -1), true)
  if (isCollection(parent) && !isMap(parent)) {
    const count = parent.items.length
    if (typeof last !== 'number' || last > count) throw new RangeError(`the list has ${count} entries`)
  }
  // `devices: {}` was written for want of devices: what comes into it stands on lines of its own.
  const top: unknown = document.get(path[0], true)
  if (isCollection(top) && top.items.length === 0) top.flow = false
  const node: unknown = document.getIn(path, true)
  // The node itself stays, and its comment with it.
  if (isScalar(node) && (typeof value !== 'object' || value === null)) node.value = value
  else document.setIn(path, document.createNode(value))
}
