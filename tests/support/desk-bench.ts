import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { loadConfiguration } from '../../config/load-configuration.ts'
import { createConfigurationDesk, type GatewayDesk } from '../../edge/composition/configuration-desk.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { createMemoryJournal, type MemoryJournal } from './memory-journal.ts'

/** A desk on a configuration of its own, with devices that only count. */
export interface DeskBench {
  readonly desk: GatewayDesk
  readonly file: string
  readonly journal: MemoryJournal
  /** Devices restarted by each reload. */
  readonly restarted: string[][]
  restarts: number
  /** A crossing is open. */
  busy: boolean
  text(): Promise<string>
  close(): Promise<void>
}

const packs = resolve(import.meta.dirname, '../../config/rule-packs')
const officers = resolve(import.meta.dirname, '../../config/examples/officers.yaml')
export const writtenConfiguration = `# written by hand
version: 1
gateway: { id: gw-1, checkpoint: korday, data: data, simulation: true }
rulePack: ${packs}/korday-ak-jol.yaml
console:
  officers: ${officers}
devices:
  # looks at the plates
  camera:
    kind: camera-http
    url: http://127.0.0.1:9/a.jpg # the old one
  other: { kind: camera-http, url: 'http://127.0.0.1:9/b.jpg' }
  board:
    kind: modbus-board
    transport: { type: tcp, host: 127.0.0.1, port: 9 }
    points: { zoneLoop: { fc: 2, address: 9 } }
lanes:
  - { id: lane-1, exitParty: KAZ, entryParty: KGZ, hostParty: KGZ, camera: camera, signals: { zoneLoop: board.zoneLoop } }
`

export async function createDeskBench(): Promise<DeskBench> {
  const folder = await mkdtemp(join(tmpdir(), 'ayaldama-desk-'))
  const file = join(folder, 'lane.yaml')
  await writeFile(file, writtenConfiguration, { mode: 0o640 })
  const journal = createMemoryJournal()
  const configuration = loadConfiguration(file)
  let ids = 0
  let known = configuration.devices
  const bench = {
    ...{ file, journal },
    restarted: [] as string[][],
    restarts: 0,
    busy: false,
    text: () => readFile(file, 'utf8'),
    close: () => rm(folder, { recursive: true, force: true }),
  }
  const desk = createConfigurationDesk({
    ...{ configuration, journal, set: [], clock: systemClock, log: silentLog },
    folder: join(folder, 'kept'),
    note: async (event, actor) => {
      const shares = { KAZ: { withheld: [] }, KGZ: { withheld: [] } }
      const at = new Date(0).toISOString()
      await journal.append([
        { id: `${ids++}`, event, crossing: null, lane: 'lane-1', eventTime: at, actor, shares },
      ])
    },
    reload: async (next) => {
      const changed = next.devices.filter(
        (device) => JSON.stringify(known.find(({ id }) => id === device.id)) !== JSON.stringify(device),
      )
      known = next.devices
      bench.restarted.push(changed.map(({ id }) => id))
      return { restarted: changed.map(({ id }) => id), later: [] }
    },
    restart: () => {
      bench.restarts += 1
    },
    busy: () => bench.busy,
    nextId: () => `proposal-${ids++}`,
  })
  return Object.assign(bench, { desk })
}
