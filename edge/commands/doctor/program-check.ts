import Database from 'better-sqlite3'
import { about, type Finding, messageOf } from './finding.ts'

type NativePart = readonly [name: string, load: () => Promise<unknown>]

/** Parts with machine code: what a copied or half-updated `node_modules` breaks first. */
const nativeParts: readonly NativePart[] = [
  ['better-sqlite3', async () => new Database(':memory:').close()],
  ['serialport', () => import('serialport')],
  ['node-hid', () => import('node-hid')],
  ['sharp', () => import('sharp')],
  ['onnxruntime-node', () => import('onnxruntime-node')],
]

export async function checkProgram(parts: readonly NativePart[] = nativeParts): Promise<readonly Finding[]> {
  const findings: Finding[] = [about('program', 'node').ok(`${process.version} ${process.arch}`)]
  for (const [name, load] of parts) {
    const part = about('program', name)
    try {
      await load()
      findings.push(part.ok('loads'))
    } catch (error) {
      findings.push(
        part.problem(
          `does not load: ${messageOf(error)}`,
          'Install the package again; from sources: npm ci with the Node of this project.',
        ),
      )
    }
  }
  return findings
}
