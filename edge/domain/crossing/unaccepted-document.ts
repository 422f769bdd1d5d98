import { isAcceptedDocument } from '../control/accepted-documents.ts'
import { type Choices, type Decision, reject } from './decision.ts'
import type { OpenCrossing } from './state.ts'

/** BR 17.1: a person whose document does not serve here; persons who are held are dealt with apart. */
export function unacceptedDocument(state: OpenCrossing, choices: Choices): Decision | null {
  const found = state.documents.find(
    ({ document, format, fields }) =>
      !format.startsWith('MRV') &&
      !state.heldPersons.some((held) => held.document === document) &&
      !isAcceptedDocument(choices, fields, state.localDate, state.category?.category),
  )
  if (!found) return null
  const { documentCode, nationality } = found.fields
  return reject('document.not-accepted', `document ${documentCode} of a citizen of ${nationality}`, [
    { kind: 'driver' },
  ])
}
