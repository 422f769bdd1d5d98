import { setTimeout as pause } from 'node:timers/promises'

/** Waits for what no event tells of; fails after `attempts` looks 10 ms apart. */
export async function eventually(holds: () => boolean, attempts = 500): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (holds()) return
    await pause(10)
  }
  throw new Error(`did not come to hold: ${holds}`)
}
