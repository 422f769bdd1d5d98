import { parseConfiguration } from '../../../config/load-configuration.ts'
import { ConfigurationError, describeErrors } from '../../../config/problem.ts'
import { sampleRegistry, wholeLane } from './sample-registry.ts'

/** Lines of messages about a text; [] where it is valid. Named files are not looked at. */
export function messages(text: string, set: readonly string[] = []): string[] {
  try {
    parseConfiguration('lane.yaml', text, { registry: sampleRegistry, checkFiles: false, set })
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return describeErrors(error).split('\n')
    throw error
  }
}

/** The whole lane with texts exchanged; each must be there. */
export function laneWith(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The sample has no ${from}`)
    return text.replace(from, to)
  }, wholeLane)
}
