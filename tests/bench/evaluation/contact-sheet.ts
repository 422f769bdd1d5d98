import sharp from 'sharp'
import { badness, type PlateScore } from './score.ts'

export interface Suspect {
  readonly file: string
  readonly scores: readonly PlateScore[]
}

const columns = 4
const cell = { width: 340, height: 260 }
const caption = 44

const asXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The pictures with the worst plates first, `most` of them. */
export function worstOf(pictures: readonly Suspect[], most: number): readonly Suspect[] {
  const worst = ({ scores }: Suspect) => Math.max(...scores.map(badness))
  return pictures
    .filter(({ scores }) => scores.length > 0)
    .toSorted((a, b) => worst(b) - worst(a))
    .slice(0, most)
}

/** One PNG: around each picture's worst plate, with what the label says and what was read under it. */
export async function contactSheet(pictures: readonly Suspect[]): Promise<Uint8Array> {
  const rows = Math.max(1, Math.ceil(pictures.length / columns))
  const cells = await Promise.all(
    pictures.map(async (picture, index) => ({
      input: await drawCell(picture),
      left: (index % columns) * cell.width,
      top: Math.floor(index / columns) * cell.height,
    })),
  )
  const size = { width: columns * cell.width, height: rows * cell.height, channels: 3 as const }
  return await sharp({ create: { ...size, background: '#222' } })
    .composite(cells)
    .png()
    .toBuffer()
}

async function drawCell({ file, scores }: Suspect): Promise<Buffer> {
  const worst = scores.toSorted((a, b) => badness(b) - badness(a))[0]
  const { data, info } = await sharp(file)
    .autoOrient()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const view = around(worst, info.width, info.height)
  const inner = { width: cell.width - 8, height: cell.height - caption - 8 }
  const picture = await sharp(data, {
    raw: { width: info.width, height: info.height, channels: info.channels },
  })
    .extract(view)
    .resize(inner.width, inner.height, { fit: 'contain', background: '#222' })
    .png()
    .toBuffer()
  const read = worst?.reading
  const state = worst?.wronglyAccepted
    ? 'WRONGLY ACCEPTED'
    : worst?.found
      ? read?.accepted
        ? 'accepted'
        : ''
      : 'NOT FOUND'
  const said = read
    ? `${read.text || 'unreadable'} ${read.country} ${Math.round(read.confidence * 100)} %`
    : '–'
  const lines = [`${worst?.label.text ?? '(no text)'} → ${said} ${state}`, file.split('/').at(-1) ?? file]
  const words = lines.map(
    (line, i) =>
      `<text x="4" y="${16 + 18 * i}" font-family="sans-serif" font-size="13" fill="#fff">${asXml(line)}</text>`,
  )
  const under = `<svg xmlns="http://www.w3.org/2000/svg" width="${cell.width}" height="${caption}">${words.join('')}</svg>`
  return await sharp({ create: { width: cell.width, height: cell.height, channels: 3, background: '#222' } })
    .composite([
      { input: picture, left: 4, top: 4 },
      { input: Buffer.from(under), left: 0, top: cell.height - caption },
    ])
    .png()
    .toBuffer()
}

/** The part of a picture around its plate: five times its width, within the picture; all of it without a box. */
function around(score: PlateScore | undefined, width: number, height: number) {
  const box = score?.label.box
  if (!box) return { left: 0, top: 0, width, height }
  const wide = Math.min(width, Math.max(160, Math.round(2.5 * (box[2] - box[0]))))
  const high = Math.min(height, Math.round(wide * 0.62))
  const start = (middle: number, size: number, limit: number) =>
    Math.round(Math.min(limit - size, Math.max(0, middle - size / 2)))
  return {
    left: start((box[0] + box[2]) / 2, wide, width),
    top: start((box[1] + box[3]) / 2, high, height),
    width: wide,
    height: high,
  }
}
