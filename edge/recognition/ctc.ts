export interface DecodedText {
  readonly text: string
  /** Probability of each sign of `text`: that of its best step. */
  readonly characters: readonly number[]
}

/** A CTC head's answer to one picture. */
export interface CtcOutput {
  /** 0 to 1, `steps` × `classes` from `offset`. */
  readonly probabilities: Float32Array
  readonly offset: number
  readonly steps: number
  readonly classes: number
  /** Class i + 1 is sign i, class 0 the blank; a sign need not be one UTF-16 unit long. */
  readonly alphabet: readonly string[]
}

interface Sign {
  readonly step: number
  readonly index: number
  readonly probability: number
}

function at({ probabilities, offset, classes }: CtcOutput, step: number, index: number): number {
  return probabilities[offset + step * classes + index] ?? 0
}

/** The best class of each step, repeats joined at their surest step, blanks dropped. */
function bestPath(output: CtcOutput): readonly Sign[] {
  const signs: Sign[] = []
  let previous = 0
  for (let step = 0; step < output.steps; step++) {
    let index = 0
    for (let i = 1; i < output.classes; i++) {
      if (at(output, step, i) > at(output, step, index)) index = i
    }
    const probability = at(output, step, index)
    const last = signs.at(-1)
    if (index !== 0 && index === previous && last) {
      if (probability > last.probability) signs[signs.length - 1] = { step, index, probability }
    } else if (index !== 0) signs.push({ step, index, probability })
    previous = index
  }
  return signs
}

function textOf(signs: readonly Sign[], { alphabet }: CtcOutput): DecodedText {
  return {
    text: signs.map(({ index }) => alphabet[index - 1] ?? '').join(''),
    characters: signs.map(({ probability }) => probability),
  }
}

/** Greedy decoding: the text of the best path. */
export function decodeCtc(output: CtcOutput): DecodedText {
  return textOf(bestPath(output), output)
}

/** A sign that is so much less likely than the best one at its step was not seen. */
const leastShare = 0.005
/** So many doubts are followed, each alone and each with each other one. */
const mostDoubts = 8

/** The texts that the picture may also show: the best path with one or two of its signs replaced by the next likeliest there. */
export function rivalsOf(output: CtcOutput): readonly DecodedText[] {
  const signs = bestPath(output)
  const doubts = signs
    .flatMap((best, place) =>
      output.alphabet.flatMap((_, i) => {
        const probability = at(output, best.step, i + 1)
        const share = probability / best.probability
        const isRival = i + 1 !== best.index && share >= leastShare
        return isRival ? [{ place, sign: { step: best.step, index: i + 1, probability }, share }] : []
      }),
    )
    .toSorted((a, b) => b.share - a.share)
    .slice(0, mostDoubts)
  const pairs = doubts.flatMap((a, i) =>
    doubts.slice(i + 1).flatMap((b) => (a.place === b.place ? [] : [[a, b]])),
  )
  return [...doubts.map((doubt) => [doubt]), ...pairs].map((changes) => {
    const changed = [...signs]
    for (const { place, sign } of changes) changed[place] = sign
    return textOf(changed, output)
  })
}

/** Probability that the picture shows this text: that of all paths that spell it (Graves et al. 2006, 4.1). */
export function probabilityOf(output: CtcOutput, text: string): number {
  const classes = [0, ...[...text].flatMap((sign) => [output.alphabet.indexOf(sign) + 1, 0])]
  const reached = Float64Array.from(classes, (index, i) => (i < 2 ? at(output, 0, index) : 0))
  for (let step = 1; step < output.steps; step++) {
    for (let i = classes.length - 1; i >= 0; i--) {
      const index = classes[i] ?? 0
      const mayJump = index !== 0 && index !== classes[i - 2]
      const from = (reached[i] ?? 0) + (reached[i - 1] ?? 0) + (mayJump ? (reached[i - 2] ?? 0) : 0)
      reached[i] = from * at(output, step, index)
    }
  }
  return (reached.at(-1) ?? 0) + (reached.length > 1 ? (reached.at(-2) ?? 0) : 0)
}
