export interface DecodedText {
  readonly text: string
  /** Probability of each sign of `text`: that of its best step. */
  readonly characters: readonly number[]
}

/**
 * Greedy decoding of a CTC head: the best class of each step, repeats joined, blanks (class 0) dropped.
 * `logits` holds log-probabilities, `steps` × `classes` from `offset`; class i + 1 is sign i of
 * `alphabet`, which need not be one UTF-16 unit long.
 */
export function decodeCtc(
  logits: Float32Array,
  offset: number,
  steps: number,
  classes: number,
  alphabet: readonly string[],
): DecodedText {
  let text = ''
  const characters: number[] = []
  let previous = 0
  for (let step = 0; step < steps; step++) {
    const start = offset + step * classes
    let best = 0
    for (let i = 1; i < classes; i++) {
      if ((logits[start + i] ?? -Infinity) > (logits[start + best] ?? -Infinity)) best = i
    }
    const probability = Math.exp(logits[start + best] ?? -Infinity)
    if (best !== 0 && best === previous) {
      characters.push(Math.max(characters.pop() ?? 0, probability))
    } else if (best !== 0) {
      text += alphabet[best - 1] ?? ''
      characters.push(probability)
    }
    previous = best
  }
  return { text, characters }
}
