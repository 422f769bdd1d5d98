import sharp from 'sharp'

/** A picture in a few bytes: grey levels of a coarse grid, which noise does not reach. */
export type Impression = Uint8Array

const columns = 64
const rows = 36
/** Grey levels by which a cell must differ, the light of the whole picture taken out. */
const leastChange = 14
/** Share of cells that must differ: a plate of a far vehicle covers about as much. */
const leastShare = 0.004

/** Takes a JPEG's impression at a fraction of the time of its decoding. Throws what sharp throws. */
export async function impressionOf(picture: Uint8Array): Promise<Impression> {
  return await sharp(picture)
    .resize(columns, rows, { fit: 'fill' })
    .greyscale()
    .extractChannel(0)
    .raw()
    .toBuffer()
}

/**
 * Whether something moved between two pictures of one camera. A change of the whole light (cloud, exposure, headlamps
 * afar) moves nothing; two impressions of different kinds do.
 */
export function hasMoved(before: Impression, after: Impression): boolean {
  if (before.length !== after.length) return true
  const mean = (of: Impression) => of.reduce((sum, level) => sum + level, 0) / of.length
  const gain = (mean(before) + 1) / (mean(after) + 1)
  let changed = 0
  for (let i = 0; i < after.length; i++) {
    if (Math.abs((after[i] ?? 0) * gain - (before[i] ?? 0)) > leastChange) changed += 1
  }
  return changed >= leastShare * after.length
}
