import type { FaceName } from './face.ts'
import type { Rgb } from './painter.ts'

export const plateStyles = ['kz-2012', 'kz-two-line', 'kz-foreign', 'kg-2016', 'kg-foreign', 'plain'] as const

/** `plain`: any text of any country on a white plate. */
export type PlateStyle = (typeof plateStyles)[number]

/** Millimetres from the upper left corner of the plate, y down. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlateLayout {
  readonly width: number
  readonly height: number
  readonly paper: Rgb
  readonly face: FaceName
  readonly slots: readonly { readonly text: string; readonly box: Box }[]
  readonly flag: { readonly country: 'KZ' | 'KG'; readonly box: Box } | null
  readonly rules: readonly Box[]
}

const WHITE: Rgb = [236, 237, 233]
const YELLOW: Rgb = [243, 196, 40]

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height })

const patterns: Readonly<Record<Exclude<PlateStyle, 'plain'>, RegExp>> = {
  'kz-2012': /^(\d{3})([A-Z]{2,3})(\d{2})$/,
  'kz-two-line': /^(\d{3})([A-Z]{2,3})(\d{2})$/,
  'kz-foreign': /^([A-Z])(\d{4})(\d{2})$/,
  'kg-2016': /^(\d{2})(\d{3})([A-Z]{2,3})$/,
  'kg-foreign': /^(\d{2})(\d{4})([A-Z])$/,
}

/** The style that a country's text is commonly set in. */
export function styleOf(country: string, text: string): PlateStyle {
  const candidates: readonly Exclude<PlateStyle, 'plain'>[] =
    country === 'KZ' ? ['kz-2012', 'kz-foreign'] : country === 'KG' ? ['kg-2016', 'kg-foreign'] : []
  return candidates.find((style) => patterns[style].test(text)) ?? 'plain'
}

/**
 * Where everything stands on a plate. `text` is canonical: KZ `123ABC02` with the region last, KG `01123ABC`
 * with the region first. A text that the style cannot hold is set plain.
 * Sizes after ST RK 986-2012 and the Kyrgyz plates of 2016.
 */
export function layoutPlate(style: PlateStyle, text: string): PlateLayout {
  const [, first, second, third] = (style === 'plain' ? null : patterns[style].exec(text)) ?? []
  if (first === undefined || second === undefined || third === undefined) return plain(text)
  const long = { width: 520, height: 112 }
  const kz = {
    ...long,
    face: 'gost',
    flag: { country: 'KZ', box: box(14, 20, 44, 29) },
    rules: [box(417, 3, 3, 106)],
  } as const
  const kzSign = { text: 'KZ', box: box(12, 60, 48, 32) }
  const kgSign = { text: 'KG', box: box(54, 71, 36, 26) }
  switch (style) {
    case 'kz-two-line':
      return {
        width: 280,
        height: 202,
        paper: WHITE,
        face: 'gost',
        flag: { country: 'KZ', box: box(16, 20, 46, 30) },
        slots: [
          { text: 'KZ', box: box(14, 58, 50, 32) },
          { text: first, box: box(84, 16, 180, 78) },
          { text: third, box: box(14, 116, 82, 66) },
          { text: second, box: box(108, 116, 162, 66) },
        ],
        rules: [box(100, 106, 3, 90)],
      }
    case 'kz-foreign':
      return {
        ...kz,
        paper: YELLOW,
        slots: [
          kzSign,
          { text: first, box: box(70, 34, 62, 60) },
          { text: second, box: box(140, 18, 262, 76) },
          { text: third, box: box(424, 26, 90, 64) },
        ],
      }
    case 'kg-2016':
      return {
        ...long,
        paper: WHITE,
        face: 'fe',
        flag: { country: 'KG', box: box(14, 70, 36, 26) },
        slots: [
          { text: first, box: box(10, 12, 80, 50) },
          kgSign,
          { text: second, box: box(104, 17, 184, 78) },
          { text: third, box: box(300, 29, 208, 66) },
        ],
        rules: [box(94, 3, 3, 106)],
      }
    case 'kg-foreign':
      return {
        ...long,
        paper: YELLOW,
        face: 'fe',
        flag: null,
        slots: [
          { text: first, box: box(10, 12, 80, 50) },
          { text: 'KG', box: box(20, 71, 60, 26) },
          { text: second, box: box(108, 17, 250, 78) },
          { text: third, box: box(390, 23, 90, 72) },
        ],
        rules: [box(94, 3, 3, 106)],
      }
    default:
      return {
        ...kz,
        paper: WHITE,
        slots: [
          kzSign,
          { text: first, box: box(68, 18, 162, 76) },
          { text: second, box: box(234, 34, 176, 60) },
          { text: third, box: box(424, 26, 90, 64) },
        ],
      }
  }
}

const plain = (text: string): PlateLayout => ({
  width: 520,
  height: 112,
  paper: WHITE,
  face: 'gost',
  flag: null,
  slots: [{ text, box: box(18, 18, 484, 76) }],
  rules: [],
})
