import { isAcceptedDocument } from '../control/accepted-documents.ts'
import type { RulePack } from '../control/rule-pack.ts'
import { withheldFrom } from '../control/sharing.ts'
import type { OfficerActor } from '../party.ts'
import type { BarrierRole, CrossingEvent } from './events.ts'
import type { CrossingView, StepView } from './explain.ts'
import { personsOf } from './persons.ts'
import { lawInForce, type OpenCrossing, type Step, turn, type VehiclePaper } from './state.ts'

/** The crossing as one officer may see it: what the pack keeps to the other Party is not in it. */
export function explainCrossing(
  crossing: string,
  state: OpenCrossing,
  viewer: OfficerActor,
  pack: RulePack,
): CrossingView {
  const { plate, refusal } = state
  const papers = state.papers.map((paper) => paperView(paper, viewer, pack))
  return {
    crossing,
    phase: state.phase,
    openedAt: state.openedAt,
    rulePack: state.rulePack,
    exitParty: state.exitParty,
    entryParty: state.entryParty,
    lawInForce: lawInForce(state),
    turn: turn(state),
    plate: plate && {
      text: plate.text,
      country: plate.country,
      confidence: plate.confidence,
      accepted: plate.accepted,
      source: plate.source,
      frame: plate.frame ?? null,
      crop: plate.crop ?? null,
      corners: plate.corners ?? null,
    },
    documents: state.documents.map((document) => ({
      ...document,
      held: state.heldPersons.some((one) => one.document === document.document),
      serves:
        document.format.startsWith('MRV') ||
        isAcceptedDocument(pack, document.fields, state.localDate, state.category?.category),
    })),
    weight: state.weight && { kilograms: state.weight.kilograms, weight: state.weight.weight },
    papers,
    persons: personsOf(state),
    mismatches: state.mismatches.map(({ lawInForce: _, ...mismatch }) => {
      const paper = papers.find((one) => mismatch.kind === 'paperPlate' && one.paper === mismatch.subject)
      return { ...mismatch, stated: paper?.text === null ? null : mismatch.stated }
    }),
    steps: state.steps.map((step) => stepView(step, viewer, pack)),
    refusal: refusal && { cause: refusal.cause, reason: refusal.reason, by: refusal.refusedBy },
    outcome: state.outcome,
    ...lawView(state, viewer),
    barriers: (Object.keys(state.barriers) as BarrierRole[]).map((barrier) => ({
      barrier,
      ordered: state.barriers[barrier]?.ordered ?? false,
      opened: state.barriers[barrier]?.opened ?? false,
    })),
  }
}

/** What the agreements add; hits are for the eyes of the Party whose list it is. */
function lawView(state: OpenCrossing, viewer: OfficerActor) {
  const { category, reopening, detention, transit } = state
  return {
    regime: state.regime,
    category: category && {
      category: category.category,
      priority: category.priority,
      article: category.article,
      list: category.list,
      equipment: category.equipment,
    },
    hits: state.hits
      .filter(({ party }) => party === viewer.party)
      .map(({ list, matched, instruction }) => ({ list, matched, instruction })),
    goods: state.goods,
    restrictions: state.restrictions.map(({ party, cause, article }) => ({ party, cause, article })),
    reopening: reopening && { by: reopening.requestedBy, reason: reopening.reason },
    violations: state.violations.map(({ laws, jurisdiction, article, description }) => ({
      ...{ laws, jurisdiction, article, description },
    })),
    detention: detention && {
      by: detention.detainedBy,
      what: detention.what,
      place: detention.place,
      reason: detention.reason,
    },
    holds: state.holds.map(({ heldBy, reason }) => ({ by: heldBy, reason })),
    transit: transit && {
      minutes: transit.minutes,
      limitMinutes: transit.limitMinutes,
      over: transit.over,
      explained: state.transitExplained !== null,
    },
    incidents: state.incidents,
  }
}

function paperView(
  { readUnder, ...paper }: VehiclePaper,
  viewer: OfficerActor,
  pack: RulePack,
): CrossingView['papers'][number] {
  const reader = { kind: 'device', device: paper.source } as const
  const told = readUnder.some((law) => {
    const event = { type: 'VehiclePaperRead', data: { ...paper, lawInForce: law } } as const
    return withheldFrom(viewer.party, event, reader, pack)?.includes('text') === false
  })
  const { paper: key, format, characters, text, page } = paper
  return { paper: key, format, characters, text: told ? text : null, page: (told && page) || null }
}

function stepView(step: Step, viewer: OfficerActor, pack: RulePack): StepView {
  const { control, state, decision, startedAt, endedAt, officer, note } = step
  const hidden = officer ? (withheldFrom(viewer.party, closingEvent(step), officer, pack) ?? ['note']) : []
  return {
    control,
    state,
    decision,
    startedAt,
    endedAt,
    officer: officer?.officer ?? null,
    selected: step.selected !== null,
    selectedBy: control.party === viewer.party ? step.selected : null,
    called: step.called,
    place: step.place,
    note: hidden.includes('note') || hidden.includes('reason') ? null : note,
  }
}

/** The event that carried the note, as the sharing policy knows it. */
function closingEvent({ control, state, decision, note }: Step): CrossingEvent {
  const key = { party: control.party, kind: control.kind }
  return state === 'waived'
    ? { type: 'ControlWaived', data: { control: key, reason: note ?? '', lawInForce: control.party } }
    : {
        type: 'ControlCompleted',
        data: { control: key, decision: decision ?? 'released', note: note ?? '', lawInForce: control.party },
      }
}
