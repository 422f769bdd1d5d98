import { accept, type Decision } from './decision.ts'
import type { FindingCommand } from './law-commands.ts'
import { lawInForce, type OpenCrossing, stepOf } from './state.ts'

/** What the lane finds is a fact once; found again it changes nothing. */
export function decideFinding(command: FindingCommand, state: OpenCrossing): Decision {
  switch (command.type) {
    case 'RecordCategory':
      return state.category
        ? accept()
        : accept({ type: 'CategoryAssigned', data: { ...command.found, lawInForce: lawInForce(state) } })
    case 'RecordWatchHit': {
      const { hit } = command
      const known = state.hits.some(
        ({ party, list, entry, matched }) =>
          party === hit.party && list === hit.list && entry === hit.entry && matched === hit.matched,
      )
      return known ? accept() : accept({ type: 'WatchHit', data: hit })
    }
    case 'ApplyRestriction': {
      const { restriction } = command
      return state.restrictions.some((one) => one.restriction === restriction.restriction)
        ? accept()
        : accept({ type: 'RestrictionApplied', data: restriction })
    }
    case 'CeaseRestriction':
      return state.restrictions.some((one) => one.restriction === command.restriction)
        ? accept({ type: 'RestrictionCeased', data: { restriction: command.restriction } })
        : accept()
    case 'SelectControl': {
      const step = stepOf(state, command.control)
      return !step || step.selected !== null
        ? accept()
        : accept({
            type: 'ControlSelected',
            data: { control: command.control, rule: command.rule, article: 'JC 4' },
          })
    }
    case 'RecordMismatch':
      return accept({ type: 'MismatchFound', data: command.mismatch })
    case 'ClearMismatch': {
      const { kind, subject } = command
      return state.mismatches.some((one) => one.kind === kind && one.subject === subject)
        ? accept({ type: 'MismatchCleared', data: { kind, subject } })
        : accept()
    }
    case 'RecordTransit':
      return state.transit ? accept() : accept({ type: 'TransitTimed', data: command.transit })
  }
}
