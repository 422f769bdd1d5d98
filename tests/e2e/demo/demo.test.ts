import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { DemoSummary } from '../../../edge/demo/summary.ts'

const cli = resolve(import.meta.dirname, '../../../edge/cli.ts')

describe('the main job: six crossings of two lanes', () => {
  it('goes through both Parties’ controls, and loses and doubles nothing on the way to both centres', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [cli, 'demo', '--once', '6', '--json', '--speed', '10', '--port', '0'],
      { timeout: 240_000, maxBuffer: 1 << 26 },
    )
    const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as DemoSummary
    expect(summary).toMatchObject({ crossings: 6, released: 4, refused: 1, returned: 1 })
    for (const centre of Object.values(summary.centres)) {
      expect(centre).toMatchObject({ missing: 0, duplicates: 0 })
      expect(centre.received).toBeGreaterThan(summary.events / 2)
    }
    const { vehicles, documentsShown, plates, documents } = summary.day
    expect(plates).toEqual({ read: vehicles, exact: vehicles })
    expect(documents).toEqual({ read: documentsShown, exact: documentsShown })
    expect(summary.ms.frameToRead.p50).toBeGreaterThan(0)
  }, 250_000)
})
