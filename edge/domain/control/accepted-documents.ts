import { type AcceptedDocumentRule, type Category, inTerm, type RulePack } from './rule-pack.ts'

/** What the rule needs of a travel document. */
export interface PresentedDocument {
  /** Document code as the MRZ has it: `P`, `ID`, `I` … */
  readonly documentCode: string
  readonly nationality: string
}

/**
 * BR 17.1: whether a citizen of this State passes on this document on this day. A pack without rules for the
 * day accepts every document that reads; a rule of the own State goes before the one for everyone (`*`).
 * Rules of a category add to these: listed staff and residents pass on national documents (BR 14.2, 18.3(1)).
 */
export function isAcceptedDocument(
  pack: Pick<RulePack, 'acceptedDocuments'>,
  { documentCode, nationality }: PresentedDocument,
  day: string,
  category: Category = 'ordinary',
): boolean {
  const today = pack.acceptedDocuments.filter((rule) => inTerm(rule, day))
  if (today.length === 0) return true
  const everyone = today.filter(({ categories }) => categories === undefined)
  const listed = today.filter(({ categories }) => categories?.includes(category))
  return [...ofState(everyone, nationality), ...ofState(listed, nationality)].some(({ documents }) =>
    documents.some((code) => documentCode.startsWith(code)),
  )
}

function ofState(
  rules: readonly AcceptedDocumentRule[],
  nationality: string,
): readonly AcceptedDocumentRule[] {
  const own = rules.filter(({ citizenship }) => citizenship === nationality)
  return own.length > 0 ? own : rules.filter(({ citizenship }) => citizenship === '*')
}
