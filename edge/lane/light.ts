import type { Log } from '../ports/log.ts'
import type { LaneParts } from './lane-parts.ts'

export type LightColour = 'red' | 'green'

/** The lane's traffic light: red and green exclude each other; a failed change is tried again later. */
export interface Light {
  show(colour: LightColour): void
}

export function createLight(
  { lightRed, lightGreen }: Pick<LaneParts['signals'], 'lightRed' | 'lightGreen'>,
  log: Log,
): Light {
  let busy = false
  const change = async (colour: LightColour) => {
    // The colour that must not show goes first, so that never both are lit.
    await (colour === 'green' ? lightRed : lightGreen)?.set(false)
    await (colour === 'green' ? lightGreen : lightRed)?.set(true)
  }
  return {
    show(colour) {
      const lit = colour === 'green' ? lightGreen : lightRed
      const reading = lit?.reading()
      // An unread board is offline: the next tick tries again when it answers.
      if (busy || !reading || reading.value) return
      busy = true
      change(colour)
        .catch((error: unknown) => log.warn({ colour, error: String(error) }, 'light not set'))
        .finally(() => {
          busy = false
        })
    },
  }
}
