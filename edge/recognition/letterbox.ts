/** How a picture lies in the middle of a network's input. */
export interface Letterbox {
  /** Size of the network's input, px. */
  readonly width: number
  readonly height: number
  /** Input px for one px of the picture. */
  readonly scale: number
  /** Size of the shrunk picture, and where it begins. */
  readonly innerWidth: number
  readonly innerHeight: number
  readonly left: number
  readonly top: number
}

export function letterbox(
  picture: { readonly width: number; readonly height: number },
  [width, height]: readonly [number, number],
): Letterbox {
  const scale = Math.min(width / picture.width, height / picture.height)
  const innerWidth = Math.max(1, Math.round(picture.width * scale))
  const innerHeight = Math.max(1, Math.round(picture.height * scale))
  return {
    width,
    height,
    scale,
    innerWidth,
    innerHeight,
    left: Math.floor((width - innerWidth) / 2),
    top: Math.floor((height - innerHeight) / 2),
  }
}

/**
 * Planes R, G, B of 0 to 1 (shape [3, height, width]) from the shrunk picture (8-bit RGB of the inner
 * size); `padLevel` 0 to 255 fills the rest.
 */
export function letterboxTensor(box: Letterbox, inner: Uint8Array, padLevel: number): Float32Array {
  const plane = box.width * box.height
  const tensor = new Float32Array(3 * plane).fill(padLevel / 255)
  let from = 0
  for (let y = 0; y < box.innerHeight; y++) {
    let to = (box.top + y) * box.width + box.left
    for (let x = 0; x < box.innerWidth; x++, to++, from += 3) {
      tensor[to] = (inner[from] ?? 0) / 255
      tensor[plane + to] = (inner[from + 1] ?? 0) / 255
      tensor[2 * plane + to] = (inner[from + 2] ?? 0) / 255
    }
  }
  return tensor
}
