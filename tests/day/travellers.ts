import { printMrz } from '../../edge/domain/identity/mrz/print.ts'
import type { Party } from '../../edge/domain/party.ts'
import { type DocumentReadData, readDocument } from '../../edge/lane/document.ts'
import type { Chance } from './chance.ts'

export interface Traveller {
  readonly plate: string
  readonly country: 'KZ' | 'KG'
  readonly documents: readonly DocumentReadData[]
}

/** What lists name: a vehicle by its plate, or a person by the number of the document. */
export const listed = {
  rescue: '112RSC02',
  'service-staff': '500STF08',
  'tourist-group': 'TG0000001',
  resident: 'RS0000001',
  wanted: { KAZ: '666WKZ02', KGZ: '01666WKG', both: '777WBB02' },
} as const

export interface Wishes {
  readonly plate?: string
  /** Number of the first document. */
  readonly document?: string
  readonly citizenship?: Party
  /** Document code of the first document (P). */
  readonly code?: string
  readonly persons?: number
}

/** A vehicle with the persons in it; their papers are printed, and read as a reader's lines are. */
export function travellerOf(chance: Chance, today: string, wishes: Wishes = {}): Traveller {
  const citizenship = wishes.citizenship ?? chance.oneOf<Party>(['KAZ', 'KGZ'])
  const kazakh = chance.next() < 0.5
  const digits = String(chance.between(100, 999))
  const plate = wishes.plate ?? (kazakh ? `${digits}ABC02` : `01${digits}ABC`)
  const documents = Array.from({ length: wishes.persons ?? 1 }, (_, index): DocumentReadData => {
    const number = index === 0 ? wishes.document : undefined
    const lines = printMrz(
      {
        documentCode: index === 0 ? (wishes.code ?? 'P') : 'P',
        issuingState: citizenship,
        documentNumber: number ?? `N${String(chance.between(1_000_000, 9_999_999))}X`,
        nationality: citizenship,
        surname: chance.oneOf(['AKHMETOV', 'OMUROVA', 'SERIK', 'TOKTOGULOV']),
        givenNames: chance.oneOf(['AIDAR', 'AIGUL', 'BAKYT', 'DANA']),
        sex: chance.oneOf(['F', 'M']),
        birth: `${chance.between(50, 99)}0${chance.between(1, 9)}1${chance.between(0, 9)}`,
        expiry: '310101',
        optionalData1: '',
        optionalData2: '',
      },
      'TD3',
    )
    const read = readDocument(lines, today)
    if (!read.ok) throw new Error(`a printed document does not read: ${read.code}`)
    return read.data
  })
  return { plate, country: plate.startsWith('01') ? 'KG' : 'KZ', documents }
}
