import type { LawCommand } from './law-commands.ts'
import type { IncidentRecord } from './law-events.ts'
import type { OpenCrossing } from './state.ts'

/** BR 33: what the crossing shows of an incident: reads, pictures, steps and officers as they stand now. */
export function incidentRecord(
  command: Extract<LawCommand, { type: 'OpenIncident' }>,
  state: OpenCrossing,
): IncidentRecord {
  const { kind, place, causes, participants = [], witnesses = [], by } = command
  const { plate, documents, steps } = state
  const officers = steps.flatMap(({ officer }) => (officer ? [officer.officer] : []))
  return {
    ...{ kind, place, causes, participants, witnesses },
    openedBy: by.party,
    plate: plate?.text ?? null,
    documents: documents.map(({ fields }) => fields.documentNumber),
    exhibits: [plate?.frame, plate?.crop].flatMap((picture) => (picture ? [picture] : [])),
    steps: steps.map((step) => ({
      control: { party: step.control.party, kind: step.control.kind },
      state: step.state,
      decision: step.decision,
      startedAt: step.startedAt,
      endedAt: step.endedAt,
      officer: step.officer?.officer ?? null,
    })),
    officers: [...new Set([...officers, by.officer])],
  }
}
