import { createPrivateKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { loadRulePack } from '../../config/load-rule-pack.ts'
import { signatureFile } from '../../config/rule-pack-signatures.ts'
import type { Party } from '../domain/party.ts'
import { type PartyKeys, partyKey, signContent } from '../ports/party-signature.ts'
import { readText } from './public-keys.ts'

/** Signature (base64) of a rule pack as it is written. `privateKey`: PEM of an ed25519 key. */
export function signRulePack(file: string, privateKey: string): string {
  const { written } = loadRulePack(file)
  return signContent('rule-pack', JSON.parse(written), createPrivateKey(privateKey))
}

/** `ayaldama rule-pack sign`: writes the signature of one Party beside the pack. */
export function signRulePackCommand(
  file: string,
  { party, key }: { readonly party: Party; readonly key: string },
): number {
  const place = signatureFile(file, party)
  writeFileSync(place, `${signRulePack(file, readText(key))}\n`)
  process.stdout.write(`${place}\n`)
  return 0
}

/** `ayaldama rule-pack verify`: throws with what is wrong; prints the pack where both signatures fit. */
export function verifyRulePackCommand(file: string, keys: Readonly<Partial<Record<Party, string>>>): number {
  const known: PartyKeys = {
    ...(keys.KAZ !== undefined && { KAZ: partyKey(keys.KAZ) }),
    ...(keys.KGZ !== undefined && { KGZ: partyKey(keys.KGZ) }),
  }
  const { ref, pack } = loadRulePack(file, { keys: known, draft: false })
  process.stdout.write(
    `${ref.name} ${ref.version}, from ${pack.effectiveFrom}, sha256 ${ref.sha256}: signed by KAZ and KGZ\n`,
  )
  return 0
}
