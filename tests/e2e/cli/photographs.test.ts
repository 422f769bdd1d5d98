import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createConsoleClient } from '../../../edge/demo/console-client.ts'
import { until } from '../../support/checkpoint.ts'
import { runCommand } from '../../support/cli.ts'
import { startGateway } from '../../support/gateway.ts'

const root = resolve(import.meta.dirname, '../../..')
/** Real photographs lie beside the project where they are given; a clone without them leaves these out. */
const photographs = resolve(root, '../shared/data/plates/openalpr-eu')
const given = existsSync(join(photographs, 'labels.jsonl'))
if (!given) process.stderr.write('left out: checks on real photographs, none are beside the project\n')

interface Labelled {
  readonly file: string
  readonly plates: readonly { readonly text: string | null }[]
}

async function labels(): Promise<readonly Labelled[]> {
  const text = await readFile(join(photographs, 'labels.jsonl'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe.runIf(given)('real photographs', () => {
  it('are read by the lane of config/examples/photographs.yaml, one a vehicle', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ayaldama-photographs-'))
    const [first] = await labels()
    if (!first) throw new Error('no photograph')
    await copyFile(join(photographs, first.file), join(folder, 'one.jpg'))
    const gateway = await startGateway(join(root, 'config/examples/photographs.yaml'), [
      `camera.folder=${folder}`,
      `gateway.data=${join(folder, 'data')}`,
      'console.port=0',
    ])
    try {
      const officer = createConsoleClient(gateway.url)
      await officer.signIn('KAZ-B-01', '100100')
      const plate = await until(
        'the plate on the screen',
        async () => (await officer.lane('lane-1')).crossing?.plate,
      )
      expect(plate.text).toBe(first.plates[0]?.text)
      expect(plate.crop?.bytes).toBeGreaterThan(0)
    } finally {
      await gateway.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }, 90_000)

  it('are found and read: no worse than the figures of the README', async () => {
    const rows = (await labels()).slice(0, 20)
    const { stdout } = await runCommand(
      'read',
      'plate',
      '--json',
      ...rows.map(({ file }) => join(photographs, file)),
    )
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { plates: readonly { text: string; accepted: boolean }[] })
    const exact = rows.filter(({ plates }, index) =>
      lines[index]?.plates.some(({ text }) => text === plates[0]?.text),
    )
    expect(exact.length).toBeGreaterThanOrEqual(18)
  }, 90_000)
})
