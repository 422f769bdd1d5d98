export interface BackoffOptions {
  /** Milliseconds of the first wait, before jitter. */
  readonly firstMs: number
  readonly maxMs: number
}

/**
 * Wait before the next try, doubled with each failure in a row, with half of it left to chance so that
 * a checkpoint's gateways do not come back all at once.
 */
export function backoffMs(
  failures: number,
  { firstMs, maxMs }: BackoffOptions,
  random: () => number,
): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(failures, 30))
  return full * (0.5 + random() / 2)
}
