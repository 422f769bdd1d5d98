import { chmod, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { simulatedLanePoints } from '../../drivers/simulator/board/points.ts'
import { hashPin } from '../console/officers.ts'
import type { Party } from '../domain/party.ts'
import type { DemoOfficer } from './officers.ts'
import { boomTravelMs, type Site } from './site.ts'

export interface DemoUplink {
  readonly brokerPort: number
  /** base64 of the SPKI DER form. */
  readonly centreKey: string
}

const checkpoint = 'korday-ak-jol'
const gateway = 'demo'
/** As a centre names it. */
export const demoGateway = `${checkpoint}/${gateway}`

/**
 * Writes the configuration of a gateway for simulated lanes into a folder and answers the file: the same
 * daemon that runs at a checkpoint reads it.
 */
export async function writeDemoConfiguration(
  folder: string,
  options: {
    readonly sites: readonly Site[]
    readonly officers: readonly DemoOfficer[]
    readonly uplinks: Readonly<Record<Party, DemoUplink>>
    /** Who approves keys of lane PCs; without them acts stay unsigned. */
    readonly authorities?: Readonly<Record<Party, { readonly publicKey: string }>>
    readonly consolePort: number
    readonly speed: number
    readonly workers: number
  },
): Promise<string> {
  const officers = await Promise.all(
    options.officers.map(async ({ pin, ...officer }) => ({
      ...officer,
      pin: await hashPin(pin),
      passValidUntil: '2099-12-31',
    })),
  )
  await writeFile(join(folder, 'officers.yaml'), stringify(officers))
  await chmod(join(folder, 'officers.yaml'), 0o600)
  const uplink = ({ brokerPort, centreKey }: DemoUplink) => ({
    broker: `mqtt://127.0.0.1:${brokerPort}`,
    centreKey,
    // The embedded broker knows MQTT 3.1.1 only.
    protocol: 4,
  })
  const { authorities } = options
  const file = join(folder, 'lane.yaml')
  const configuration = {
    version: 1,
    gateway: { id: gateway, checkpoint, data: './data', ballastMiB: 4, simulation: true },
    rulePack: resolve(import.meta.dirname, '../../config/rule-packs/korday-ak-jol.yaml'),
    ...(authorities && { law: { keys: { KAZ: authorities.KAZ.publicKey, KGZ: authorities.KGZ.publicKey } } }),
    console: { host: '127.0.0.1', port: options.consolePort, officers: './officers.yaml' },
    recognition: { workers: options.workers },
    replication: { KAZ: uplink(options.uplinks.KAZ), KGZ: uplink(options.uplinks.KGZ) },
    devices: Object.assign({}, ...options.sites.map(devicesOf)),
    lanes: options.sites.map((site) => laneOf(site, options.speed)),
  }
  await writeFile(file, stringify(configuration))
  return file
}

function devicesOf({ lane, board, reader, camera }: Site): Record<string, unknown> {
  const tcp = (port: number) => ({ type: 'tcp', host: '127.0.0.1', port })
  const barrier = (name: 'approach' | 'release') => ({
    kind: 'contact-barrier',
    board: `${lane}-board`,
    open: `${name}Open`,
    close: `${name}Close`,
    openLimit: `${name}OpenLimit`,
    closedLimit: `${name}ClosedLimit`,
    loop: `${name}LoopUnder`,
    photocell: `${name}Photocell`,
    stop: 'stop',
    pulseMs: 300,
  })
  return {
    [`${lane}-camera`]: { kind: 'camera-http', url: `http://127.0.0.1:${camera.port}/snapshot.jpg` },
    [`${lane}-reader`]: { kind: 'document-reader', transport: tcp(reader.port), preset: 'cr-lines' },
    [`${lane}-board`]: { kind: 'modbus-board', transport: tcp(board.port), points: simulatedLanePoints },
    [`${lane}-approach`]: barrier('approach'),
    [`${lane}-release`]: barrier('release'),
  }
}

function laneOf({ lane, exitParty, entryParty }: Site, speed: number): Record<string, unknown> {
  const barrier = (name: string) => ({
    device: `${lane}-${name}`,
    travelMs: Math.max(100, Math.round(boomTravelMs / speed)),
    holdOffMs: Math.max(100, Math.round(1000 / speed)),
    // A busy demo machine answers polls late; the age limit of a real lane is not what it shows.
    maxInputAgeMs: 1000,
  })
  return {
    id: lane,
    exitParty,
    entryParty,
    hostParty: 'KGZ',
    camera: `${lane}-camera`,
    documentReader: `${lane}-reader`,
    barriers: { approach: barrier('approach'), release: barrier('release') },
    signals: {
      approachLoop: `${lane}-board.approachLoop`,
      zoneLoop: `${lane}-board.zoneLoop`,
      lightRed: `${lane}-board.lightRed`,
      lightGreen: `${lane}-board.lightGreen`,
    },
  }
}
