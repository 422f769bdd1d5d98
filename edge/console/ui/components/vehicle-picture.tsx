import type { LaneView } from '../../../ports/lane.ts'
import { useStore } from '../model/store.ts'
import { cameraNow, type Framed, FramedPicture } from './framed-picture.tsx'
import { trustOf } from './trust.ts'

/** The kept picture of the crossing's plate; before there is one, what the camera sees now. */
export function VehiclePicture({ view }: { readonly view: LaneView }) {
  const { t } = useStore().say.value
  const kept = keptOf(view)
  const shown = kept ?? cameraNow(view)
  if (shown === null) return <div class="picture picture-none">{t.picture.none}</div>
  return <FramedPicture shown={shown} caption={kept ? t.picture.evidence : t.picture.live} />
}

function keptOf({ crossing }: LaneView): Framed | null {
  const plate = crossing?.plate
  if (!plate?.frame) return null
  const plates = plate.corners === null ? [] : [{ corners: plate.corners, trust: trustOf(plate) }]
  return { source: `/api/v1/evidence/${plate.frame.sha256}`, plates }
}
