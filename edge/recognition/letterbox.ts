import { endianness } from 'node:os'
import type { RawPicture } from './warp.ts'

/** A part of a picture, px. */
export interface Region {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** How a part of a picture lies in the middle of a network's input. */
export interface Letterbox {
  readonly region: Region
  /** Size of the network's input, px. */
  readonly width: number
  readonly height: number
  /** Input px for one px of the picture. */
  readonly scale: number
  /** Size of the shrunk part, and where it begins. */
  readonly innerWidth: number
  readonly innerHeight: number
  readonly left: number
  readonly top: number
}

/** Sides of a network's input are multiples of this, px. */
const grain = 32

const whole = (size: { readonly width: number; readonly height: number }): Region => ({
  left: 0,
  top: 0,
  ...size,
})

/**
 * The part as large as `width` × `height` allows, in the smallest input that holds it: grey bars cost as much
 * time as a picture.
 */
export function letterbox(
  part: Region | { readonly width: number; readonly height: number },
  [width, height]: readonly [number, number],
): Letterbox {
  const region = 'left' in part ? part : whole({ width: part.width, height: part.height })
  const scale = Math.min(width / region.width, height / region.height)
  const innerWidth = Math.max(1, Math.round(region.width * scale))
  const innerHeight = Math.max(1, Math.round(region.height * scale))
  const fitting = (inner: number, most: number) => Math.min(most, Math.ceil(inner / grain) * grain)
  const box = { width: fitting(innerWidth, width), height: fitting(innerHeight, height) }
  return {
    region,
    ...box,
    scale,
    innerWidth,
    innerHeight,
    left: Math.floor((box.width - innerWidth) / 2),
    top: Math.floor((box.height - innerHeight) / 2),
  }
}

/** Where one axis of the input takes its samples: the first px, the one beside it, and the weight of that. */
interface Samples {
  readonly from: Int32Array
  readonly beside: Int32Array
  readonly weight: Float32Array
}

function samplesOf(inner: number, start: number, size: number, step: number): Samples {
  const samples = {
    from: new Int32Array(inner),
    beside: new Int32Array(inner),
    weight: new Float32Array(inner),
  }
  for (let i = 0; i < inner; i++) {
    const at = Math.min(size - 1, Math.max(0, ((i + 0.5) * size) / inner - 0.5))
    const first = Math.floor(at)
    samples.from[i] = (start + first) * step
    samples.beside[i] = (start + Math.min(size - 1, first + 1)) * step
    samples.weight[i] = at - first
  }
  return samples
}

/**
 * Fills `tensor` with the planes R, G, B of 0 to 1 (shape [3, height, width]) of the picture's part;
 * `padLevel` 0 to 255 stands around it. Bilinear down to half the size, means of all px below.
 */
export function fillLetterbox(
  box: Letterbox,
  picture: RawPicture,
  padLevel: number,
  tensor: Float32Array,
): void {
  const plane = box.width * box.height
  if (box.innerWidth < box.width || box.innerHeight < box.height) tensor.fill(padLevel / 255, 0, 3 * plane)
  if (isHalf(box) && isInWords(box, picture)) fillHalfByWords(box, picture, plane, tensor)
  else if (isHalf(box)) fillHalf(box, picture, plane, tensor)
  else if (box.scale < 0.5) fillByMeans(box, picture, plane, tensor)
  else fillBetween(box, picture, plane, tensor)
}

/** 1280 × 720 in 640 × 480, the frame of most cameras, takes a third less time this way. */
function isHalf({ region, innerWidth, innerHeight }: Letterbox): boolean {
  return region.width === 2 * innerWidth && region.height === 2 * innerHeight
}

function fillHalf(box: Letterbox, { data, width }: RawPicture, plane: number, tensor: Float32Array): void {
  const share = 1 / (4 * 255)
  for (let y = 0; y < box.innerHeight; y++) {
    let a = ((box.region.top + 2 * y) * width + box.region.left) * 3
    let b = a + width * 3
    let to = (box.top + y) * box.width + box.left
    for (let x = 0; x < box.innerWidth; x++, a += 6, b += 6, to++) {
      tensor[to] =
        ((data[a] as number) + (data[a + 3] as number) + (data[b] as number) + (data[b + 3] as number)) *
        share
      tensor[to + plane] =
        ((data[a + 1] as number) +
          (data[a + 4] as number) +
          (data[b + 1] as number) +
          (data[b + 4] as number)) *
        share
      tensor[to + 2 * plane] =
        ((data[a + 2] as number) +
          (data[a + 5] as number) +
          (data[b + 2] as number) +
          (data[b + 5] as number)) *
        share
    }
  }
}

/** Whether every pair of px to be halved, with the pair beside it, begins at a word of four bytes. */
function isInWords({ region, innerWidth }: Letterbox, { data, width }: RawPicture): boolean {
  return (
    [data.byteOffset, width, region.left, 2 * innerWidth].every((at) => at % 4 === 0) && endianness() === 'LE'
  )
}

/** Every second byte of a word: sums of two bytes beside one another do not meet. */
const halves = 0x00ff00ff

/** As `fillHalf`, a quarter faster: three words hold four px, and both rows are summed two bytes at a time. */
function fillHalfByWords(
  box: Letterbox,
  { data, width }: RawPicture,
  plane: number,
  tensor: Float32Array,
): void {
  const words = new Int32Array(data.buffer, data.byteOffset, data.length >> 2)
  const share = 1 / (4 * 255)
  const green = plane
  const blue = 2 * plane
  for (let y = 0; y < box.innerHeight; y++) {
    let a = (((box.region.top + 2 * y) * width + box.region.left) * 3) >> 2
    let b = a + ((width * 3) >> 2)
    let to = (box.top + y) * box.width + box.left
    for (let x = 0; x < box.innerWidth; x += 2, a += 3, b += 3, to += 2) {
      const a0 = words[a] as number
      const a1 = words[a + 1] as number
      const a2 = words[a + 2] as number
      const b0 = words[b] as number
      const b1 = words[b + 1] as number
      const b2 = words[b + 2] as number
      // Bytes of four px: r0 g0 b0 r1, g1 b1 r2 g2, b2 r3 g3 b3; first those at even places, then at odd ones.
      const r0b0 = (a0 & halves) + (b0 & halves)
      const g0r1 = ((a0 >>> 8) & halves) + ((b0 >>> 8) & halves)
      const g1r2 = (a1 & halves) + (b1 & halves)
      const b1g2 = ((a1 >>> 8) & halves) + ((b1 >>> 8) & halves)
      const b2g3 = (a2 & halves) + (b2 & halves)
      const r3b3 = ((a2 >>> 8) & halves) + ((b2 >>> 8) & halves)
      tensor[to] = ((r0b0 & 0xffff) + (g0r1 >> 16)) * share
      tensor[to + green] = ((g0r1 & 0xffff) + (g1r2 & 0xffff)) * share
      tensor[to + blue] = ((r0b0 >> 16) + (b1g2 & 0xffff)) * share
      tensor[to + 1] = ((g1r2 >> 16) + (r3b3 & 0xffff)) * share
      tensor[to + 1 + green] = ((b1g2 >> 16) + (b2g3 >> 16)) * share
      tensor[to + 1 + blue] = ((b2g3 & 0xffff) + (r3b3 >> 16)) * share
    }
  }
}

function fillBetween(box: Letterbox, { data, width }: RawPicture, plane: number, tensor: Float32Array): void {
  const across = samplesOf(box.innerWidth, box.region.left, box.region.width, 3)
  const down = samplesOf(box.innerHeight, box.region.top, box.region.height, width * 3)
  // Indices lie within the arrays by construction; the casts keep the loop free of checks for undefined.
  for (let y = 0; y < box.innerHeight; y++) {
    const above = down.from[y] as number
    const below = down.beside[y] as number
    const wy = (down.weight[y] as number) / 255
    const vy = 1 / 255 - wy
    let to = (box.top + y) * box.width + box.left
    for (let x = 0; x < box.innerWidth; x++, to++) {
      const left = across.from[x] as number
      const right = across.beside[x] as number
      const wx = across.weight[x] as number
      const wb = wx * vy
      const wa = vy - wb
      const wd = wx * wy
      const wc = wy - wd
      const a = above + left
      const b = above + right
      const c = below + left
      const d = below + right
      tensor[to] =
        wa * (data[a] as number) +
        wb * (data[b] as number) +
        wc * (data[c] as number) +
        wd * (data[d] as number)
      tensor[to + plane] =
        wa * (data[a + 1] as number) +
        wb * (data[b + 1] as number) +
        wc * (data[c + 1] as number) +
        wd * (data[d + 1] as number)
      tensor[to + 2 * plane] =
        wa * (data[a + 2] as number) +
        wb * (data[b + 2] as number) +
        wc * (data[c + 2] as number) +
        wd * (data[d + 2] as number)
    }
  }
}

function fillByMeans(box: Letterbox, { data, width }: RawPicture, plane: number, tensor: Float32Array): void {
  const { region, innerWidth, innerHeight } = box
  for (let y = 0; y < innerHeight; y++) {
    const y0 = region.top + Math.floor((y * region.height) / innerHeight)
    const y1 = region.top + Math.floor(((y + 1) * region.height) / innerHeight)
    let to = (box.top + y) * box.width + box.left
    for (let x = 0; x < innerWidth; x++, to++) {
      const x0 = region.left + Math.floor((x * region.width) / innerWidth)
      const x1 = region.left + Math.floor(((x + 1) * region.width) / innerWidth)
      let r = 0
      let g = 0
      let b = 0
      for (let row = y0; row < y1; row++) {
        const end = (row * width + x1) * 3
        for (let at = (row * width + x0) * 3; at < end; at += 3) {
          r += data[at] as number
          g += data[at + 1] as number
          b += data[at + 2] as number
        }
      }
      const share = 1 / (255 * (y1 - y0) * (x1 - x0))
      tensor[to] = r * share
      tensor[to + plane] = g * share
      tensor[to + 2 * plane] = b * share
    }
  }
}
