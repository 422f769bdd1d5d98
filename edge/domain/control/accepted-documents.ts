import { inTerm, type RulePack } from './rule-pack.ts'

/** What the rule needs of a travel document. */
export interface PresentedDocument {
  /** Document code as the MRZ has it: `P`, `ID`, `I` … */
  readonly documentCode: string
  readonly nationality: string
}

/**
 * BR 17.1: whether a citizen of this State passes on this document on this day. A pack without rules for the
 * day accepts every document that reads; a rule of the own State goes before the one for everyone (`*`).
 */
export function isAcceptedDocument(
  pack: Pick<RulePack, 'acceptedDocuments'>,
  { documentCode, nationality }: PresentedDocument,
  day: string,
): boolean {
  const today = pack.acceptedDocuments.filter((rule) => inTerm(rule, day))
  const own = today.filter(({ citizenship }) => citizenship === nationality)
  const rules = own.length > 0 ? own : today.filter(({ citizenship }) => citizenship === '*')
  if (rules.length === 0) return today.length === 0
  return rules.some(({ documents }) => documents.some((code) => documentCode.startsWith(code)))
}
