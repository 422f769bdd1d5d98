import { type Face, type FaceName, outlineGlyph } from './face.ts'
import { mix, type Painter, type Rgb } from './painter.ts'
import type { Box, PlateLayout } from './plate-layout.ts'
import { ellipse, type Point, roundCorners } from './projection.ts'
import { between } from './random.ts'

const INK: Rgb = [20, 21, 25]
const KZ_BLUE: Rgb = [0, 155, 190]
const KG_RED: Rgb = [205, 30, 45]
const SUN: Rgb = [250, 205, 50]

const corners = ({ x, y, width, height }: Box): Point[] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
]

/**
 * Paints a plate. `place` takes millimetres of the plate to pixels of the picture; `shade` 0 to 1 is how far
 * the plate is from full light.
 */
export function paintPlate(
  painter: Painter,
  layout: PlateLayout,
  faces: Readonly<Record<FaceName, Face>>,
  place: (point: Point) => Point,
  shade: number,
): void {
  const { width, height } = layout
  const lit = (colour: Rgb) => mix(colour, [16, 18, 24], shade)
  const fill = (polygons: readonly (readonly Point[])[], colour: Rgb, opacity = 1) =>
    painter.fill(
      polygons.map((polygon) => polygon.map(place)),
      lit(colour),
      opacity,
    )
  const rounded = (x: number, y: number, w: number, h: number, radius: number) =>
    roundCorners(corners({ x, y, width: w, height: h }), radius)

  fill([rounded(-9, -8, width + 18, height + 20, 8)], [28, 29, 32])
  fill([rounded(0, 0, width, height, 9)], layout.paper)
  fill([rounded(2.5, 2.5, width - 5, height - 5, 8)], INK)
  fill([rounded(5, 5, width - 10, height - 10, 6)], layout.paper)
  fill(layout.rules.map(corners), INK)
  if (layout.flag !== null) {
    const { box, country } = layout.flag
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    fill([corners(box)], country === 'KZ' ? KZ_BLUE : KG_RED)
    fill([ellipse(middle.x, middle.y - 1, box.height * 0.28, box.height * 0.28)], SUN)
    if (country === 'KZ') {
      const wing = { x: middle.x - 12, y: middle.y + 8 }
      fill([[wing, { x: middle.x, y: middle.y + 11 }, { x: wing.x + 24, y: wing.y }]], SUN)
    }
  }
  const face = faces[layout.face]
  const signs = layout.slots.flatMap(({ text, box }) => setText(face, text, box))
  fill(signs, INK)
  for (const x of [width * 0.2, width * 0.8]) fill([ellipse(x, 9, 3.2, 3.2, 10)], [120, 122, 125])
  // The lower edge of the frame, where dealers print their name.
  fill([corners({ x: 0, y: height + 1, width, height: 2 })], [70, 72, 76])
}

/** The outlines of a text centred in its box, narrowed where it would not fit. Millimetres. */
function setText(face: Face, text: string, box: Box): Point[][] {
  const scale = box.height / face.digitHeight
  const glyphs = [...text].flatMap((sign) => face.glyphs[sign] ?? [])
  const natural = glyphs.reduce((sum, glyph) => sum + glyph.advance * scale, 0)
  const squeeze = Math.min(1, box.width / natural)
  const spare = Math.max(0, box.width - natural)
  const gap = glyphs.length < 2 ? 0 : Math.min(spare / glyphs.length, box.height * 0.09)
  let cursor = box.x + (box.width - natural * squeeze - gap * (glyphs.length - 1)) / 2
  return glyphs.flatMap((glyph) => {
    const left = cursor
    cursor += glyph.advance * scale * squeeze + gap
    return outlineGlyph(glyph, face.strokeWidth).map((polygon) =>
      polygon.map(({ x, y }) => ({ x: left + x * scale * squeeze, y: box.y + y * scale })),
    )
  })
}

/** Specks and a film of road dirt; `amount` 0 to 1. The lower half gets more. */
export function paintDirt(
  painter: Painter,
  layout: { readonly width: number; readonly height: number },
  place: (point: Point) => Point,
  amount: number,
  random: () => number,
): void {
  if (amount <= 0) return
  const mud: Rgb = [112, 98, 78]
  painter.fill([corners({ x: 0, y: 0, ...layout }).map(place)], mud, amount * 0.3)
  const specks = Array.from({ length: Math.round(amount * 90) }, () => {
    const y = layout.height * Math.sqrt(random())
    const radius = between(0.8, 2 + amount * 5, random)
    return ellipse(layout.width * random(), y, radius * between(0.7, 1.6, random), radius, 9).map(place)
  })
  painter.fill(specks, mud, 0.35 + amount * 0.4)
}
