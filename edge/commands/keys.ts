import { createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { loadKeyList } from '../../config/load-key-list.ts'
import { signKeyList } from '../central/key-desk.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { type SigningKeyList, signedListSchema } from '../ports/lists.ts'
import { isSignedBy } from '../ports/party-signature.ts'
import { readText } from './public-keys.ts'

/**
 * `ayaldama keys sign`: the authority approves keys of lane PCs. `replaces`, the list that is in force, must be of
 * the same Party and name and of an earlier version; what the new one leaves out is revoked, and is named.
 */
export function signKeysCommand(
  file: string,
  { key, out, replaces }: { readonly key: string; readonly out: string; readonly replaces?: string },
): number {
  const list = loadKeyList(file)
  const before = replaces === undefined ? null : readSignedKeys(replaces).list
  if (before !== null && (before.party !== list.party || before.list !== list.list)) {
    const detail = `It is ${before.list} of ${before.party}, not ${list.list} of ${list.party}.`
    throw new AyaldamaError('list.invalid', replaces ?? '', detail)
  }
  if (before !== null && list.version <= before.version) {
    throw new AyaldamaError(
      'list.invalid',
      file,
      `Version ${before.version} is in force: a later one is due.`,
    )
  }
  const pem = readText(key)
  let signed: ReturnType<typeof signKeyList>
  try {
    signed = signKeyList(list, pem)
  } catch (cause) {
    throw new AyaldamaError('list.signature', key, 'It is no ed25519 private key (PEM).', { cause })
  }
  writeFileSync(out, `${JSON.stringify(signed, undefined, 2)}\n`)
  const has = (keys: SigningKeyList['keys'], one: string) => keys.some((entry) => entry.key === one)
  const lines = [
    ...list.keys
      .filter((entry) => !has(before?.keys ?? [], entry.key))
      .map(({ key: added, holder, from, until }) => `+ ${holder}, ${from} to ${until}: ${added}`),
    ...(before?.keys ?? [])
      .filter((entry) => !has(list.keys, entry.key))
      .map(({ key: gone, holder }) => `- ${holder}, revoked: ${gone}`),
    `${out}: ${list.list} ${list.version} of ${list.party}, ${list.keys.length} keys`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}

/** `ayaldama keys verify`: whether the authority signed this list. Throws `list.signature` where it did not. */
export function verifyKeysCommand(file: string, { authority }: { readonly authority: string }): number {
  const { list, content, signature } = readSignedKeys(file)
  let known: ReturnType<typeof createPublicKey>
  try {
    known = createPublicKey(readText(authority))
  } catch (cause) {
    throw new AyaldamaError('list.signature', authority, 'It is no public key (PEM).', { cause })
  }
  if (!isSignedBy('list', content, signature, known)) {
    throw new AyaldamaError('list.signature', file, `It says that it is of ${list.party}.`)
  }
  const { list: name, version, party, keys } = list
  process.stdout.write(`${name} ${version} of ${party}, ${keys.length} keys: signed\n`)
  return 0
}

function readSignedKeys(file: string): {
  readonly list: SigningKeyList
  readonly content: unknown
  readonly signature: string
} {
  let value: unknown
  try {
    value = JSON.parse(readText(file))
  } catch (cause) {
    if (cause instanceof AyaldamaError) throw cause
    throw new AyaldamaError('list.unreadable', file, 'It is no JSON of content and signature.', { cause })
  }
  const parsed = signedListSchema.safeParse(value)
  if (!parsed.success || parsed.data.content.kind !== 'signing-keys') {
    throw new AyaldamaError('list.invalid', file, 'It is no signed list of keys.')
  }
  const { content, signature } = parsed.data
  return { list: content.signingKeys, content, signature }
}
