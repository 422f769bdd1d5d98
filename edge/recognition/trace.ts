/** Parts of the work on one picture. */
export const stages = ['decode', 'letterbox', 'detector', 'warp', 'reader', 'vote'] as const
export type Stage = (typeof stages)[number]

/** Told what a pipeline does, for its measurement. */
export interface Trace {
  stage(stage: Stage, ms: number): void
  /** One run of a network, with the shape of its input. */
  run(model: 'detector' | 'reader', shape: readonly number[]): void
}

export const noTrace: Trace = { stage: () => {}, run: () => {} }
