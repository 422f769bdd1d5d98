import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSceneRenderer } from '../../../drivers/simulator/camera/scene/render-scene.ts'
import { runCommand } from '../../support/cli.ts'

const root = resolve(import.meta.dirname, '../../..')
const photographs = join(root, 'config/examples/photographs.yaml')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ayaldama-cli-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function scene(text: string, country: 'KZ' | 'KG'): Promise<string> {
  const file = join(folder, `${text}.jpg`)
  const picture = await createSceneRenderer().renderScene({
    plate: { text, country, style: 'standard' },
    vehicle: 'car',
    distance: 0,
    light: 'day',
    dirt: 0,
    seed: 1,
  })
  await writeFile(file, picture)
  return file
}

describe('ayaldama read plate', () => {
  it('prints one JSON object a file, with corners and times', async () => {
    const files = [await scene('382SBK13', 'KZ'), await scene('06242HCA', 'KG')]
    const { status, stdout } = await runCommand('read', 'plate', '--json', ...files)
    expect(status).toBe(0)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ file }) => file)).toEqual(files)
    expect(lines.map(({ plates }) => plates[0].text)).toEqual(['382SBK13', '06242HCA'])
    expect(lines.map(({ plates }) => plates[0].country)).toEqual(['KZ', 'KG'])
    expect(lines[0].plates[0].corners).toHaveLength(4)
    expect(Object.keys(lines[0].ms)).toEqual(['decode', 'detect', 'read', 'total'])
  })

  it('says which file is no picture, and reads the others', async () => {
    const rubbish = join(folder, 'rubbish.jpg')
    await writeFile(rubbish, Buffer.from('\u0000\u0001 not a picture'))
    const good = await scene('382SBK13', 'KZ')
    const { status, stdout } = await runCommand('read', 'plate', '--json', rubbish, good)
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(status).toBe(1)
    expect(first).toMatchObject({ file: rubbish, error: { code: 'recognition.not-a-picture' } })
    expect(second.plates[0].text).toBe('382SBK13')
  })

  it('refuses a corrupt model file by its hash, and names it', async () => {
    await cp(join(root, 'models'), folder, {
      recursive: true,
      filter: (source) => !source.includes('training'),
    })
    await writeFile(join(folder, 'plate-reader.onnx'), 'damaged')
    const { status, stderr } = await runCommand('read', 'plate', '--models', folder, 'any.jpg')
    expect(status).toBe(1)
    expect(stderr).toMatch(/plate-reader\.onnx: A model file does not match the SHA-256/)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('a wrong configuration', () => {
  it('is told whole, each error with file, line, column and what is allowed', async () => {
    const file = join(folder, 'lane.yaml')
    await writeFile(
      file,
      [
        'version: 1',
        'gateway: { id: gw-1, checkpoint: karasu, data: ./data, colour: blue }',
        `rulePack: ${join(root, 'config/rule-packs/karasu-ak-tilek.yaml')}`,
        `console: { port: 99999, officers: ${join(root, 'config/examples/officers.yaml')} }`,
        'devices:',
        '  camera: { kind: camra-folder, folder: . }',
        'lanes: [{ id: lane-1, exitParty: KAZ, entryParty: KGZ, hostParty: KGZ, camera: camera }]',
      ].join('\n'),
    )
    const { status, stderr } = await runCommand('run', '--config', file)
    const lines = stderr.trim().split('\n')
    expect(status).toBe(1)
    expect(lines).toEqual([
      expect.stringMatching(/lane\.yaml:2:\d+ gateway\.colour: unknown key .*allowed: id, checkpoint/),
      expect.stringMatching(/lane\.yaml:4:18 console\.port: .*allowed: .*65.?535/),
      expect.stringMatching(
        /lane\.yaml:6:19 devices\.camera\.kind: unknown device kind .*did you mean "camera-folder"/,
      ),
      expect.stringMatching(/ak-tilek\.yaml\.KAZ\.sig:1:1: the rule pack is not signed by KAZ/),
      expect.stringMatching(/ak-tilek\.yaml\.KGZ\.sig:1:1: the rule pack is not signed by KGZ/),
    ])
  })

  it('is a port in use: one line that names it', async () => {
    const other = createServer()
    await once(other.listen(0, '127.0.0.1'), 'listening')
    const { port } = other.address() as AddressInfo
    const set = [`console.port=${port}`, `camera.folder=${folder}`, `gateway.data=${join(folder, 'data')}`]
    const words = set.flatMap((value) => ['--set', value])
    const { status, stderr } = await runCommand(
      'run',
      '--config',
      photographs,
      ...words,
      '--log-level',
      'silent',
    )
    other.close()
    expect(status).toBe(1)
    expect(stderr).toMatch(new RegExp(`^127\\.0\\.0\\.1:${port}: The console cannot listen`))
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('is an unknown option or command too', async () => {
    expect((await runCommand('rum')).status).not.toBe(0)
    expect((await runCommand('demo', '--speed', '0')).stderr).toContain('0.1 to 20')
    expect((await runCommand('check-config', photographs)).status).toBe(0)
  })
})
