import type { ControlKind, Party } from './party.ts'

/** Who can make a refused command possible. */
export type Unblocker =
  | { readonly kind: 'officer'; readonly party: Party; readonly body?: ControlKind }
  | { readonly kind: 'technician' }
  | { readonly kind: 'driver' }
  | { readonly kind: 'device'; readonly device: string }
  | { readonly kind: 'nobody' }

/**
 * Every refusal code of the lane, with the article or rule that it comes from.
 * JC: agreement on joint control, 2006. BR: agreement on the regime of the border, 2017.
 * IL n: rule n of the barrier interlock (`domain/barrier/interlock.ts`).
 */
export const refusalTable = {
  'crossing.already-open': { article: 'JC 1', message: 'The lane already works a crossing.' },
  'crossing.none': { article: 'JC 1', message: 'No crossing is open in this lane.' },
  'crossing.closed': { article: 'JC 1', message: 'The crossing is closed.' },
  'crossing.decided': { article: 'JC 7.1', message: 'The crossing is already decided.' },
  'crossing.not-decided': { article: 'BR 1(19)', message: 'No decision admits the vehicle yet.' },
  'crossing.not-identified': { article: 'BR 17.1', message: 'No document has been read for the crossing.' },
  'crossing.not-passed': { article: 'BR 1(19)', message: 'The passage of the vehicle is not confirmed.' },
  'officer.not-signed-in': { article: 'JC 12', message: 'Only a signed-in officer may do this.' },
  'officer.wrong-party': { article: 'JC 3', message: 'This act belongs to the other Party.' },
  'officer.wrong-body': { article: 'JC 9.1', message: 'This control belongs to another controlling body.' },
  'control.unknown': { article: 'JC 8', message: 'The rule pack plans no such control.' },
  'control.exit-not-concluded': { article: 'JC 7.1', message: 'Exit control is not concluded.' },
  'control.exit-concluded': {
    article: 'JC 7.1',
    message: 'Exit control is concluded; its law no longer applies.',
  },
  'control.not-started': { article: 'JC 9.2', message: 'The control has not been started.' },
  'control.already-started': { article: 'JC 1', message: 'The control is already under way.' },
  'control.already-completed': { article: 'JC 1', message: 'The control is done; a repeat needs a reason.' },
  'control.open': { article: 'JC 7.1', message: 'A control of this Party is still open.' },
  'control.border-cannot-be-waived': { article: 'JC 4', message: 'Border control is never waived.' },
  'control.reason-required': { article: 'BR 17.2', message: 'This act needs a stated reason.' },
  'control.detained': { article: 'JC 14.1', message: 'A control detains the vehicle, a person or goods.' },
  'plate.invalid': { article: 'JC 5.1', message: 'The plate is not written in canonical form.' },
  'refusal.not-refused': { article: 'BR 17.2', message: 'The entry Party has not refused the vehicle.' },
  'refusal.not-accepted': { article: 'BR 17.2', message: 'The exit Party has not accepted readmission.' },
  'barrier.safety-input-not-clear': {
    article: 'IL 1',
    message: 'A loop or photocell is occupied, stale or unknown.',
  },
  'barrier.hold-off': { article: 'IL 2', message: 'The way has been clear for less than the hold-off.' },
  'barrier.restart-unproven': {
    article: 'IL 3',
    message: 'Since the restart no whole passage or confirmation was seen.',
  },
  'barrier.outputs-exclusive': { article: 'IL 4', message: 'The opposite output is not proven off.' },
  'barrier.position-fault': { article: 'IL 5', message: 'The limit switches contradict one another.' },
  'barrier.travel-fault': { article: 'IL 6', message: 'The boom missed its limit in twice its travel time.' },
  'barrier.startup': { article: 'IL 7', message: 'The barrier has not been read since start.' },
  'barrier.emergency-latched': { article: 'IL 8', message: 'The emergency stop is latched.' },
  'barrier.other-not-closed': { article: 'IL 9', message: 'The other barrier is not confirmed closed.' },
  'barrier.moving': { article: 'IL 4', message: 'The boom is moving.' },
  'barrier.no-permit': { article: 'BR 1(19)', message: 'No journalled decision permits this passage.' },
  'barrier.device-offline': { article: 'IL 1', message: 'The barrier controller does not answer.' },
  'lane.closed': { article: 'JC 6', message: 'The lane is closed.' },
  'lane.fault': { article: 'IL 6', message: 'The lane has a fault.' },
} as const satisfies Record<string, { article: string; message: string }>

export type RefusalCode = keyof typeof refusalTable

/** Why a command was not carried out; shown to officers as it stands. */
export interface Refusal {
  readonly code: RefusalCode
  readonly article: string
  /** English text of the code; the console translates by code. */
  readonly message: string
  /** The fact of this crossing that stands in the way, e.g. `control KAZ customs is started`. */
  readonly fact: string
  readonly whoCanUnblock: readonly Unblocker[]
}

export function refuse(code: RefusalCode, fact: string, whoCanUnblock: readonly Unblocker[]): Refusal {
  const { article, message } = refusalTable[code]
  return { code, article, message, fact, whoCanUnblock }
}
