import type { ActionExplanation } from '../../../domain/crossing/explain.ts'
import type { BadgeAndPin, OfficerRequest } from './api.ts'
import { checkpointActs, type LawAnswers, type LawPlace, lawCommandOf, rareActs } from './law-acts.ts'

export type Act = ActionExplanation['action']

/**
 * Physical keys (`KeyboardEvent.code`), so that they lie in the same place on Latin and Cyrillic
 * keyboards. The key shown on the button is the Latin one.
 */
export const keyOf: Readonly<Partial<Record<Act, string>>> = {
  StartControl: 'S',
  CompleteControl: 'C',
  WaiveControl: 'W',
  ConcludeExitControl: 'E',
  Release: 'R',
  Refuse: 'F',
  AcceptReadmission: 'A',
  Return: 'T',
  OpenBarrier: 'O',
  WitnessPassage: 'V',
  CorrectPlate: 'P',
  RecogniseControl: 'G',
  CallControl: 'K',
  RequestReopening: 'Q',
  AssentReopening: 'N',
  RecordViolation: 'J',
  Detain: 'D',
  HoldVehicle: 'H',
  LiftHold: 'H',
  HoldPassenger: 'B',
  ClearPassenger: 'B',
  AssignCategory: 'Y',
  DeclareGoods: 'U',
  TakeOver: 'X',
  ExplainTransit: 'L',
  OpenIncident: 'I',
  EnterDocument: 'M',
}

/** Opens the list of what can be taken back. */
export const undoKey = 'Z'

export type Tone = 'forward' | 'step' | 'back' | 'plain'

/** How the button looks: the way forward, a step on it, or the way back. */
export function toneOf(act: Act): Tone {
  return tones[act] ?? 'plain'
}

const tones: Readonly<Partial<Record<Act, Tone>>> = {
  // The own control is the rule, the other Party's result a choice beside it (JC 4).
  RecogniseControl: 'plain',
  AssentReopening: 'back',
  Detain: 'back',
  HoldVehicle: 'back',
  HoldPassenger: 'back',
  EnterSeparateControl: 'back',
  DeclareRestriction: 'back',
  ConfirmReceipt: 'step',
  StartControl: 'step',
  CompleteControl: 'step',
  WaiveControl: 'plain',
  ConcludeExitControl: 'forward',
  Release: 'forward',
  Refuse: 'back',
  AcceptReadmission: 'back',
  Return: 'back',
  OpenBarrier: 'plain',
  WitnessPassage: 'plain',
  CorrectPlate: 'plain',
}

const order: readonly Act[] = [
  'StartControl',
  'CompleteControl',
  'RecogniseControl',
  'ConcludeExitControl',
  'Release',
  'AcceptReadmission',
  'Refuse',
  'Return',
  'OpenBarrier',
  'WitnessPassage',
  'AssentReopening',
  'LiftHold',
  'ClearPassenger',
  'ExplainTransit',
  'WaiveControl',
  ...rareActs,
]

export function actId(act: ActionExplanation): string {
  const about =
    act.control === null ? (act.barrier ?? act.subject ?? '') : `${act.control.party}-${act.control.kind}`
  return about === '' ? act.action : `${act.action}-${about}`
}

/** Acts that take another back by a counter-event with its reason: nothing that is on record is overwritten. */
const counterActs: ReadonlySet<Act> = new Set([
  'CorrectPlate',
  'LiftHold',
  'ClearPassenger',
  'RequestReopening',
  'EndSeparateControl',
  'LiftRestriction',
] as const)

/** What the officer can take back now, or with whom: a control that is done is taken up again (JC 1). */
export function counters(acts: readonly ActionExplanation[]): readonly ActionExplanation[] {
  return acts.filter((act) => (counterActs.has(act.action) || isRepeat(act)) && !isRemote(act))
}

export interface SortedActs {
  readonly possible: readonly ActionExplanation[]
  /** Not possible yet: shown with the reason. */
  readonly grey: readonly ActionExplanation[]
  /** What others do, what is over, what nothing calls for, and repeats: shown on demand. */
  readonly folded: readonly ActionExplanation[]
  /** Stands beside the plate. */
  readonly correctPlate: ActionExplanation | null
}

/** A control that is done can be repeated, with a reason (JC 1): a rare act, which never takes the key. */
export function isRepeat(act: ActionExplanation): boolean {
  return act.action === 'StartControl' && act.needs.includes('reason')
}

export function sortActs(acts: readonly ActionExplanation[]): SortedActs {
  const own = acts
    .filter((act) => act.action !== 'CorrectPlate' && !checkpointActs.has(act.action))
    .toSorted((a, b) => rank(a) - rank(b))
  const onDemand = (act: ActionExplanation) => isRepeat(act) || isRemote(act) || rareActs.has(act.action)
  return {
    possible: own.filter((act) => act.refusal === null && !onDemand(act)),
    grey: own.filter((act) => act.refusal !== null && !onDemand(act)),
    folded: own.filter(onDemand),
    correctPlate: acts.find((act) => act.action === 'CorrectPlate') ?? null,
  }
}

/** Acts that wait for one and the same thing, together: the reason is then said once. */
export function byReason(
  acts: readonly ActionExplanation[],
): readonly (readonly [ActionExplanation, ...ActionExplanation[]])[] {
  const groups = new Map<string, [ActionExplanation, ...ActionExplanation[]]>()
  for (const act of acts) {
    const reason = JSON.stringify(act.refusal)
    const group = groups.get(reason)
    if (group === undefined) groups.set(reason, [act])
    else group.push(act)
  }
  return [...groups.values()]
}

function isRemote({ refusal }: ActionExplanation): boolean {
  if (refusal === null) return false
  const foreign = ['officer.wrong-body', 'officer.wrong-party', 'separate.host-alone'].includes(refusal.code)
  const uncalled = refusal.code === 'refusal.not-refused'
  return foreign || uncalled || refusal.whoCanUnblock.every((who) => who.kind === 'nobody')
}

function rank(act: ActionExplanation): number {
  return order.indexOf(act.action) + (isRepeat(act) ? 50 : 0)
}

export interface ActAnswers {
  readonly decision: 'released' | 'referred' | 'detained' | 'recognised'
  readonly reason: string
  readonly note: string
  readonly cause: string
  readonly plate: string
  readonly country: string
  readonly second: BadgeAndPin
  /** Answers to the questions of the law's acts, by name. */
  readonly law: LawAnswers
}

export const noAnswers: ActAnswers = {
  decision: 'released',
  reason: '',
  note: '',
  cause: '',
  plate: '',
  country: '',
  second: { officer: '', pin: '' },
  law: {},
}

/** The command that an act stands for. null: the act lacks what it is about. */
const here: LawPlace = { lane: '', timeZone: 'UTC' }

export function commandOf(
  act: ActionExplanation,
  answers: ActAnswers,
  place: LawPlace = here,
): OfficerRequest | null {
  const { control, barrier } = act
  const reason = answers.reason.trim()
  switch (act.action) {
    case 'StartControl':
      if (control === null) return null
      return { type: act.action, control, ...(reason === '' ? {} : { repeatReason: reason }) }
    case 'CompleteControl': {
      if (control === null) return null
      const note = answers.note.trim()
      const referred = answers.decision === 'referred' && {
        place: (answers.law.place ?? '').trim(),
        followUpBy: answers.law.day ?? '',
      }
      return {
        ...{ type: act.action, control, decision: answers.decision },
        ...(note === '' ? {} : { note }),
        ...referred,
      }
    }
    case 'HandOverShift': {
      const note = answers.note.trim()
      return { type: act.action, ...(note === '' ? {} : { note }) }
    }
    case 'WaiveControl':
      return control === null ? null : { type: act.action, control, reason }
    case 'Refuse':
      return { type: act.action, cause: answers.cause, reason }
    case 'Return':
      return { type: act.action, reason }
    case 'OpenBarrier':
      return barrier === null ? null : { type: act.action, barrier }
    case 'WitnessPassage':
      return barrier === null ? null : { type: act.action, barrier, reason }
    case 'CorrectPlate':
      return {
        type: act.action,
        text: answers.plate.toUpperCase().replace(/[\s-]/g, ''),
        country: answers.country.trim() === '' ? 'unknown' : answers.country.trim().toUpperCase(),
        reason,
      }
    case 'ConcludeExitControl':
    case 'Release':
    case 'AcceptReadmission':
      return { type: act.action }
    default:
      return lawCommandOf(act, reason, answers.law, place)
  }
}
