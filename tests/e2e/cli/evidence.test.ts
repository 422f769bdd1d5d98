import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { evidenceExport } from '../../../edge/composition/evidence-export.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { closed, customsNote, opened } from '../../contract/journal/sample-events.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'
import { runCommand } from '../../support/cli.ts'

let data: string
let out: string

/** A gateway's journal with one crossing; its key lies beside it. */
async function gateway(directory: string): Promise<void> {
  const signHeads = { checkpoint: 'karasu', gateway: 'gw-1' }
  const journal = await openJournal({ directory, log: silentLog, clock: systemClock, signHeads })
  await journal.append([opened('c-1'), customsNote('c-1', 'hidden compartment'), closed('c-1')])
  await journal.close()
}

beforeEach(async () => {
  data = await testDirectory()
  out = join(data, 'c-1.tar')
  await gateway(data)
})
afterEach(() => rm(data, { recursive: true, force: true }))

it('JC 7.3: the evidence of a crossing is signed by its gateway, and checked with the public key alone', async () => {
  expect((await runCommand('evidence', 'export', 'c-1', '--data', data, '--out', out)).status).toBe(0)
  const keys = join(data, 'gateway-keys.pub')
  const known = await runCommand('evidence', 'verify', out, '--key', keys)
  expect([known.status, known.stdout]).toEqual([0, expect.stringContaining('Signed by this gateway.')])
  const unknown = await runCommand('evidence', 'verify', out)
  expect([unknown.status, unknown.stdout]).toEqual([0, expect.stringContaining('compare it with')])

  const bytes = await readFile(out)
  await writeFile(out, bytes.toString('latin1').replace('hidden compartment', 'nothing to be seen'), 'latin1')
  const changed = await runCommand('evidence', 'verify', out, '--key', keys)
  expect([changed.status, changed.stderr]).toEqual([1, expect.stringContaining('events.ndjson')])
})

it('JC 7.3: what another gateway signed is not of this one, and without a key nothing is exported', async () => {
  const other = await testDirectory()
  try {
    await gateway(other)
    await runCommand('evidence', 'export', 'c-1', '--data', other, '--out', out)
    const foreign = await runCommand('evidence', 'verify', out, '--key', join(data, 'gateway-keys.pub'))
    expect([foreign.status, foreign.stderr]).toEqual([1, expect.stringContaining('manifest.sig')])
    await rm(join(other, 'gateway-key.pem'))
    const none = await runCommand('evidence', 'export', 'c-1', '--data', other, '--out', join(other, 'x'))
    expect([none.status, none.stderr]).toEqual([1, expect.stringContaining('gateway-key.pem')])
    expect(existsSync(join(other, 'gateway-key.pem'))).toBe(false)
  } finally {
    await rm(other, { recursive: true, force: true })
  }
})

it('JC 7.3: the console hands out the view of the own Party, and nothing of a crossing that is none', async () => {
  const asKgz = await evidenceExport(data)('c-1', 'KGZ')
  await writeFile(out, asKgz ?? '')
  const checked = await runCommand('evidence', 'verify', out, '--key', join(data, 'gateway-keys.pub'))
  expect([checked.status, checked.stdout]).toEqual([0, expect.stringContaining('view KGZ')])
  expect(asKgz && Buffer.from(asKgz).toString('latin1')).not.toContain('hidden compartment')
  expect(await evidenceExport(data)('c-2', 'KGZ')).toBeNull()
  await expect(evidenceExport(join(data, 'nowhere'))('c-1', 'KGZ')).rejects.toThrow()
})
