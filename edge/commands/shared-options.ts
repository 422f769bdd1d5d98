import { Option } from 'commander'

const levels = ['debug', 'info', 'warn', 'error', 'silent']

export function logLevel(standard: string): Option {
  return new Option('--log-level <level>', 'least level that is logged').choices(levels).default(standard)
}

/** Takes an option that may be given more than once. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}
