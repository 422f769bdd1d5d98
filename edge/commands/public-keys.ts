import { existsSync, readFileSync } from 'node:fs'
import { keysIn } from '../journal/gateway-key.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { publicKeyOf } from '../ports/proof/tree-head.ts'

/** Public keys of a gateway, one a line, as its centres were given them. Throws `file.unreadable`, `journal.key`. */
export function readPublicKeys(file: string): readonly string[] {
  if (!existsSync(file)) throw new AyaldamaError('file.unreadable', file)
  const keys = keysIn(readFileSync(file, 'utf8'))
  try {
    keys.forEach(publicKeyOf)
  } catch (cause) {
    const detail = 'A public key is base64 of SPKI DER, one a line.'
    throw new AyaldamaError('journal.key', file, detail, { cause })
  }
  return keys
}
