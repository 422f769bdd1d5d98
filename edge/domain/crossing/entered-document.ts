import type { CrossingEvent } from './events.ts'
import type { LawCommand } from './law-commands.ts'

type DocumentReadData = Extract<CrossingEvent, { type: 'DocumentRead' }>['data']

const state = /^[A-Z]{1,3}$/
const day = /^\d{4}-\d{2}-\d{2}$/

/**
 * A travel document as an officer read it with own eyes where no reader works. Nothing of it was checked by
 * a digit, so no check is claimed. null where a field cannot be what it should be.
 */
export function enteredDocument(
  command: Extract<LawCommand, { type: 'EnterDocument' }>,
): DocumentReadData | null {
  const { documentCode, issuingState, documentNumber, nationality, surname, givenNames } = command
  const { birthDate, expiryDate } = command
  if (!/^[A-Z]{1,2}$/.test(documentCode) || !state.test(issuingState) || !state.test(nationality)) return null
  if (!/^[A-Z0-9]{3,20}$/.test(documentNumber) || surname.trim() === '') return null
  if (!day.test(birthDate) || !day.test(expiryDate)) return null
  const short = (date: string) => date.slice(2).replaceAll('-', '')
  return {
    document: `hand-${issuingState}-${documentNumber}`,
    format: documentCode.startsWith('P') ? 'TD3' : 'TD1',
    lines: [],
    fields: {
      ...{ documentCode, issuingState, documentNumber, nationality, surname, givenNames },
      nameTruncated: false,
      sex: 'unspecified',
      birth: short(birthDate),
      birthDate,
      expiry: short(expiryDate),
      expiryDate,
      optionalData1: '',
      optionalData2: '',
      personalNumber: null,
    },
    checks: [],
    corrections: [],
    accepted: true,
    source: 'officer',
  }
}
