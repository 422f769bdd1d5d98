import { createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { type Party, parties } from '../domain/party.ts'
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

/** Throws `journal.key` for what is no `KAZ=…` or `KGZ=…` of an ed25519 key in base64 of SPKI DER or a PEM file. */
export function partyKeysOf(given: readonly string[]): Partial<Record<Party, KeyObject>> {
  return Object.fromEntries(
    given.map((text) => {
      const [name, ...rest] = text.split('=')
      const party = parties.find((one) => one === name)
      const key = rest.join('=')
      try {
        if (party === undefined) throw new Error(`${name} is no Party.`)
        return [party, existsSync(key) ? createPublicKey(readFileSync(key)) : publicKeyOf(key)]
      } catch (cause) {
        const detail = 'A key of a Party is KAZ= or KGZ= and base64 of SPKI DER, or a PEM file.'
        throw new AyaldamaError('journal.key', text, detail, { cause })
      }
    }),
  )
}

/** The text of a file that a command is given. Throws `file.unreadable`. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AyaldamaError('file.unreadable', file, undefined, { cause })
  }
}
