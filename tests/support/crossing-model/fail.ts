import type { CrossingEvent } from '../../../edge/domain/crossing/events.ts'

/** Says the rule and the facts that broke it, as one event a line. */
export function fail(rule: string, events: readonly CrossingEvent[]): never {
  throw new Error(`${rule}\n${events.map((event) => JSON.stringify(event)).join('\n')}`)
}
