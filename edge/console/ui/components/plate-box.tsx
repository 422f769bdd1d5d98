import { sortActs } from '../model/acts.ts'
import { type LaneEntry, useStore } from '../model/store.ts'
import { ActButton } from './act-button.tsx'
import { TrustShape } from './shapes.tsx'
import { trustOf } from './trust.ts'

/** The plate as the camera saw it, beside the text that was read from it. */
export function PlateBox({ entry }: { readonly entry: LaneEntry }) {
  const { t, percent, country } = useStore().say.value
  const plate = entry.view.crossing?.plate ?? null
  const { correctPlate } = sortActs(entry.actions)
  const trust = plate === null ? null : trustOf(plate)
  return (
    <div class="plate">
      {plate === null || trust === null ? (
        <p class="muted">{t.plate.none}</p>
      ) : (
        <>
          {plate.crop !== null && (
            <img class="crop" src={`/api/v1/evidence/${plate.crop.sha256}`} alt={t.picture.cropAlt} />
          )}
          <div class="plate-text" data-testid="plate">
            <span class="plate-country">{country(plate.country)}</span>
            <span class="plate-signs">{plate.text}</span>
          </div>
          <div class={`trust trust-${trust}`}>
            <TrustShape trust={trust} />
            <span>
              <strong>{t.plate[trust]}</strong>
              <small>
                {plate.source === 'officer' ? '' : `${percent(plate.confidence)} · `}
                {t.plate.source[plate.source]}
              </small>
            </span>
          </div>
        </>
      )}
      {correctPlate !== null && <ActButton lane={entry.lane} act={correctPlate} slim />}
    </div>
  )
}
