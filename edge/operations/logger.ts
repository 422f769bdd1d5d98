import { type DestinationStream, pino } from 'pino'
import type { Log } from '../ports/log.ts'

/** Structured log on standard error: standard output belongs to the answers of commands. */
export function createLogger(level: string, destination?: DestinationStream): Log {
  return pino({ level, base: null }, destination ?? pino.destination({ dest: 2, sync: false }))
}
