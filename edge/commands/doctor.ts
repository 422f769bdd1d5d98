import { existsSync } from 'node:fs'
import type { Configuration } from '../../config/load-configuration.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { type Box, thisBox } from './doctor/box.ts'
import { checkBrokers } from './doctor/broker-check.ts'
import { checkCertificates } from './doctor/certificate-check.ts'
import { checkClock } from './doctor/clock-check.ts'
import { checkConfigurationFile } from './doctor/configuration-check.ts'
import { takeDataLock } from './doctor/data-lock.ts'
import { checkDevices } from './doctor/device-check.ts'
import { checkDisk } from './doctor/disk-check.ts'
import { about, type Check, type Finding, messageOf } from './doctor/finding.ts'
import { checkModels, ownModels } from './doctor/models-check.ts'
import { checkPorts } from './doctor/port-check.ts'
import { checkProgram } from './doctor/program-check.ts'

const installed = '/etc/ayaldama/lane.yaml'

/** `ayaldama doctor`: status 1 where something is a problem. */
export async function doctorCommand({
  config,
  set,
  json,
}: {
  readonly config?: string
  readonly set: readonly string[]
  readonly json: boolean
}): Promise<number> {
  const file = config ?? (existsSync(installed) ? installed : undefined)
  const findings = await examine(file, set, thisBox)
  const problems = findings.filter(({ level }) => level === 'problem').length
  const ok = problems === 0
  const whole = { ok, version: packageJson.version, config: file ?? null, findings }
  const warnings = findings.filter(({ level }) => level === 'warning').length
  const lines = json
    ? [JSON.stringify(whole, null, 2)]
    : [
        ...findings.flatMap(listed),
        `${problems} problem(s), ${warnings} warning(s), ${findings.length} looked at`,
      ]
  for (const line of lines) process.stdout.write(`${line}\n`)
  return ok ? 0 : 1
}

function listed({ level, check, subject, what, todo }: Finding): readonly string[] {
  const line = `${level.padEnd(7)}  ${check.padEnd(13)}  ${subject}: ${what}`
  return todo === '' ? [line] : [line, `${' '.repeat(9)}→ ${todo}`]
}

/** Everything, in the order of a repair: the program, its files, the machine, the ports, what is behind them. */
export async function examine(
  file: string | undefined,
  set: readonly string[],
  box: Box,
  patienceMs = 5000,
): Promise<readonly Finding[]> {
  const checked = file === undefined ? undefined : checkConfigurationFile(file, set)
  const configuration = checked?.configuration
  const { findings: models, newest } = await checkModels(configuration?.recognition.models ?? ownModels)
  return [
    ...(await checkProgram()),
    ...(checked?.findings ?? [
      about('configuration', installed).warning('there is none', 'Name one by --config, and see more.'),
    ]),
    ...models,
    ...(await checkClock(box, newest)),
    ...(configuration === undefined ? [] : await examineSite(configuration, box, patienceMs)),
  ]
}

async function examineSite(
  configuration: Configuration,
  box: Box,
  patienceMs: number,
): Promise<readonly Finding[]> {
  const { devices, gateway, replication } = configuration
  const lock = takeDataLock(gateway.data)
  try {
    const gatewayRuns = lock.state !== 'held'
    return [
      ...(await guarded('disk', () => checkDisk(gateway.data))),
      ...(await guarded('port', () => checkPorts(devices, box, { gatewayRuns }))),
      ...(lock.state === 'held'
        ? await guarded('device', () => checkDevices(configuration, box.clock, patienceMs))
        : [notAsked(gateway.data, lock)]),
      ...(await guarded('certificate', () => checkCertificates(configuration, box.clock))),
      ...(await guarded('broker', () => checkBrokers(replication, box.clock))),
    ]
  } finally {
    if (lock.state === 'held') lock.release()
  }
}

/** A check that fails in a way of its own takes none of the others with it. */
async function guarded(
  check: Check,
  look: () => readonly Finding[] | Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look()
  } catch (error) {
    const todo = 'The other findings stand. Report this one.'
    return [about(check, 'all').problem(`could not be looked at: ${messageOf(error)}`, todo)]
  }
}

function notAsked(
  data: string,
  lock: Exclude<ReturnType<typeof takeDataLock>, { readonly state: 'held' }>,
): Finding {
  const devices = about('device', 'all')
  if (lock.state === 'gateway-runs') {
    const todo =
      'The console shows their health. To ask them here, close the lane and: systemctl stop ayaldama.'
    return devices.warning(`not asked: a gateway runs in ${data} and has them open`, todo)
  }
  return devices.warning(
    `not asked: whether a gateway runs is unknown (${lock.why})`,
    'Run the doctor as root.',
  )
}
