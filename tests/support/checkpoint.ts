import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Centre, createCentre } from '../../edge/central/centre.ts'
import { generateCentreKey } from '../../edge/central/centre-key.ts'
import { startBroker } from '../../edge/demo/broker.ts'
import { type ConsoleClient, createConsoleClient } from '../../edge/demo/console-client.ts'
import { writeDemoConfiguration } from '../../edge/demo/demo-configuration.ts'
import { freePort } from '../../edge/demo/free-port.ts'
import { type GatewayProcess, startGatewayProcess } from '../../edge/demo/gateway-process.ts'
import { demoOfficers, simulatedOfficer } from '../../edge/demo/officers.ts'
import { createSite, type Site } from '../../edge/demo/site.ts'
import type { ControlKind, Party } from '../../edge/domain/party.ts'
import { silentLog } from '../../edge/ports/log.ts'

/** One simulated lane with two brokers and two centres, and a gateway that can be killed and started again. */
export interface Checkpoint {
  readonly folder: string
  readonly site: Site
  readonly centres: Readonly<Record<Party, Centre>>
  gateway(): GatewayProcess
  restart(): Promise<void>
  /** Signs an officer in at the running gateway. */
  officer(party: Party, body: ControlKind): Promise<ConsoleClient>
  close(): Promise<void>
}

export const lane = 'lane-1'
const speed = 10

export interface CheckpointOptions {
  /** `path=value` texts that go before the configuration, made when the folder is known. */
  readonly set?: (folder: string) => readonly string[]
  readonly logLevel?: string
  /** Every line that the gateway says. */
  readonly write?: (line: string) => void
}

export async function createCheckpoint(options: CheckpointOptions = {}): Promise<Checkpoint> {
  const folder = await mkdtemp(join(tmpdir(), 'ayaldama-test-'))
  const closers: (() => Promise<unknown>)[] = []
  const parts = await Promise.all(
    (['KAZ', 'KGZ'] as const).map(async (party) => {
      const broker = await startBroker({ port: await freePort(0) })
      closers.push(broker.close)
      const key = generateCentreKey()
      const centre = await createCentre({
        party,
        brokerUrl: `mqtt://127.0.0.1:${broker.port}`,
        directory: join(folder, party),
        key: key.privateKey,
        log: silentLog,
        mqttVersion: '3.1.1',
      })
      closers.push(centre.close)
      return { centre, uplink: { brokerPort: broker.port, centreKey: key.publicKey } }
    }),
  )
  const [kaz, kgz] = parts
  if (!kaz || !kgz) throw new Error('two Parties')
  const site = await createSite({ lane, exitParty: 'KAZ', entryParty: 'KGZ', speed })
  closers.push(site.close)
  const config = await writeDemoConfiguration(folder, {
    sites: [site],
    officers: demoOfficers,
    uplinks: { KAZ: kaz.uplink, KGZ: kgz.uplink },
    consolePort: await freePort(0),
    speed,
    workers: 1,
  })
  const set = options.set?.(folder) ?? []
  const start = () =>
    startGatewayProcess(config, options.logLevel ?? 'error', options.write ?? (() => {}), set)
  let gateway = await start()
  return {
    folder,
    site,
    centres: { KAZ: kaz.centre, KGZ: kgz.centre },
    gateway: () => gateway,
    async restart() {
      gateway = await start()
    },
    async officer(party, body) {
      const officer = simulatedOfficer(party, body)
      const client = createConsoleClient(gateway.url)
      if (officer) await client.signIn(officer.officer, officer.pin)
      return client
    },
    async close() {
      await gateway.stop()
      for (const close of closers.reverse()) await close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Asks until the answer is there; at most 60 s. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | null | undefined | false> | Answer | null | undefined | false,
): Promise<Answer> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const answer = await ask()
    if (answer) return answer
    await pause(50)
  }
  throw new Error(`never came: ${what}`)
}
