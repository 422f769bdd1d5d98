import type { BarrierRole } from '../crossing/events.ts'
import type { Judged } from './readings.ts'
import type { OpeningPermit, PassageDirection } from './types.ts'

/** From the first sensor occupied to both clear: one vehicle on the line. */
export interface PassageEpisode {
  readonly first: 'loop' | 'photocell' | 'both'
  readonly loop: boolean
  readonly photocell: boolean
  /** The way was seen clear before it: the passage was watched from its beginning. */
  readonly whole: boolean
}

export interface PassageState {
  readonly episode: PassageEpisode | null
  readonly clearSeen: boolean
}

export type PassageResult =
  | { readonly type: 'passage'; readonly whole: boolean }
  | { readonly type: 'wrongWay' }
  | null

export const initialPassage: PassageState = { episode: null, clearSeen: false }

/**
 * Watches one line (loop, then photocell, then both clear) with or without a boom. An unknown sensor neither
 * begins nor ends anything. A loop lies under the photocell, so the two overlap for every vehicle: a loop
 * alone is a vehicle that backed off, a photocell alone a pedestrian.
 * Two sensors cannot tell a vehicle that turned back on the line from one that crossed it.
 * `mayEnd` false keeps a finished episode until the caller lets it end (the boom is not open yet).
 */
export function stepPassage(
  state: PassageState,
  loop: Judged,
  photocell: Judged,
  direction: PassageDirection | null,
  mayEnd: boolean,
): { readonly state: PassageState; readonly result: PassageResult } {
  if (loop === 'unknown' || photocell === 'unknown') return { state, result: null }
  const { episode } = state
  if (loop === 'on' || photocell === 'on') {
    const begun = episode ?? {
      first: loop === 'off' ? 'photocell' : photocell === 'off' ? 'loop' : 'both',
      loop: false,
      photocell: false,
      whole: state.clearSeen,
    }
    const grown: PassageEpisode = {
      ...begun,
      loop: begun.loop || loop === 'on',
      photocell: begun.photocell || photocell === 'on',
    }
    return { state: { ...state, episode: grown }, result: null }
  }
  if (episode !== null && isCrossing(episode) && !mayEnd) {
    return { state: { ...state, clearSeen: true }, result: null }
  }
  const clear: PassageState = { episode: null, clearSeen: true }
  if (episode === null || !isCrossing(episode)) return { state: clear, result: null }
  if (direction === 'forward' && episode.first === 'photocell') {
    return { state: clear, result: { type: 'wrongWay' } }
  }
  return { state: clear, result: { type: 'passage', whole: episode.whole } }
}

/** Both sensors have seen the vehicle. */
export function isCrossing(episode: PassageEpisode): boolean {
  return episode.loop && episode.photocell
}

/** A return through the approach barrier crosses its line from the other side; every other passage is forward. */
export function directionOf(role: BarrierRole, permit: OpeningPermit): PassageDirection {
  return role === 'approachBarrier' && permit === 'return' ? 'backward' : 'forward'
}
