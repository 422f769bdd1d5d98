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
const pitches = { least: 2.8, most: 6.5, ratio: 1.006 }
const bends = [-1.2, -0.8, -0.4, 0, 0.4, 0.8, 1.2]

/** The pitch and bend on which the phases agree best: turns = offset + linear x + bend x², x from -1 to 1. */
function seekGrid(re: Float32Array, im: Float32Array, steps: number): readonly number[] {
  const dx = 2 / Math.max(1, steps - 1)
  let best = { score: -1, model: [0, 0, 0, 0] as readonly number[] }
  for (let pitch = pitches.least; pitch < pitches.most; pitch *= pitches.ratio) {
    const linear = (steps - 1) / 2 / pitch
    for (const bend of bends) {
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
      for (let s = 0; s < steps; s++) {
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
      const score = Math.hypot(sumRe, sumIm)
      if (score > best.score) {
        best = { score, model: [Math.atan2(sumIm, sumRe) / (2 * Math.PI), linear, bend, 0] }
      }
    }
  }
  return best.model
}

/**
 * Lays a grid of almost even pitch over a strip. Each step tells how far it lies from the middle of its sign; a
 * pitch is sought on which all agree, then bent a little. Long runs of fillers are counted by the grid, not by eye.
 */
export function layGrid(output: LineOutput): SignGrid {
  const { signs, phase, steps, classes } = output
  const inside = Array.from({ length: steps }, (_, s) => 1 - (signs[s * classes + classes - 1] ?? 1))
  const turns = Array.from(
    { length: steps },
    (_, s) => Math.atan2(phase[2 * s + 1] ?? 0, phase[2 * s] ?? 0) / (2 * Math.PI),
  )
  const re = Float32Array.from(turns, (turn, s) => (inside[s] ?? 0) * Math.cos(2 * Math.PI * turn))
  const im = Float32Array.from(turns, (turn, s) => (inside[s] ?? 0) * Math.sin(2 * Math.PI * turn))
  const x = (s: number) => (2 * s) / Math.max(1, steps - 1) - 1
  let model = seekGrid(re, im, steps)
  for (let round = 0; round < 4; round++) {
    const rest = turns.map((turn, s) => ({
      x: x(s),
      y: wrap(turn - valueAt(model, x(s))),
      weight: inside[s] ?? 0,
    }))
    const change = fitPolynomial(rest, round < 2 ? 1 : 3)
    if (change !== null) model = model.map((value, i) => value + (change[i] ?? 0))
  }
  // A sign whose middle lies just beyond an end is still seen by the steps beside it.
  const first = Math.ceil(valueAt(model, -1) - 0.3)
  const last = Math.floor(valueAt(model, 1) + 0.3)
  const at = Array.from({ length: steps }, (_, s) => valueAt(model, x(s)))
  const cells: SignCell[] = []
  const filled: number[] = []
  for (let k = first; k <= Math.min(last, first + 80); k++) {
    const cell = new Float32Array(classes - 1)
    let total = 0
    let within = 0
    for (let s = 0; s < steps; s++) {
      const off = Math.abs((at[s] ?? 0) - k)
      if (off > 0.36) continue
      const weight = 1 - off
      total += weight
      within += weight * (inside[s] ?? 0)
      for (let c = 0; c < classes - 1; c++) {
        cell[c] = (cell[c] ?? 0) + weight * (signs[s * classes + c] ?? 0)
      }
    }
    cells.push(cell.map((value) => (total > 0 ? value / total : 0)))
    filled.push(total > 0 ? within / total : 0)
  }
  return { cells, filled, places: at.map((place) => place - first) }
}

/** The run of `width` cells that is filled best, or null where fewer cells exist. */
export function bestRun(line: LineCells, width: number): LineCells | null {
  let start = -1
  let most = -1
  for (let from = 0; from + width <= line.cells.length; from++) {
    // What is left filled outside of the run speaks against it as much as what is empty within.
    const sum = line.filled.slice(from, from + width).reduce((a, b) => a + b, 0)
    if (sum > most) {
      most = sum
      start = from
    }
  }
  if (start < 0) return null
  return { cells: line.cells.slice(start, start + width), filled: line.filled.slice(start, start + width) }
}

/** Cells that hold a sign. */
export function filledCells(line: LineCells): number {
  return line.filled.filter((value) => value > 0.5).length
}
