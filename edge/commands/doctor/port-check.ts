import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { ConfiguredDevice } from '../../../config/check-devices.ts'
import type { Box } from './box.ts'
import { about, type Finding, messageOf } from './finding.ts'
import { isOf, type UsbNumbers, usbName, wayTo } from './way-to-device.ts'

/** Groups of the service (SupplementaryGroups= of its unit). */
const serviceGroups: readonly string[] = ['dialout', 'ayaldama-gateway']
const rulesFile = '60-ayaldama.rules'

/** Are the ports of the devices there, and may the service open them? Opens none. */
export async function checkPorts(
  devices: readonly ConfiguredDevice[],
  box: Box,
  options: { readonly gatewayRuns: boolean },
): Promise<readonly Finding[]> {
  const ways = devices.map((device) => ({ id: device.id, way: wayTo(device) }))
  const local = ways.some(({ way }) => way.type === 'serial' || way.type === 'hid')
  const groups = groupsOf(box)
  const findings: Finding[] = local ? [...checkGroups(groups), checkRules(box)] : []
  for (const { id, way } of ways) {
    if (way.type === 'serial') findings.push(...checkSerial(id, way.path, box, groups))
    if (way.type === 'hid') findings.push(...(await checkHid(id, way, box, groups)))
    if (way.type === 'folder') findings.push(checkFolder(id, way.folder))
    if (way.type === 'listens' && !options.gatewayRuns) findings.push(await checkListening(id, way))
  }
  return findings
}

/** Names by number. */
function groupsOf(box: Box): ReadonlyMap<number, string> {
  const lines = existsSync(box.groupFile) ? readFileSync(box.groupFile, 'utf8').split('\n') : []
  return new Map(
    lines.flatMap((line) => {
      const [name, , number] = line.split(':')
      return name && number ? [[Number(number), name] as const] : []
    }),
  )
}

function checkGroups(groups: ReadonlyMap<number, string>): readonly Finding[] {
  const names = new Set(groups.values())
  return serviceGroups.map((group) => {
    const one = about('port', `group ${group}`)
    if (names.has(group)) return one.ok('is there')
    const todo =
      group === 'dialout' ? 'groupadd --system dialout' : 'systemd-sysusers /usr/lib/sysusers.d/ayaldama.conf'
    return one.problem('is missing: the service cannot be given its ports', todo)
  })
}

function checkRules(box: Box): Finding {
  const rules = about('port', 'udev rules')
  const folder = box.udevFolders.find((one) => existsSync(join(one, rulesFile)))
  if (folder !== undefined) return rules.ok(join(folder, rulesFile))
  const todo = `Install it, then: udevadm control --reload; udevadm trigger`
  return rules.problem(`${rulesFile} is not installed`, todo)
}

function checkSerial(
  id: string,
  path: string,
  box: Box,
  groups: ReadonlyMap<number, string>,
): readonly Finding[] {
  const device = about('port', id)
  if (!existsSync(path)) {
    return [device.problem(`${path} is not there`, 'Plug it in; ayaldama devices shows what is.')]
  }
  if (!statSync(path).isCharacterDevice()) {
    return [device.problem(`${path} is no port`, 'Write the path of the port.')]
  }
  const permitted = checkPermission(id, path, groups)
  const byId = stableName(path, box)
  if (byId === undefined || byId === path || path.startsWith('/dev/serial/')) return [permitted]
  const what = `${path} may be another adapter after a restart`
  return [permitted, device.warning(what, `Write ${byId} instead.`)]
}

/** The name of a serial port that survives a moved cable; undefined where it has none. */
export function stableName(path: string, box: Box): string | undefined {
  if (!existsSync(box.serialById) || !existsSync(path)) return undefined
  const real = realpathSync(path)
  const names = readdirSync(box.serialById).map((name) => join(box.serialById, name))
  return names.find((name) => existsSync(name) && realpathSync(name) === real)
}

async function checkHid(
  id: string,
  wanted: UsbNumbers,
  box: Box,
  groups: ReadonlyMap<number, string>,
): Promise<readonly Finding[]> {
  const device = about('port', id)
  const name = usbName(wanted)
  const findings: Finding[] = []
  if (!hasRule(wanted, box)) {
    const todo =
      `Add to /etc/udev/rules.d/61-ayaldama.rules: SUBSYSTEM=="hidraw", ATTRS{idVendor}=="${name.slice(0, 4)}", ` +
      `ATTRS{idProduct}=="${name.slice(5)}", GROUP="ayaldama-gateway", MODE="0660"; then: ` +
      'udevadm control --reload; udevadm trigger'
    findings.push(device.problem(`no udev rule gives ${name} to the service`, todo))
  }
  let seen: readonly string[]
  try {
    seen = (await box.hidDevices()).filter((one) => isOf(one, wanted)).flatMap(({ path }) => path ?? [])
  } catch (error) {
    return [...findings, device.problem(messageOf(error), 'Look at the findings about node-hid.')]
  }
  if (seen.length === 0) {
    findings.push(device.problem(`no ${name} is plugged in`, 'Plug it in; ayaldama devices shows what is.'))
  }
  return [...findings, ...seen.map((path) => checkPermission(id, path, groups))]
}

function hasRule(wanted: UsbNumbers, box: Box): boolean {
  const [vendor, product] = usbName(wanted).split(':')
  const lines = box.udevFolders.flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.rules'))
          .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
      : [],
  )
  return lines.some(
    (line) =>
      !line.startsWith('#') &&
      line.includes('hidraw') &&
      line.includes(`{idVendor}=="${vendor}"`) &&
      line.includes(`{idProduct}=="${product}"`),
  )
}

/** For the service first: the doctor is often run by root, who may open everything. */
function checkPermission(id: string, path: string, groups: ReadonlyMap<number, string>): Finding {
  const device = about('port', id)
  const { mode, gid } = statSync(path)
  const group = groups.get(gid) ?? String(gid)
  const byGroup = (mode & 0o060) === 0o060 && serviceGroups.includes(group)
  if (!byGroup && (mode & 0o006) !== 0o006) {
    const rights = `group ${group}, mode ${(mode & 0o777).toString(8)}`
    const todo = `The udev rule of the device is missing or not in force: udevadm control --reload; udevadm trigger`
    return device.problem(`the service may not open ${path}: ${rights}`, todo)
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return device.ok(`${path} may be opened`)
  } catch {
    const todo = `Run the doctor as root, or: usermod -aG ${group} USER, and sign in again.`
    return device.warning(`the service may open ${path}, this user may not`, todo)
  }
}

function checkFolder(id: string, folder: string): Finding {
  const device = about('port', id)
  try {
    accessSync(folder, constants.R_OK | constants.X_OK)
    return device.ok(`${folder} may be read`)
  } catch (error) {
    return device.problem(
      messageOf(error),
      'Make or mount the folder; the service must be allowed to read it.',
    )
  }
}

function checkListening(
  id: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Finding> {
  const device = about('port', id)
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) =>
      resolve(device.problem(error.message, 'An address of this box, and a port that nothing else uses.')),
    )
    server.listen(port, host, () =>
      server.close(() => resolve(device.ok(`${host}:${port} is free to listen on`))),
    )
  })
}
