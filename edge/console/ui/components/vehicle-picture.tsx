import { useState } from 'preact/hooks'
import type { Corners } from '../../../domain/crossing/events.ts'
import type { LaneView } from '../../../ports/lane.ts'
import { useStore } from '../model/store.ts'
import { trustOf } from './trust.ts'

interface Shown {
  readonly source: string
  readonly kept: boolean
  readonly plates: readonly { readonly corners: Corners; readonly trust: string }[]
}

/** The kept picture of the crossing's plate; before there is one, what the camera sees now. */
export function VehiclePicture({ lane, view }: { readonly lane: string; readonly view: LaneView }) {
  const { t } = useStore().say.value
  const [size, setSize] = useState<readonly [number, number] | null>(null)
  const shown = choose(lane, view)
  if (shown === null) return <div class="picture picture-none">{t.picture.none}</div>
  return (
    <figure class="picture">
      <img
        src={shown.source}
        alt={t.picture.alt}
        onLoad={(event) => {
          const { naturalWidth, naturalHeight } = event.currentTarget
          setSize([naturalWidth, naturalHeight])
        }}
      />
      {size !== null && (
        <svg viewBox={`0 0 ${size[0]} ${size[1]}`} class="corners" aria-hidden="true">
          {shown.plates.map(({ corners, trust }) => (
            <g key={corners.join(' ')} class={`trust-${trust}`}>
              <polygon points={corners.map((point) => point.join(',')).join(' ')} />
              {corners.map(([x, y]) => (
                <circle key={`${x},${y}`} cx={x} cy={y} r={size[0] / 130} />
              ))}
            </g>
          ))}
        </svg>
      )}
      <figcaption>{shown.kept ? t.picture.evidence : t.picture.live}</figcaption>
    </figure>
  )
}

function choose(lane: string, { crossing, camera }: LaneView): Shown | null {
  const plate = crossing?.plate
  if (plate?.frame) {
    const plates = plate.corners === null ? [] : [{ corners: plate.corners, trust: trustOf(plate) }]
    return { source: `/api/v1/evidence/${plate.frame.sha256}`, kept: true, plates }
  }
  if (camera.frame === null) return null
  return {
    source: `/api/v1/lanes/${encodeURIComponent(lane)}/picture?frame=${camera.frame}`,
    kept: false,
    plates: camera.plates.map((found) => ({ corners: found.corners, trust: trustOf(found) })),
  }
}
