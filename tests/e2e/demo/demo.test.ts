import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
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

describe('Ctrl-C', () => {
  it('ends the demo with a summary, status 0 and no process left behind', async () => {
    const demo = spawn(process.execPath, [cli, 'demo', '--speed', '10', '--port', '0', '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = text(demo.stdout)
    const url = await new Promise<string>((found) => {
      createInterface({ input: demo.stderr }).on('line', (line) => {
        const address = /^console +(\S+)$/.exec(line)?.[1]
        if (address !== undefined) found(address)
      })
    })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    demo.kill('SIGINT')
    const [status] = await once(demo, 'exit')
    expect(status).toBe(0)
    expect(JSON.parse((await said).trim())).toHaveProperty('centres.KAZ.missing')
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  }, 90_000)
})
