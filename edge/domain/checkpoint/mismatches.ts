import type { FindingCommand } from '../crossing/law-commands.ts'
import type { Mismatch } from '../crossing/law-events.ts'
import { lawInForce, type OpenCrossing } from '../crossing/state.ts'
import { rankCountries } from '../identity/plate/rank.ts'
import type { Register } from '../registers/register.ts'

/** Cyrillic capitals that stand on plates for their Latin likeness. */
const latin: Readonly<Record<string, string>> = {
  ...{ А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H' },
  ...{ О: 'O', Р: 'P', С: 'C', Т: 'T', У: 'Y', Х: 'X' },
}
/** Words before the plate in the barcodes of papers, where a paper names its fields. */
const plateLabel = /^(?:PLATE|REG(?:ISTRATION)?|GRNZ|GOSNOMER|ГРНЗ|ГОСНОМЕР)$/
/** States whose plates are known well enough to be told from other numbers of a paper without a label. */
const ownStates = ['KZ', 'KG']

/** One sign for those that readers and clerks take for one another: two plates that differ only so are not told apart. */
const folded = (plate: string) => plate.replaceAll('O', '0').replaceAll('I', '1')

/** Plates that a paper states, in canonical text: behind a label, or where a field has the form of a local plate. */
export function platesOfPaper(text: string): readonly string[] {
  const words = text
    .toUpperCase()
    .split(/[\r\n\t|;:,=]+/)
    .map((word) => [...word.replace(/[\s\-_.]/g, '')].map((sign) => latin[sign] ?? sign).join(''))
  const plain = text.toUpperCase().split(/[\r\n\t|;:,=]+/)
  return words.filter((word, i) => {
    const label = (plain[i - 1] ?? '').trim()
    if (plateLabel.test(label)) return /^[A-Z0-9]{2,12}$/.test(word)
    return rankCountries(word).some(({ country }) => ownStates.includes(country))
  })
}

/**
 * JC 4, JC 5.1: where papers, bookings and documents do not agree with the vehicle that stands here. A paper or a
 * booking that names no plate says nothing against any.
 */
export function mismatchesOf(state: OpenCrossing, registers: readonly Register[]): readonly Mismatch[] {
  return [...paperMismatches(state), ...bookingMismatches(state, registers)]
}

function paperMismatches(state: OpenCrossing): readonly Mismatch[] {
  const read = state.plate?.text
  if (read === undefined) return []
  return state.papers.flatMap(({ paper, text, readUnder }): readonly Mismatch[] => {
    const stated = platesOfPaper(text)
    if (stated.length === 0 || stated.some((plate) => folded(plate) === folded(read))) return []
    const law = readUnder[0] ?? lawInForce(state)
    return [
      {
        ...{ kind: 'paperPlate', subject: paper, stated: stated.join(', '), read, list: null },
        ...{ article: 'JC 4', lawInForce: law },
      },
    ]
  })
}

function bookingMismatches(state: OpenCrossing, registers: readonly Register[]): readonly Mismatch[] {
  const plate = state.plate?.text
  const documents = state.documents.map(({ fields }) => fields.documentNumber)
  if (plate === undefined || documents.length === 0) return []
  const law = lawInForce(state)
  const valid = registers.filter(({ from, until }) => from <= state.localDate && state.localDate <= until)
  return valid.flatMap(({ list, entries }): readonly Mismatch[] => {
    const both = entries.flatMap(({ plate: of, document }) =>
      of === null || document === null ? [] : [{ of, document }],
    )
    const rest = { list, article: 'JC 5.1', lawInForce: law } as const
    const ofPlate = both.filter(({ of }) => of === plate)
    if (ofPlate.length > 0) {
      if (ofPlate.some(({ document }) => documents.includes(document))) return []
      const stated = ofPlate.map(({ document }) => document).join(', ')
      const read = documents.join(', ')
      return [{ kind: 'bookingDocument', subject: list, stated, read, ...rest }]
    }
    const ofDocuments = both.filter(({ document }) => documents.includes(document))
    if (ofDocuments.length === 0) return []
    const stated = ofDocuments.map(({ of }) => of).join(', ')
    return [{ kind: 'bookingPlate', subject: list, stated, read: plate, ...rest }]
  })
}

/** What of it the journal does not say yet, and what it says and no longer holds. */
export function mismatchFindings(
  state: OpenCrossing,
  registers: readonly Register[],
): readonly FindingCommand[] {
  const found = mismatchesOf(state, registers)
  const same = (a: Mismatch, b: Mismatch) =>
    a.kind === b.kind && a.subject === b.subject && a.stated === b.stated && a.read === b.read
  return [
    ...found
      .filter((one) => !state.mismatches.some((known) => same(known, one)))
      .map((mismatch) => ({ type: 'RecordMismatch' as const, mismatch })),
    ...state.mismatches
      .filter((known) => !found.some((one) => one.kind === known.kind && one.subject === known.subject))
      .map(({ kind, subject }) => ({ type: 'ClearMismatch' as const, kind, subject })),
  ]
}
