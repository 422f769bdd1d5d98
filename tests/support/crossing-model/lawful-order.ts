import type { RulePack } from '../../../edge/domain/control/rule-pack.ts'
import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import type { CrossingState } from '../../../edge/domain/crossing/state.ts'
import { otherParty, type Party, parties } from '../../../edge/domain/party.ts'
import { aloneBy, controlsDone, holdsVehicle, mayNotPass } from './facts.ts'
import { fail } from './fail.ts'

/** What must have been in the journal before a fact may follow. Reads facts alone, never the state's phase. */
export function lawful(
  event: CrossingEvent,
  before: readonly CrossingEvent[],
  state: CrossingState,
  exit: Party,
  rules: RulePack,
): void {
  const was = (...types: readonly CrossingEvent['type'][]) => before.some(({ type }) => types.includes(type))
  const host = aloneBy(before)
  const concluded =
    before.findLastIndex(({ type }) => type === 'ExitControlConcluded') >
    before.findLastIndex(({ type }) => type === 'ExitControlReopened')
  const outcomes = ['CrossingReleased', 'CrossingRefused', 'CrossingReturned', 'CrossingDetained'] as const
  const after = [...before, event]
  /** Whose law applies while controls run: JC 7.1, and JC 15 under separate control. */
  const law = host ?? (concluded ? otherParty(exit) : exit)
  switch (event.type) {
    case 'ControlStarted':
    case 'ControlCompleted':
    case 'ControlWaived':
      if (was(...outcomes)) fail('a control after the outcome', after)
      if (host !== null && event.data.control.party !== host)
        fail('JC 15: a control of the absent Party under separate control', after)
      if (host === null && event.data.control.party !== exit && !concluded && !rules.swappedOrder)
        fail('JC 7.1: entry control before conclusion', after)
      if (host === null && event.data.control.party === exit && concluded)
        fail('JC 7.1: exit control after conclusion', after)
      if (event.type === 'ControlWaived' && event.data.control.kind === 'border')
        fail('JC 4: border control waived', after)
      if (event.data.lawInForce !== law) fail('JC 3: wrong law in force', after)
      if (
        event.type === 'ControlCompleted' &&
        event.data.control.kind === 'border' &&
        rules.documentRequired &&
        event.data.decision !== 'recognised' &&
        !was('DocumentRead')
      )
        fail('BR 17.1: border control without a document', after)
      return
    case 'EntryControlStarted':
      if (!concluded && host === null && !rules.swappedOrder)
        fail('JC 7.1: entry step before conclusion', after)
      if (host === exit) fail('JC 15: entry control under separate control of the exit Party', after)
      if (was('EntryControlStarted')) fail('entry control begins once', after)
      return
    case 'ExitControlConcluded':
      if (host === otherParty(exit)) fail('JC 15: concluded by the absent Party', after)
      if (!controlsDone(before, exit, rules)) fail('JC 7.1: concluded over an open exit control', after)
      if (was(...outcomes) || (concluded && host === null))
        fail('concluded after the end of exit control', after)
      if (mayNotPass(before, exit, state, rules)) fail('concluded over what stands against it', after)
      return
    case 'CrossingReleased':
      if (host === null && !concluded) fail('released without conclusion of exit control', after)
      if (!controlsDone(before, host ?? otherParty(exit), rules))
        fail('released over an open entry control', after)
      if (was(...outcomes)) fail('a second outcome', after)
      if (mayNotPass(before, host ?? otherParty(exit), state, rules))
        fail('released over what stands against it', after)
      return
    case 'CrossingRefused':
      if (host === null ? !concluded : host === exit) fail('refused before conclusion', after)
      if (event.data.cause.trim() === '' || event.data.reason.trim() === '')
        fail('BR 17.2: refused without cause and reason', after)
      if (was(...outcomes)) fail('a second outcome', after)
      return
    case 'CrossingReturned': {
      const alone = host !== null && event.data.returnedBy === host
      if (!alone && (concluded || event.data.returnedBy !== exit))
        fail('JC 7.2: returned after conclusion', after)
      if (alone && host !== exit && !was('CrossingRefused')) fail('JC 15: sent back without a refusal', after)
      if (was('CrossingReleased', 'CrossingDetained', 'CrossingReturned')) fail('a second outcome', after)
      if (event.data.reason.trim() === '') fail('returned without a reason', after)
      return
    }
    case 'CrossingTakenOver': {
      const [opened] = before
      if (opened?.type !== 'CrossingOpened' || event.data.takenOverBy !== opened.data.hostParty)
        fail('JC 15: taken over by another than the host', after)
      if (host !== null) fail('JC 15: taken over twice', after)
      if (was('CrossingReleased', 'CrossingReturned', 'CrossingDetained'))
        fail('JC 15: taken over after the outcome', after)
      return
    }
    case 'ReadmissionAccepted':
      if (!was('CrossingRefused') || event.data.acceptedBy !== exit)
        fail('BR 17.2: readmission without refusal', after)
      return
    case 'BarrierOpeningOrdered': {
      const role = event.data.barrier
      if (role === 'approachBarrier' && (was(...outcomes) || (host === null && concluded)))
        fail('admission after exit control', after)
      const detention = before.find((one) => one.type === 'CrossingDetained')
      const detained = detention?.type === 'CrossingDetained' ? detention.data.detainedBy : null
      if (role === 'releaseBarrier' && !was('CrossingReleased') && detained !== otherParty(exit))
        fail('BR 13: release barrier without release', after)
      if (role === 'returnBarrier' && !was('ReadmissionAccepted', 'CrossingReturned') && detained !== exit)
        fail('BR 13: return barrier without decision', after)
      if (parties.some((party) => holdsVehicle(before, party))) fail('a barrier ordered over a hold', after)
      const others = before.flatMap((one) => (one.type === 'BarrierOpeningOrdered' ? [one.data.barrier] : []))
      if (role !== 'approachBarrier' && others.some((one) => one !== role && one !== 'approachBarrier'))
        fail('a permit for the way out and for the way back', after)
      if (
        event.data.permit === 'emergency' ||
        event.data.permit !==
          { approachBarrier: 'admission', releaseBarrier: 'release', returnBarrier: 'return' }[role]
      )
        fail('wrong permit', after)
      if (state.status === 'open' && (state.barriers[role]?.ordered || state.barriers[role]?.passed))
        fail('ordered twice', after)
      return
    }
    case 'PassageConfirmed':
      if (!before.some((one) => one.type === 'BarrierOpened' && one.data.barrier === event.data.barrier))
        fail('passage through a barrier that did not open', after)
      return
    case 'ExitControlReopened':
      if (host !== null) fail('JC 15: reopened under separate control', after)
      if (!concluded || !was('ReopeningRequested')) fail('reopened without being asked for', after)
      if (rules.reopening === 'never') fail('reopened where the pack says never', after)
      if (was(...outcomes)) fail('reopened after an outcome', after)
      return
    case 'ViolationRecorded': {
      const { laws, jurisdiction } = event.data
      if (laws.length === 2 ? jurisdiction !== exit : jurisdiction !== laws[0])
        fail('JC 14: wrong jurisdiction', after)
      return
    }
    case 'CategoryAssigned': {
      const { category, list, equipment } = event.data
      const rule = rules.categories.find((one) => one.category === category)
      if (rule?.listRequired && !list?.trim()) fail('BR 14.2: a category without its list', after)
      if (category === 'rescue' && equipment.length === 0) fail('BR 20.2: rescue without equipment', after)
      if (category === 'transit-section' && rules.transitSections.length === 0)
        fail('BR 18.1(1): transit where no section is named', after)
      return
    }
    case 'CrossingDetained': {
      if (was(...outcomes)) fail('a second outcome', after)
      if (host !== null && event.data.detainedBy !== host) fail('JC 15: detained by the absent Party', after)
      if (host !== null) return
      const violation = before.findLast((one) => one.type === 'ViolationRecorded')
      const jurisdiction = violation?.type === 'ViolationRecorded' ? violation.data.jurisdiction : null
      if (jurisdiction !== null && jurisdiction !== event.data.detainedBy)
        fail('JC 14: detained by the wrong Party', after)
      if (!concluded && event.data.detainedBy !== exit)
        fail('JC 7.1: entry Party detains before conclusion', after)
      return
    }
    case 'CrossingClosed': {
      if (!was(...outcomes)) fail('closed without outcome', after)
      const opens = (role: string, type: string) =>
        before.findLastIndex((one) => one.type === type && 'barrier' in one.data && one.data.barrier === role)
      for (const role of ['approachBarrier', 'releaseBarrier', 'returnBarrier']) {
        if (opens(role, 'BarrierOpened') > opens(role, 'BarrierClosed'))
          fail('closed under an open boom', after)
      }
      return
    }
  }
}
