import { loadConfiguration } from '../../config/load-configuration.ts'
import { loadOfficers } from '../../config/load-officers.ts'
import { loadRulePack } from '../../config/load-rule-pack.ts'
import { describeErrors } from '../../config/problem.ts'
import { driverRegistry } from '../../drivers/registry.ts'
import { packTrust } from '../composition/rules.ts'

/** `ayaldama check-config`: throws with all problems; prints what the file means where there are none. */
export function checkConfiguration(file: string, set: readonly string[]): number {
  const configuration = loadConfiguration(file, { registry: driverRegistry, set })
  const rules = loadRulePack(configuration.rulePack, packTrust(configuration))
  const { officers } = loadOfficers(configuration.console.officers)
  const { warnings } = configuration
  if (warnings.length > 0) process.stderr.write(`${describeErrors(warnings)}\n`)
  const { devices, lanes } = configuration
  process.stdout.write(
    `${file}: ${lanes.length} lane(s), ${devices.length} device(s), ${officers.length} officer(s), ` +
      `rule pack ${rules.ref.name} ${rules.ref.version}\n`,
  )
  return 0
}
