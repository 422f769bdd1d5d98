import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startChild } from './child.ts'

/** Programs of Debian's nut-server; the scripts in /sbin refuse to run where the system has no UPS of its own. */
export const upsd = '/lib/nut/upsd'
const dummyUps = '/lib/nut/dummy-ups'

export interface NutPeer {
  readonly port: number
  set(variables: Readonly<Record<string, string>>): Promise<void>
  /** The driver of the UPS dies: upsd has nothing more to tell. */
  killDriver(): Promise<void>
  dispose(): Promise<void>
}

/** upsd of Network UPS Tools with one UPS, `lane`, whose variables stand in a file. */
export async function startNut(): Promise<NutPeer> {
  const folder = await mkdtemp(join(tmpdir(), 'nut-'))
  const port = await freePort()
  const device = join(folder, 'lane.dev')
  async function set(variables: Readonly<Record<string, string>>): Promise<void> {
    const lines = Object.entries(variables).map(([name, value]) => `${name}: ${value}\n`)
    // Moved into place: the driver reads the file whenever it has changed, also in the middle of a write.
    await writeFile(`${device}.new`, lines.join(''))
    await rename(`${device}.new`, device)
  }
  await set({ 'ups.status': 'OL', 'battery.charge': '100', 'battery.runtime': '1800' })
  const ups = '[lane]\ndriver = dummy-ups\nport = lane.dev\npollinterval = 1\n'
  await writeFile(join(folder, 'ups.conf'), `maxretry = 1\n${ups}`)
  await writeFile(join(folder, 'upsd.conf'), `LISTEN 127.0.0.1 ${port}\nMAXAGE 2\n`)
  await writeFile(join(folder, 'upsd.users'), '', { mode: 0o600 })
  const env = {
    ...process.env,
    ...{ NUT_CONFPATH: folder, NUT_STATEPATH: folder, NUT_ALTPIDPATH: folder, NUT_PIDPATH: folder },
  }
  const user = process.getuid?.() === 0 ? ['-u', 'root'] : []
  const driver = await startChild(dummyUps, [...user, '-D', '-a', 'lane', '-F'], /parse_data_file/, env)
  await present(join(folder, 'dummy-ups-lane'))
  const server = await startChild(upsd, [...user, '-F'], /Connected to UPS/, env)
  return {
    port,
    set,
    killDriver: driver.kill,
    async dispose() {
      await server.kill()
      await driver.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The driver makes its socket a second after it began, and says nothing of it. */
async function present(path: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (existsSync(path)) return
    await pause(50)
  }
  throw new Error(`${path} was not made`)
}

/** upsd cannot be told to let the system choose. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
