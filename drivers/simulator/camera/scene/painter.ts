import type { Point } from './projection.ts'

export type Rgb = readonly [number, number, number]

/** A flat colour, or one that runs from the top of the shape to its bottom. */
export type Fill = Rgb | readonly [Rgb, Rgb]

export interface Painter {
  /** Fills polygons as one shape: where they overlap nothing is painted twice. Pixels. */
  fill(polygons: readonly (readonly Point[])[], fill: Fill, opacity?: number): void
  line(points: readonly Point[], colour: Rgb, width: number, opacity?: number): void
  /** A glow that fades to nothing at its rim. */
  glow(centre: Point, radiusX: number, radiusY: number, colour: Rgb, opacity: number): void
  /** How dark everything is that is filled or drawn from here on: 0 full light, 1 night without a lamp. */
  dim(share: number): void
  /** A veil over the whole picture that is thinner about `centre`. */
  veil(colour: Rgb, opacity: number, centre: Point, radius: number, opacityAtCentre: number): void
  svg(width: number, height: number): string
}

const isShaded = (fill: Fill): fill is readonly [Rgb, Rgb] => Array.isArray(fill[0])

export const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
]

export const lighter = (colour: Rgb, share: number): Rgb => mix(colour, [255, 255, 255], share)
export const darker = (colour: Rgb, share: number): Rgb => mix(colour, [6, 8, 12], share)

const NIGHT: Rgb = [7, 10, 20]

const css = (colour: Rgb) => `rgb(${colour.map((part) => Math.round(part)).join(',')})`
const round = (value: number) => Math.round(value * 20) / 20

const pathOf = (points: readonly Point[], closed: boolean) =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('') +
  (closed ? 'Z' : '')

export function createPainter(): Painter {
  const shapes: string[] = []
  let darkness = 0
  const definitions: string[] = []

  function define(gradient: (id: string) => string): string {
    const id = `g${definitions.length}`
    definitions.push(gradient(id))
    return `url(#${id})`
  }

  const radial = (colour: Rgb, inner: number, outer: number, rest = '') =>
    define(
      (id) =>
        `<radialGradient id="${id}"${rest}><stop offset="0" stop-color="${css(colour)}" stop-opacity="${inner}"/>` +
        `<stop offset="0.45" stop-color="${css(colour)}" stop-opacity="${inner + (outer - inner) * 0.68}"/>` +
        `<stop offset="1" stop-color="${css(colour)}" stop-opacity="${outer}"/></radialGradient>`,
    )

  const lit = (colour: Rgb) => css(mix(colour, NIGHT, darkness))

  return {
    dim(share) {
      darkness = share
    },
    fill(polygons, fill, opacity = 1) {
      const paint = isShaded(fill)
        ? define(
            (id) =>
              `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${lit(fill[0])}"/>` +
              `<stop offset="1" stop-color="${lit(fill[1])}"/></linearGradient>`,
          )
        : lit(fill)
      const path = polygons.map((polygon) => pathOf(polygon, true)).join('')
      shapes.push(`<path d="${path}" fill="${paint}"${opacity === 1 ? '' : ` fill-opacity="${opacity}"`}/>`)
    },
    line(points, colour, width, opacity = 1) {
      shapes.push(
        `<path d="${pathOf(points, false)}" fill="none" stroke="${lit(colour)}" stroke-width="${round(width)}" ` +
          `stroke-opacity="${opacity}" stroke-linecap="round" stroke-linejoin="round"/>`,
      )
    },
    glow(centre, radiusX, radiusY, colour, opacity) {
      const paint = radial(colour, opacity, 0)
      shapes.push(
        `<ellipse cx="${round(centre.x)}" cy="${round(centre.y)}" rx="${round(radiusX)}" ry="${round(radiusY)}" fill="${paint}"/>`,
      )
    },
    veil(colour, opacity, centre, radius, opacityAtCentre) {
      const where = ` gradientUnits="userSpaceOnUse" cx="${round(centre.x)}" cy="${round(centre.y)}" r="${round(radius)}"`
      shapes.push(
        `<rect width="100%" height="100%" fill="${radial(colour, opacityAtCentre, opacity, where)}"/>`,
      )
    },
    svg(width, height) {
      return (
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
        `<defs>${definitions.join('')}</defs>${shapes.join('')}</svg>`
      )
    },
  }
}
