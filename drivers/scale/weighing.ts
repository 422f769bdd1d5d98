import type { Indication } from './codec.ts'

export interface WeighingSettings {
  /** The platform counts as empty below. */
  readonly leastKg: number
  /** How long the weight must have stood. */
  readonly settleMs: number
  /** Readings that differ by no more count as the same, where the scale does not say itself that it rests. */
  readonly toleranceKg: number
}

export interface Settled {
  readonly kilograms: number
  readonly net: boolean
}

/** Told each indication; answers with a weight once a vehicle, when it has come to rest. */
export interface Weighing {
  take(indication: Indication, at: number): Settled | null
  /** The line was lost: nobody knows what stood on the platform meanwhile. */
  forget(): void
}

/** A vehicle that drives on gives wrong numbers: only a weight that stood still for `settleMs` is one. */
export function createWeighing({ leastKg, settleMs, toleranceKg }: WeighingSettings): Weighing {
  let rest: { readonly kilograms: number; readonly since: number } | null = null
  let told = false

  return {
    take({ kilograms, stable, net, outOfRange }, at) {
      if (outOfRange || kilograms < leastKg) {
        rest = null
        if (!outOfRange) told = false
        return null
      }
      if (stable === false) {
        rest = null
        return null
      }
      if (rest === null || Math.abs(kilograms - rest.kilograms) > toleranceKg) rest = { kilograms, since: at }
      if (told || at - rest.since < settleMs) return null
      told = true
      return { kilograms, net }
    },
    forget() {
      rest = null
      told = false
    },
  }
}
