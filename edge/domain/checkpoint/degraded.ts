import type { Party } from '../party.ts'

export type Missing = 'camera' | 'documentReader' | 'barriers' | 'link'

/** Something that does not work, and what lawfully goes on without it. */
export interface Degradation {
  readonly missing: Missing
  /** Whose link or officers; null for devices. */
  readonly party: Party | null
  /** The article by which work goes on. */
  readonly article: string
  /** The act by which an officer goes on; null: nothing is to be done. */
  readonly goesOnBy: 'CorrectPlate' | 'EnterDocument' | 'WitnessPassage' | 'EnterSeparateControl' | null
}

/** What works, as the lane sees it. `links`: null where a Party has none. */
export interface Working {
  readonly camera: boolean
  readonly documentReader: boolean
  readonly barriers: boolean
  readonly links: Readonly<Record<Party, boolean | null>>
}

/**
 * Degraded mode. A control needs an officer and a document, not a device (BR 17.1): plates and documents are
 * entered by hand with a reason, passages are witnessed. A Party whose line is down gets every fact later, in
 * order (JC 13.1); nothing waits for it.
 */
export function degradations(working: Working): readonly Degradation[] {
  const device = (missing: Missing, article: string, goesOnBy: Degradation['goesOnBy']): Degradation => ({
    ...{ missing, party: null, article, goesOnBy },
  })
  return [
    ...(working.camera ? [] : [device('camera', 'JC 5.1', 'CorrectPlate')]),
    ...(working.documentReader ? [] : [device('documentReader', 'BR 17.1', 'EnterDocument')]),
    ...(working.barriers ? [] : [device('barriers', 'BR 1(19)', 'WitnessPassage')]),
    ...(['KAZ', 'KGZ'] as const)
      .filter((party) => working.links[party] === false)
      .map((party) => ({ missing: 'link' as const, party, article: 'JC 13.1', goesOnBy: null })),
  ]
}
