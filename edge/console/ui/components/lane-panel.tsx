import { useState } from 'preact/hooks'
import { type LaneEntry, useStore } from '../model/store.ts'
import { Acts } from './acts.tsx'
import { CheckpointPanel } from './checkpoint-panel.tsx'
import { CrossingBody } from './crossing-body.tsx'
import { elapsed } from './elapsed.ts'
import { EmergencyOpening } from './emergency-opening.tsx'
import { HeldBy } from './held-by.tsx'
import { BarrierNotes, LaneDrawing } from './lane-drawing.tsx'
import { LawMarks } from './law-marks.tsx'
import { MaintenanceNote } from './maintenance-note.tsx'
import { Modal } from './modal.tsx'
import { PartySign } from './shapes.tsx'

const troubled = new Set(['fault', 'emergency', 'blocked', 'closed', 'maintenance'])

export function LanePanel({ entry }: { readonly entry: LaneEntry }) {
  const store = useStore()
  const { t, lane: laneName, article } = store.say.value
  const { lane, view } = entry
  const { crossing } = view
  const active = store.activeLane.value === lane
  const own = store.session.value?.party
  const [panelOpen, setPanelOpen] = useState(false)
  const { checkpoint } = view
  const unanswered = checkpoint
    ? checkpoint.overdue.length +
      checkpoint.notices.filter((one) => one.from !== own && !one.receivedAt).length
    : 0
  const yourTurn = view.turn !== null && view.turn === own

  const select = () => {
    store.activeLane.value = lane
  }

  return (
    <section
      class={`lane ${active ? 'lane-active' : ''}`}
      aria-label={laneName(lane)}
      data-lane={lane}
      onPointerDown={select}
      onFocusIn={select}
    >
      <header class="lane-head">
        <button type="button" class="lane-name" aria-pressed={active} title={t.lane.select} onClick={select}>
          {laneName(lane)}
        </button>
        <span class="direction">
          <PartySign party={view.exitParty} />
          <span aria-hidden="true">→</span>
          <PartySign party={view.entryParty} />
        </span>
        <span class={`chip ${troubled.has(view.state) ? 'chip-bad' : ''}`} data-testid="state">
          {t.lane.state[view.state]}
        </span>
        <span class="spring" />
        {store.session.value !== null && <EmergencyOpening view={view} />}
        {checkpoint !== null && (
          <button
            type="button"
            class={`tool law-open ${checkpoint.overdue.length > 0 ? 'law-open-overdue' : ''}`}
            data-testid="open-checkpoint"
            title={t.law.title}
            aria-label={`${t.law.title} · ${laneName(lane)}`}
            onClick={() => setPanelOpen(true)}
          >
            <span aria-hidden="true">§</span>
            {unanswered > 0 && <span class="count">{unanswered}</span>}
          </button>
        )}
        {crossing !== null && (
          <span class="elapsed" title={t.lane.elapsed}>
            <span class="hidden">{t.lane.elapsed}</span> {elapsed(crossing.openedAt, store.now.value)}
          </span>
        )}
      </header>

      <div class={`law law-${view.lawInForce ?? 'none'}`}>
        <span class="law-text">
          {view.lawInForce === null ? (
            <span class="muted">{t.lane.noLaw}</span>
          ) : (
            <>
              <strong>{t.party[view.lawInForce]}</strong>
              <small>
                {t.lane.law} · {article('JC 7.1')}
              </small>
            </>
          )}
        </span>
        {view.lawInForce !== null && (
          <span class={`turn ${yourTurn ? 'turn-yours' : ''}`} data-testid="turn">
            {view.turn === null ? (
              <small>{t.lane.noTurn}</small>
            ) : (
              <>
                <small>{yourTurn ? t.lane.yourTurn : t.lane.turn}</small>
                <strong>{t.partyShort[view.turn]}</strong>
              </>
            )}
          </span>
        )}
      </div>

      <MaintenanceNote view={view} />
      {crossing !== null && <HeldBy crossing={crossing} />}
      <div class="lane-body">
        <LawMarks entry={entry} />
        <BarrierNotes view={view} />
        <CrossingBody entry={entry} />
        <LaneDrawing view={view} />
      </div>
      <Acts entry={entry} active={active} />
      {panelOpen && (
        <Modal title={`${t.law.title} · ${laneName(lane)}`} onClose={() => setPanelOpen(false)}>
          <CheckpointPanel entry={entry} />
        </Modal>
      )}
    </section>
  )
}
