import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../support/cli.ts'

const root = resolve(import.meta.dirname, '../../..')
let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ayaldama-doctor-'))
  file = join(folder, 'lane.yaml')
  await cp(join(root, 'config/rule-packs/photographs.yaml'), join(folder, 'pack.yaml'))
  await cp(join(root, 'config/examples/officers.yaml'), join(folder, 'officers.yaml'))
  await chmod(join(folder, 'officers.yaml'), 0o600)
  await writeFile(
    file,
    `version: 1
gateway: { id: g, checkpoint: c, data: ./data }
rulePack: ./pack.yaml
law: { draft: true }
console: { officers: ./officers.yaml }
devices: { camera: { kind: camera-folder, folder: . } }
lanes: [{ id: lane-1, exitParty: KAZ, entryParty: KGZ, hostParty: KGZ, camera: camera }]
`,
  )
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('ayaldama doctor', () => {
  it('prints one JSON object of the documented form, and ends with 0 unless something is a problem', async () => {
    const { status, stdout } = await runCommand('doctor', '--json', '--config', file)
    const { ok, version, config, findings, ...rest } = JSON.parse(stdout)
    expect({ version, config, rest }).toEqual({ version: '0.1.0', config: file, rest: {} })
    for (const finding of findings) {
      expect(Object.keys(finding)).toEqual(['level', 'check', 'subject', 'what', 'todo'])
      expect(finding.todo === '').toBe(finding.level === 'ok')
    }
    // The clock is this machine's own: it alone may be a problem here.
    const problems = findings.filter(({ level }: { level: string }) => level === 'problem')
    expect(problems.filter(({ check }: { check: string }) => check !== 'clock')).toEqual([])
    expect({ ok, status }).toEqual({ ok: problems.length === 0, status: problems.length === 0 ? 0 : 1 })
  })

  it('ends with 1 for a problem, and says under it what to do', async () => {
    await writeFile(join(folder, 'officers.yaml'), '- officer: X\n')
    const { status, stdout } = await runCommand('doctor', '--config', file)
    expect(status).toBe(1)
    expect(stdout).toMatch(/^problem +officers .*\n +→ /m)
  })
})

describe('ayaldama devices', () => {
  it('lists what is plugged in, with nothing but JSON on its output', async () => {
    const { status, stdout } = await runCommand('devices', '--json')
    expect(status).toBe(0)
    expect(Array.isArray(JSON.parse(stdout).devices)).toBe(true)
  })

  it('watches no device that the configuration does not have', async () => {
    const { status, stderr } = await runCommand('devices', 'watch', 'none', '--config', file)
    expect(status).toBe(1)
    expect(stderr).toMatch(/No device none; there are: camera/)
  })
})
