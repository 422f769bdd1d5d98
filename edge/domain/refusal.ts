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
  'control.reason-required': { article: 'JC 8', message: 'This act needs a stated reason.' },
  'control.detained': { article: 'JC 14.1', message: 'A control detains the vehicle, a person or goods.' },
  'control.place-required': {
    article: 'JC 9.3',
    message: 'A control that is referred names the place and the last day for it.',
  },
  'control.nothing-to-recognise': {
    article: 'JC 4',
    message: 'The other Party has released no control of this kind that could be recognised.',
  },
  'control.other-party-did-it': {
    article: 'JC 1',
    message: 'The other Party has done this control already; a repeat needs a reason.',
  },
  'control.already-called': { article: 'JC 9.1', message: 'The control is called or under way already.' },
  'control.entry-detains-nobody': {
    article: 'JC 7.1',
    message: 'The entry Party detains nobody before exit control is concluded.',
  },
  'reopening.never': { article: 'JC 7.1', message: 'The rules of this checkpoint reopen no exit control.' },
  'reopening.not-concluded': { article: 'JC 7.1', message: 'Exit control is not concluded.' },
  'reopening.requested': { article: 'JC 7.1', message: 'Reopening of exit control is asked for already.' },
  'reopening.not-requested': { article: 'JC 7.1', message: 'The exit Party has not asked for reopening.' },
  'violation.other-jurisdiction': {
    article: 'JC 14.2',
    message: 'The violation is answered for by the law of the other Party.',
  },
  'violation.incomplete': { article: 'JC 14.1', message: 'A violation names the law and what was done.' },
  'passenger.held': { article: 'JC 8', message: 'A person is held, and the vehicle with that person.' },
  'passenger.unknown': { article: 'BR 17.1', message: 'No such document has been read for the crossing.' },
  'passenger.already-held': { article: 'JC 8', message: 'The person is held already.' },
  'passenger.not-held': { article: 'JC 8', message: 'The person is not held by this Party.' },
  'document.not-accepted': {
    article: 'BR 17.1',
    message: 'Citizens of this State do not pass on a document of this kind.',
  },
  'document.invalid': { article: 'BR 17.1', message: 'What was entered by hand is no travel document.' },
  'category.unknown': { article: 'JC 8', message: 'The rules of this checkpoint know no such category.' },
  'category.list-required': { article: 'BR 14.2', message: 'The category needs a list sent in advance.' },
  'category.equipment-required': { article: 'BR 20.2', message: 'Rescue services have a list of equipment.' },
  'category.not-resident': {
    article: 'BR 18.3(1)',
    message: 'Only residents on a list sent in advance pass here.',
  },
  'category.wrong-day': {
    article: 'BR 18.1(2)',
    message: 'Citizens of Kazakhstan pass on even days of the month, citizens of Kyrgyzstan on odd ones.',
  },
  'restriction.in-force': { article: 'BR 11', message: 'A restriction in force forbids this crossing.' },
  'barrier.held': { article: 'JC 8', message: 'An officer holds the vehicle; the barriers stay shut.' },
  'barrier.not-held': { article: 'JC 8', message: 'This Party does not hold the vehicle.' },
  'barrier.other-party-opens': {
    article: 'JC 8',
    message: 'By the rules of this checkpoint the other Party opens this barrier.',
  },
  'device.not-agreed': {
    article: 'JC 5.2',
    message: 'The Parties have not agreed that this Party commands the device.',
  },
  'separate.not-entered': { article: 'JC 15', message: 'The lane is under joint control.' },
  'separate.entered': { article: 'JC 15', message: 'The lane is under separate control already.' },
  'separate.host-alone': {
    article: 'JC 15',
    message: 'Under separate control only the host Party acts here.',
  },
  'transit.not-over': { article: 'BR 15', message: 'No transit over the set time is to be explained.' },
  'incident.incomplete': { article: 'BR 33', message: 'An incident states its kind, place and causes.' },
  'incident.unknown': { article: 'BR 33', message: 'There is no such open incident.' },
  'meeting.none': { article: 'BR 42.1', message: 'No proposal of a meeting waits for an answer.' },
  'notice.not-by-hand': {
    article: 'BR 11(2)',
    message: 'This notice goes out with the act that calls for it.',
  },
  'notice.incomplete': { article: 'BR 34', message: 'A field of the notice is empty.' },
  'notice.too-late': { article: 'BR 11(2)', message: 'The notice comes later than the agreement allows.' },
  'notice.unknown': { article: 'BR 34', message: 'There is no such notice.' },
  'notice.own': { article: 'BR 34', message: 'The other Party confirms or answers this notice.' },
  'notice.received': { article: 'BR 34', message: 'Receipt is confirmed already.' },
  'restriction.term': {
    article: 'BR 11',
    message: 'A restriction states from when and until when it holds.',
  },
  'restriction.lead-time': {
    article: 'BR 11(2)',
    message: 'Outside established places a restriction is told at least 48 hours before.',
  },
  'restriction.goods-required': {
    article: 'BR 25',
    message: 'The restriction names what may not be carried.',
  },
  'restriction.unknown': { article: 'BR 11', message: 'There is no such restriction.' },
  'paper.invalid': { article: 'JC 4', message: 'What was written on paper cannot be right.' },
  'paper.known': { article: 'JC 4', message: 'The form with this number is entered already.' },
  'referral.unknown': { article: 'JC 9.3', message: 'There is no such open referral.' },
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
  'barrier.close-broken-off': {
    article: 'IL 6',
    message: 'A closing was broken off by a fault; an officer confirms that the way is clear.',
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
  'lane.no-room': { article: 'JC 7.3', message: 'The disk has no room for the record of a new crossing.' },
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

/** A refusal under the article of the act itself, where its code stands for acts of several articles. */
export function refuseUnder(article: string, ...reason: Parameters<typeof refuse>): Refusal {
  return { ...refuse(...reason), article }
}
