import type { TestPart } from '../../../domain/maintenance/events.ts'
import type { LaneView } from '../../../ports/lane.ts'
import { fill, type Translator } from '../i18n/translator.ts'
import { useStore } from '../model/store.ts'

/** Both Parties' officers are warned: parts of the lane move without a vehicle and without their word. */
export function MaintenanceNote({ view: { maintenance } }: { readonly view: LaneView }) {
  const say = useStore().say.value
  const texts = say.t.maintenance
  if (maintenance === null) return null
  const { by, since, reason, tried } = maintenance
  return (
    <div class="maintenance-note" role="alert">
      <strong>
        <span aria-hidden="true">⚠</span> {texts.warning}
      </strong>
      <span>
        {by === null
          ? fill(texts.since, { time: say.time(since) })
          : fill(texts.by, { officer: by.officer, party: say.t.partyShort[by.party], time: say.time(since) })}
        {reason !== null && `: “${reason}”`}
      </span>
      {tried !== null && (
        <span>{fill(texts.tried, { part: partName(tried.part, say), time: say.time(tried.at) })}</span>
      )}
    </div>
  )
}

export function partName(part: TestPart, { t }: Translator): string {
  switch (part.kind) {
    case 'barrier':
      return `${t.drawing.barrier[part.barrier]}: ${t.maintenance.act[part.act]}`
    case 'light':
      return t.maintenance.light[part.colour]
    case 'relay':
      return `${part.board}.${part.point}`
  }
}
