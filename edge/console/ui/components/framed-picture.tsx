import { useState } from 'preact/hooks'
import type { Corners } from '../../../domain/crossing/events.ts'
import type { LaneView } from '../../../ports/lane.ts'
import { useStore } from '../model/store.ts'
import type { Trust } from './shapes.tsx'
import { trustOf } from './trust.ts'

export interface Framed {
  readonly source: string
  readonly plates: readonly { readonly corners: Corners; readonly trust: Trust }[]
}

/** What the lane's camera sees now, with the corners that the detector found; null where nobody may look. */
export function cameraNow({ lane, camera }: LaneView): Framed | null {
  if (camera.frame === null) return null
  return {
    source: `/api/v1/lanes/${encodeURIComponent(lane)}/picture?frame=${camera.frame}`,
    plates: camera.plates.map((found) => ({ corners: found.corners, trust: trustOf(found) })),
  }
}

/** A picture with the corners of its plates drawn. */
export function FramedPicture({ shown, caption }: { readonly shown: Framed; readonly caption?: string }) {
  const { t } = useStore().say.value
  const [size, setSize] = useState<readonly [number, number] | null>(null)
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
      {caption !== undefined && <figcaption>{caption}</figcaption>}
    </figure>
  )
}
