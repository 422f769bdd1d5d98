import type { DocumentFormat } from './types.ts'

/**
 * What a field may hold (9303-3, 4.3): `digits` and `check` only digits, `birth` digits or fillers for
 * unknown parts, `letters` no digits, `mixed` everything.
 */
export type FieldContent = 'letters' | 'digits' | 'birth' | 'sex' | 'mixed' | 'check'

export type FieldName =
  | 'documentCode'
  | 'issuingState'
  | 'names'
  | 'documentNumber'
  | 'documentNumberCheck'
  | 'nationality'
  | 'birth'
  | 'birthCheck'
  | 'sex'
  | 'expiry'
  | 'expiryCheck'
  | 'optionalData1'
  | 'optionalData2'
  | 'optionalDataCheck'
  | 'composite'

/** Place of a field: 0-based line, columns `start` to before `end`. */
export interface FieldPlace {
  readonly line: number
  readonly start: number
  readonly end: number
  readonly content: FieldContent
}

export interface Layout {
  readonly format: DocumentFormat
  readonly lineCount: 2 | 3
  readonly width: 30 | 36 | 44
  /** First letters that a document code of this format may have. */
  readonly codeLetters: string
  readonly fields: Readonly<Partial<Record<FieldName, FieldPlace>>>
  /** Parts that the composite check digit covers, in order; empty where there is none (visas). */
  readonly composite: readonly Omit<FieldPlace, 'content'>[]
  /** A number longer than nine signs goes on in the optional data (9303-5, 9303-6). */
  readonly longNumbers: boolean
}

function at(line: number, start: number, end: number, content: FieldContent): FieldPlace {
  return { line, start, end, content }
}

function span(line: number, start: number, end: number) {
  return { line, start, end }
}

/** Second line of all formats but TD1 up to the expiry check digit. */
const secondLine = {
  documentNumber: at(1, 0, 9, 'mixed'),
  documentNumberCheck: at(1, 9, 10, 'check'),
  nationality: at(1, 10, 13, 'letters'),
  birth: at(1, 13, 19, 'birth'),
  birthCheck: at(1, 19, 20, 'check'),
  sex: at(1, 20, 21, 'sex'),
  expiry: at(1, 21, 27, 'digits'),
  expiryCheck: at(1, 27, 28, 'check'),
} as const

function firstLine(width: number) {
  return {
    documentCode: at(0, 0, 2, 'letters'),
    issuingState: at(0, 2, 5, 'letters'),
    names: at(0, 5, width, 'letters'),
  } as const
}

/** Formats of ICAO Doc 9303: part 5 (TD1), part 6 (TD2), part 4 (TD3), part 7 (visas). */
export const layouts: Readonly<Record<DocumentFormat, Layout>> = {
  TD1: {
    format: 'TD1',
    lineCount: 3,
    width: 30,
    codeLetters: 'ACI',
    fields: {
      documentCode: at(0, 0, 2, 'letters'),
      issuingState: at(0, 2, 5, 'letters'),
      documentNumber: at(0, 5, 14, 'mixed'),
      documentNumberCheck: at(0, 14, 15, 'check'),
      optionalData1: at(0, 15, 30, 'mixed'),
      birth: at(1, 0, 6, 'birth'),
      birthCheck: at(1, 6, 7, 'check'),
      sex: at(1, 7, 8, 'sex'),
      expiry: at(1, 8, 14, 'digits'),
      expiryCheck: at(1, 14, 15, 'check'),
      nationality: at(1, 15, 18, 'letters'),
      optionalData2: at(1, 18, 29, 'mixed'),
      composite: at(1, 29, 30, 'check'),
      names: at(2, 0, 30, 'letters'),
    },
    composite: [span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)],
    longNumbers: true,
  },
  TD2: {
    format: 'TD2',
    lineCount: 2,
    width: 36,
    codeLetters: 'ACI',
    fields: {
      ...firstLine(36),
      ...secondLine,
      optionalData1: at(1, 28, 35, 'mixed'),
      composite: at(1, 35, 36, 'check'),
    },
    composite: [span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)],
    longNumbers: true,
  },
  TD3: {
    format: 'TD3',
    lineCount: 2,
    width: 44,
    codeLetters: 'P',
    fields: {
      ...firstLine(44),
      ...secondLine,
      optionalData1: at(1, 28, 42, 'mixed'),
      optionalDataCheck: at(1, 42, 43, 'check'),
      composite: at(1, 43, 44, 'check'),
    },
    composite: [span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)],
    longNumbers: false,
  },
  'MRV-A': {
    format: 'MRV-A',
    lineCount: 2,
    width: 44,
    codeLetters: 'V',
    fields: { ...firstLine(44), ...secondLine, optionalData1: at(1, 28, 44, 'mixed') },
    composite: [],
    longNumbers: false,
  },
  'MRV-B': {
    format: 'MRV-B',
    lineCount: 2,
    width: 36,
    codeLetters: 'V',
    fields: { ...firstLine(36), ...secondLine, optionalData1: at(1, 28, 36, 'mixed') },
    composite: [],
    longNumbers: false,
  },
}

/** Text of a field, '' where the format has none. */
export function fieldText(lines: readonly string[], layout: Layout, name: FieldName): string {
  const place = layout.fields[name]
  return place === undefined ? '' : textAt(lines, place)
}

export function textAt(
  lines: readonly string[],
  place: { readonly line: number; readonly start: number; readonly end: number },
): string {
  return (lines[place.line] ?? '').slice(place.start, place.end)
}
