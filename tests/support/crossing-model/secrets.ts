import type { RulePack } from '../../../edge/domain/control/rule-pack.ts'
import { withheldFrom } from '../../../edge/domain/control/sharing.ts'
import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'
import type { Occurrence } from '../../../edge/domain/crossing/evolve.ts'
import { explainCrossing } from '../../../edge/domain/crossing/explain-crossing.ts'
import type { CrossingState } from '../../../edge/domain/crossing/state.ts'
import { otherParty, type Party } from '../../../edge/domain/party.ts'
import { kinds } from '../crossing-sequences.ts'
import { officer } from '../crossing-spec.ts'
import { fail } from './fail.ts'

/** Notes, hits, risk rules and papers of one Party stand on no screen and in no stream of the other. */
export function secretsKept(
  viewer: Party,
  state: CrossingState,
  journal: readonly Occurrence[],
  rules: RulePack,
  facts: readonly CrossingEvent[],
): void {
  const hidden = journal.flatMap(({ event, actor }) =>
    event.type === 'ControlCompleted' &&
    event.data.note?.startsWith('secret-') &&
    event.data.control.kind === 'customs' &&
    actor.kind === 'officer' &&
    actor.party !== viewer
      ? [{ event, actor, note: event.data.note }]
      : [],
  )
  if (state.status === 'none') return
  const screens = kinds.map((body) =>
    JSON.stringify(explainCrossing('c', state, officer(viewer, body), rules)),
  )
  const other = otherParty(viewer)
  const shownRules = (screen: string) => screen.split('"selectedBy":"secret-rule"').length - 1
  const own = state.steps.filter(({ control, selected }) => control.party === viewer && selected !== null)
  if (screens.some((screen) => shownRules(screen) > own.length))
    fail(`the screen of ${viewer} shows a risk rule of ${other}`, facts)
  for (const { paper, readUnder } of state.papers) {
    if (!readUnder.includes(viewer) && screens.some((screen) => screen.includes(`secret-paper-${paper}`)))
      fail(`the screen of ${viewer} shows a paper of ${other}`, facts)
  }
  if (screens.some((screen) => screen.includes(`secret-hit-${other}`)))
    fail(`the screen of ${viewer} shows a hit of ${other}`, facts)
  for (const { event, actor } of journal) {
    const kept = withheldFrom(viewer, event, actor, rules)
    if (
      event.type === 'VehiclePaperRead' &&
      event.data.lawInForce === other &&
      kept !== null &&
      !kept.includes('text')
    )
      fail(`the stream of ${viewer} holds a paper of ${other}`, facts)
    if (
      event.type === 'ControlSelected' &&
      event.data.control.party === other &&
      kept !== null &&
      !kept.includes('rule')
    )
      fail(`the stream of ${viewer} holds a risk rule of ${other}`, facts)
    if (event.type === 'WatchHit' && event.data.party === other && withheldFrom(viewer, event, actor, rules))
      fail(`the stream of ${viewer} holds a hit of ${other}`, facts)
  }
  for (const { event, actor, note } of hidden) {
    if (screens.some((screen) => screen.includes(`"${note}"`)))
      fail(`the screen of ${viewer} shows ${note}`, facts)
    const withheld = withheldFrom(viewer, event, actor, rules)
    if (withheld !== null && !withheld.includes('note')) fail(`the stream of ${viewer} holds ${note}`, facts)
  }
}
