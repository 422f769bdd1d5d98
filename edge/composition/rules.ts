import type { Configuration } from '../../config/load-configuration.ts'
import { type LoadedRulePack, loadRulePack, parseWrittenPack } from '../../config/load-rule-pack.ts'
import type { PackTrust } from '../../config/rule-pack-signatures.ts'
import { createRuleBook, type RuleBook, type Rules } from '../domain/control/rule-book.ts'
import { type Party, parties } from '../domain/party.ts'
import type { Journal } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import { partyKey } from '../ports/party-signature.ts'

/** Keys and strictness that the configuration sets for rule packs and lists. */
export function packTrust({ law, gateway }: Configuration): PackTrust {
  const keys = parties.flatMap((party): [Party, PackTrust['keys'][Party]][] => {
    const key = law.keys[party]
    return key === undefined ? [] : [[party, partyKey(key)]]
  })
  return { keys: Object.fromEntries(keys), draft: law.draft || gateway.simulation }
}

/**
 * The packs of the configuration, and those that open crossings began under, which the journal keeps: a
 * crossing that lies across a restart ends by the rules of its beginning (JC 8), whatever the files say now.
 */
export async function openRuleBook(
  configuration: Configuration,
  journal: Pick<Journal, 'openCrossings' | 'putEvidence' | 'getEvidence'>,
  log: Log,
): Promise<RuleBook> {
  const trust = packTrust(configuration)
  const files = [configuration.rulePack, ...configuration.law.laterPacks]
  const current: readonly LoadedRulePack[] = files.map((file) => loadRulePack(file, trust))
  for (const { written } of current) {
    await journal.putEvidence(new TextEncoder().encode(written), 'application/json')
  }
  const former: Rules[] = []
  for (const { crossing, events } of await journal.openCrossings()) {
    const opened = events.find(({ event }) => event.type === 'CrossingOpened')?.event
    if (opened?.type !== 'CrossingOpened') continue
    const { sha256, name, version } = opened.data.rulePack
    if ([...current, ...former].some(({ ref }) => ref.sha256 === sha256)) continue
    const kept = await journal.getEvidence(sha256)
    const rules = kept && parseWrittenPack(new TextDecoder().decode(kept.bytes))
    if (rules) former.push(rules)
    else log.error({ crossing, name, version }, 'the rule pack of an open crossing is lost')
  }
  return createRuleBook(current, former)
}
