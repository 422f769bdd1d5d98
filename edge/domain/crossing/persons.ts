import type { DocumentFields, DocumentFormat } from '../identity/mrz/types.ts'

/** A person in the vehicle, as the documents tell. */
export interface Person {
  /** Key of the first of the person's documents, by which acts name the person. */
  readonly person: string
  /** Keys of all documents of the person, visas too, in the order of their first reading. */
  readonly documents: readonly string[]
  readonly role: 'driver' | 'passenger'
  /** An officer has said who drives; before, whose document comes first is taken for the driver. */
  readonly named: boolean
}

type Fields = Pick<
  DocumentFields,
  | 'documentCode'
  | 'issuingState'
  | 'documentNumber'
  | 'nationality'
  | 'surname'
  | 'givenNames'
  | 'nameTruncated'
  | 'birth'
  | 'birthDate'
>

/**
 * Whether two readings are of one document: its kind, issuing State, number and birth are equal. Names are under no
 * check digit and read wrongly more often than not, so they do not make two documents of one.
 */
export function sameDocument(a: Fields, b: Fields): boolean {
  return (
    a.documentNumber !== '' &&
    a.documentNumber === b.documentNumber &&
    a.issuingState === b.issuingState &&
    a.documentCode[0] === b.documentCode[0] &&
    a.birth === b.birth
  )
}

/** Whether two documents are of one person, e.g. a passport and its visa: birth, nationality and name are equal. */
export function samePerson(a: Fields, b: Fields): boolean {
  const cut = a.nameTruncated || b.nameTruncated
  const begins = (long: string, short: string) => long.startsWith(short)
  const given = cut
    ? begins(a.givenNames, b.givenNames) || begins(b.givenNames, a.givenNames)
    : a.givenNames === b.givenNames
  return (
    a.birthDate !== null &&
    a.birth === b.birth &&
    a.nationality === b.nationality &&
    a.surname === b.surname &&
    given
  )
}

/** The persons of a crossing, in the order in which they were read. A visa alone makes no person. */
export function personsOf(state: {
  readonly documents: readonly {
    readonly document: string
    readonly format: DocumentFormat
    readonly fields: Fields
  }[]
  /** A document of the person whom an officer named. */
  readonly driver: string | null
}): readonly Person[] {
  const groups: { readonly fields: Fields; readonly documents: string[] }[] = []
  const byKind = state.documents.toSorted((a, b) => Number(isVisa(a.format)) - Number(isVisa(b.format)))
  for (const { document, format, fields } of byKind) {
    const group = groups.find((one) => samePerson(one.fields, fields))
    if (group) group.documents.push(document)
    else if (!isVisa(format)) groups.push({ fields, documents: [document] })
  }
  const named = groups.some(({ documents }) => documents.includes(state.driver ?? ''))
  return groups.map(({ documents }, index) => {
    const drives = named ? documents.includes(state.driver ?? '') : index === 0
    return { person: documents[0] ?? '', documents, role: drives ? 'driver' : 'passenger', named }
  })
}

const isVisa = (format: string) => format.startsWith('MRV')
