import { fitPolynomial, valueAt } from './fit.ts'

/** Probabilities of one cell of the grid: one a sign of the alphabet. */
export type SignCell = Float32Array

export interface LineCells {
  readonly cells: readonly SignCell[]
  /** Probability that a cell holds a sign at all. */
  readonly filled: readonly number[]
}

/** Cells, and for each step of the strip how many cells it lies after the first. */
export interface SignGrid extends LineCells {
  readonly places: readonly number[]
}

/** What the line net says of one strip: `signs` [steps, classes], the last class none; `phase` [steps, 2]. */
export interface LineOutput {
  readonly signs: Float32Array
  readonly phase: Float32Array
  readonly steps: number
  readonly classes: number
}

const wrap = (turns: number) => turns - Math.round(turns)

/** Steps from sign to sign that are sought, and how finely. */
const pitches = { least: 2.8, most: 6.5, ratio: 1.01 }
/** Turns by which the ends lie off an even pitch: a page seen aslant has its signs closer at one end. */
const bends = Array.from({ length: 15 }, (_, i) => (i - 7) * 0.4)

interface Phases {
  readonly turns: readonly number[]
  readonly inside: readonly number[]
  readonly re: Float32Array
  readonly im: Float32Array
}

function phasesOf({ signs, phase, steps, classes }: LineOutput): Phases {
  const inside = Array.from({ length: steps }, (_, s) => 1 - (signs[s * classes + classes - 1] ?? 1))
  const turns = inside.map((_, s) => Math.atan2(phase[2 * s + 1] ?? 0, phase[2 * s] ?? 0) / (2 * Math.PI))
  return {
    turns,
    inside,
    re: Float32Array.from(turns, (turn, s) => (inside[s] ?? 0) * Math.cos(2 * Math.PI * turn)),
    im: Float32Array.from(turns, (turn, s) => (inside[s] ?? 0) * Math.sin(2 * Math.PI * turn)),
  }
}

/** Sum of the phases against turns of linear x + bend x², x from -1 to 1 over the steps. */
function agreement({ re, im }: Phases, linear: number, bend: number): { re: number; im: number } {
  const dx = 2 / Math.max(1, re.length - 1)
  // The angle is quadratic in the step: two multiplications turn it on, where a sine a step would be slow.
  const angle = (x: number) => -2 * Math.PI * (linear * x + bend * x * x)
  const first = angle(-1)
  const turn = angle(-1 + dx) - first
  const change = -4 * Math.PI * bend * dx * dx
  let cos = Math.cos(first)
  let sin = Math.sin(first)
  let turnCos = Math.cos(turn)
  let turnSin = Math.sin(turn)
  const changeCos = Math.cos(change)
  const changeSin = Math.sin(change)
  let sumRe = 0
  let sumIm = 0
  for (let s = 0; s < re.length; s++) {
    const a = re[s] ?? 0
    const b = im[s] ?? 0
    sumRe += a * cos - b * sin
    sumIm += a * sin + b * cos
    const nextCos = cos * turnCos - sin * turnSin
    sin = cos * turnSin + sin * turnCos
    cos = nextCos
    const nextTurn = turnCos * changeCos - turnSin * changeSin
    turnSin = turnCos * changeSin + turnSin * changeCos
    turnCos = nextTurn
  }
  return { re: sumRe, im: sumIm }
}

/** The pitch and bend on which the phases of all lines agree best, each line with an offset of its own. */
function seekGrid(lines: readonly Phases[], steps: number): readonly number[] {
  let best = { score: -1, model: [0, 0, 0, 0] as readonly number[] }
  for (let pitch = pitches.least; pitch < pitches.most; pitch *= pitches.ratio) {
    const linear = (steps - 1) / 2 / pitch
    for (const bend of bends) {
      const sums = lines.map((line) => agreement(line, linear, bend))
      const score = sums.reduce((total, sum) => total + Math.hypot(sum.re, sum.im), 0)
      if (score > best.score) best = { score, model: [0, linear, bend, 0] }
    }
  }
  return best.model
}

/**
 * Lays one grid of almost even pitch over the strips of a zone, whose signs stand in columns. Each step tells how
 * far it lies from the middle of its sign; a pitch is sought on which all lines agree, then bent a little, and each
 * line may lie a little aside. Long runs of fillers are counted by the grid, not by eye. Column i is the same in all.
 */
export function layGrids(outputs: readonly LineOutput[]): readonly SignGrid[] {
  const steps = outputs[0]?.steps ?? 0
  const x = Array.from({ length: steps }, (_, s) => (2 * s) / Math.max(1, steps - 1) - 1)
  const lines = outputs.map(phasesOf)
  let model = seekGrid(lines, steps)
  let offsets = lines.map((line) => {
    const sum = agreement(line, model[1] ?? 0, model[2] ?? 0)
    return Math.atan2(sum.im, sum.re) / (2 * Math.PI)
  })
  const base = offsets[0] ?? 0
  // Columns are common: no line lies more than half a sign aside of the first.
  offsets = offsets.map((offset) => base + wrap(offset - base))
  const restOf = ({ turns, inside }: Phases, i: number, own: readonly number[]) =>
    turns.map((turn, s) => {
      const at = x[s] ?? 0
      const expected = valueAt(model, at) + (offsets[i] ?? 0) + valueAt(own, at)
      return { x: at, y: wrap(turn - expected), weight: inside[s] ?? 0 }
    })
  for (let round = 0; round < 4; round++) {
    const change = fitPolynomial(
      lines.flatMap((line, i) => restOf(line, i, [0])),
      round < 2 ? 1 : 3,
    )
    if (change !== null) model = model.map((value, i) => value + (change[i] ?? 0))
    offsets = offsets.map((offset, i) => {
      const line = lines[i]
      return offset + ((line && fitPolynomial(restOf(line, i, [0]), 0))?.[0] ?? 0)
    })
  }
  const placed = lines.map((line, i) => {
    const own = fitPolynomial(restOf(line, i, [0]), 1) ?? [0]
    return x.map((at) => valueAt(model, at) + (offsets[i] ?? 0) + valueAt(own, at))
  })
  // A sign whose middle lies just beyond an end is still seen by the steps beside it.
  const first = Math.min(...placed.map((places) => Math.ceil((places[0] ?? 0) - 0.3)))
  const last = Math.max(...placed.map((places) => Math.floor((places.at(-1) ?? 0) + 0.3)))
  return outputs.map((output, i) => {
    const places = (placed[i] ?? []).map((place) => place - first)
    return { ...cellsAt(output, lines[i]?.inside ?? [], places, Math.min(last - first + 1, 80)), places }
  })
}

/** The cells of a line whose steps stand at `places`. */
function cellsAt(
  { signs, classes }: LineOutput,
  inside: readonly number[],
  places: readonly number[],
  count: number,
): LineCells {
  const cells = Array.from({ length: count }, () => new Float32Array(classes - 1))
  const filled = new Array<number>(count).fill(0)
  const totals = new Array<number>(count).fill(0)
  for (const [s, place] of places.entries()) {
    const k = Math.round(place)
    const cell = cells[k]
    const off = Math.abs(place - k)
    if (cell === undefined || off > 0.36) continue
    const weight = 1 - off
    totals[k] = (totals[k] ?? 0) + weight
    filled[k] = (filled[k] ?? 0) + weight * (inside[s] ?? 0)
    for (let c = 0; c < classes - 1; c++) cell[c] = (cell[c] ?? 0) + weight * (signs[s * classes + c] ?? 0)
  }
  return {
    cells: cells.map((cell, k) => cell.map((value) => value / (totals[k] || 1))),
    filled: filled.map((value, k) => value / (totals[k] || 1)),
  }
}

/** The run of `width` columns that is filled best over all lines, or null where fewer exist. */
export function bestRun(lines: readonly LineCells[], width: number): readonly LineCells[] | null {
  const columns = Math.min(...lines.map(({ cells }) => cells.length))
  let start = -1
  let most = -1
  for (let from = 0; from + width <= columns; from++) {
    const sum = lines
      .flatMap(({ filled }) => filled.slice(from, from + width))
      .reduce((total, value) => total + value, 0)
    if (sum > most) {
      most = sum
      start = from
    }
  }
  if (start < 0) return null
  return lines.map(({ cells, filled }) => ({
    cells: cells.slice(start, start + width),
    filled: filled.slice(start, start + width),
  }))
}

/** Cells that hold a sign. */
export function filledCells(line: LineCells): number {
  return line.filled.filter((value) => value > 0.5).length
}

/** Mean probability of the likeliest sign over the cells that hold one; 0 where none does. */
export function meanOfSigns(lines: readonly LineCells[]): number {
  const best = lines.flatMap(({ cells, filled }) =>
    cells.flatMap((cell, k) => ((filled[k] ?? 0) > 0.5 ? Math.max(...cell) : [])),
  )
  return best.length === 0 ? 0 : best.reduce((sum, value) => sum + value, 0) / best.length
}
