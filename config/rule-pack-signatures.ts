import { type Party, parties } from '../edge/domain/party.ts'
import { isSignedBy, type PartyKeys } from '../edge/ports/party-signature.ts'
import type { ConfigurationProblem } from './problem.ts'
import { readTextFile } from './text-file.ts'

/** Whose signatures a rule pack needs (JC 8: the protocol is signed by both Parties). */
export interface PackTrust {
  readonly keys: PartyKeys
  /** A pack that nobody has signed yet is taken: a simulation, or a draft that the configuration allows. */
  readonly draft: boolean
}

/** Beside the pack, one file a Party: `korday.yaml.KAZ.sig`, the base64 of an ed25519 signature. */
export function signatureFile(pack: string, party: Party): string {
  return `${pack}.${party}.sig`
}

/**
 * What stands against a pack: a signature that is missing (unless drafts are allowed), or one that does not
 * fit (never allowed). `content` is the pack as it is written.
 */
export function checkSignatures(
  file: string,
  content: unknown,
  { keys, draft }: PackTrust,
): readonly ConfigurationProblem[] {
  return parties.flatMap((party) => {
    const place = signatureFile(file, party)
    const about = { file: place, line: 1, column: 1, path: '', suggestion: '', override: '' } as const
    const problem = (text: string, allowed: string): readonly ConfigurationProblem[] => [
      { ...about, code: 'config.rule-pack-signature', problem: text, allowed },
    ]
    const key = keys[party]
    const read = readTextFile(place)
    if ('failure' in read) {
      if (draft) return []
      return problem(
        `the rule pack is not signed by ${party}: the signature ${read.failure}`,
        'ayaldama rule-pack sign; or law.draft: true for a pack that is not agreed yet',
      )
    }
    if (key === undefined) {
      return draft ? [] : problem(`there is no key of ${party} to check with`, `law.keys.${party}`)
    }
    return isSignedBy('rule-pack', content, read.text.trim(), key)
      ? []
      : problem(
          `the signature is not that of ${party} over this pack`,
          'a signature of the pack as it is now',
        )
  })
}
