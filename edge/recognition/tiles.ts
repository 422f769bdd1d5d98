import type { Detection } from './detections.ts'
import type { Region } from './letterbox.ts'

/** A tile is seen at half its size: a plate 50 px wide keeps the 25 px that the detector needs. */
const tileScale = 0.5
/** A plate of 50 to 160 px is whole in one of two neighbours; larger ones are found in the whole picture. */
const overlapPx = 160
/** Bounds the time of one frame: 4000 × 3000 takes so many. */
const mostTiles = 16

/** A part of a picture, and the score of the strongest hint in it; 0 for none. */
export interface Tile {
  readonly region: Region
  readonly hint: number
}

/**
 * The parts in which a picture is looked at again, larger; none where the first look, whose network takes `size`, saw
 * all but as large. Parts with hints (weak detections) come first, the strongest before the others.
 */
export function tilesOf(
  picture: { readonly width: number; readonly height: number },
  size: readonly [number, number],
  hints: readonly Detection[],
): readonly Tile[] {
  const [width, height] = size
  if (Math.min(width / picture.width, height / picture.height) > 0.8 * tileScale) return []
  const tile = { width: Math.round(width / tileScale), height: Math.round(height / tileScale) }
  const tiles = starts(picture.height, tile.height).flatMap((top) =>
    starts(picture.width, tile.width).map((left) => ({
      left,
      top,
      width: Math.min(tile.width, picture.width),
      height: Math.min(tile.height, picture.height),
    })),
  )
  return tiles
    .map((region) => ({ region, hint: strongest(region, hints) }))
    .toSorted((a, b) => b.hint - a.hint)
    .slice(0, mostTiles)
}

/** Where parts of `part` px begin that cover `length` px evenly. */
function starts(length: number, part: number): readonly number[] {
  if (part >= length) return [0]
  const count = Math.ceil((length - overlapPx) / (part - overlapPx))
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - part)) / (count - 1)))
}

function strongest({ left, top, width, height }: Region, hints: readonly Detection[]): number {
  return hints.reduce((most, { corners, score }) => {
    const x = corners.reduce((sum, corner) => sum + corner[0], 0) / 4 - left
    const y = corners.reduce((sum, corner) => sum + corner[1], 0) / 4 - top
    return x >= 0 && y >= 0 && x < width && y < height ? Math.max(most, score) : most
  }, 0)
}
