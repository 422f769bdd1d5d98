import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Box } from '../../../edge/commands/doctor/box.ts'
import type { Finding } from '../../../edge/commands/doctor/finding.ts'

const root = resolve(import.meta.dirname, '../../..')

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ayaldama-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A configuration with its files, in a folder of its own; `devices` and `more` are YAML. */
export function writeSite(devices: string, more = ''): { readonly folder: string; readonly file: string } {
  const folder = temporaryFolder()
  cpSync(join(root, 'config/rule-packs/photographs.yaml'), join(folder, 'pack.yaml'))
  cpSync(join(root, 'config/examples/officers.yaml'), join(folder, 'officers.yaml'))
  const file = join(folder, 'lane.yaml')
  writeFileSync(
    file,
    `version: 1
gateway: { id: g, checkpoint: c, data: ./data }
rulePack: ./pack.yaml
console: { officers: ./officers.yaml }
devices:
  camera: { kind: camera-folder, folder: . }
${devices}
lanes: [{ id: lane-1, exitParty: KAZ, entryParty: KGZ, hostParty: KGZ, camera: camera }]
${more}`,
  )
  return { folder, file }
}

/** A machine on which all is well and nothing is plugged in. */
export function wellBox(folder: string): Box {
  const groupFile = join(folder, 'group')
  writeFileSync(groupFile, 'dialout:x:20:\nayaldama-gateway:x:990:\n')
  writeFileSync(join(folder, '60-ayaldama.rules'), '')
  return {
    clock: { now: () => new Date('2027-03-01T00:00:00Z'), monotonic: () => performance.now() },
    groupFile,
    udevFolders: [folder],
    serialById: join(folder, 'by-id'),
    serialPorts: async () => [],
    hidDevices: async () => [],
    timeStatus: async () => 'NTP=yes\nNTPSynchronized=yes\n',
  }
}

/** `level subject: what` of each, for comparisons. */
export function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ level, subject, what }) => `${level} ${subject}: ${what}`)
}

export function told(findings: readonly Finding[], subject: string): Finding | undefined {
  return findings.find((one) => one.subject === subject && one.level !== 'ok')
}
