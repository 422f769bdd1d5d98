/**
 * Kills the gateway, a broker or a centre with SIGKILL, again and again, while facts are recorded and sent;
 * then lets all of them work until nothing is left to send, and counts at both centres what was promised.
 * Exit 1: a promised fact is missing, one is there twice or out of the order of its crossing, or the journal
 * is not whole. Run: npm run storm:kill -- --rounds 2000 --seed 1
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { seededRandom } from '../../drivers/simulator/camera/scene/random.ts'
import { generateCentreKey } from '../../edge/central/centre-key.ts'
import { type Party, parties } from '../../edge/domain/party.ts'
import { verifyJournal } from '../../edge/journal/verify.ts'
import { mosquitto } from '../e2e/replication/brokers.ts'
import { type Started, start } from '../support/processes/start.ts'
import { requireSystem } from '../support/system-package.ts'
import { checkCentre, type Promised } from './promises.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    /** `5` or `3.1.1` */
    mqtt: { type: 'string', default: '5' },
  },
})
if (!requireSystem('mosquitto', 'mosquitto')) process.exit(0)
const random = seededRandom(Number(values.seed))
const directory = await mkdtemp(join(tmpdir(), 'ayaldama-storm-'))
const keys = { KAZ: generateCentreKey(), KGZ: generateCentreKey() }
const brokers = { KAZ: await mosquitto(directory), KGZ: await mosquitto(directory) }
const centres: Partial<Record<Party, Started>> = {}
let gateway: Started | undefined
const promised: Promised[] = []

async function startCentre(party: Party): Promise<void> {
  const settings = {
    party,
    brokerUrl: brokers[party].url,
    directory: join(directory, party),
    mqttVersion: values.mqtt,
  }
  const env = { CENTRE_KEY: keys[party].privateKey }
  centres[party] = await start('centre', [JSON.stringify(settings)], env)
}

async function startGateway(): Promise<void> {
  const link = (party: Party) => ({
    brokerUrl: brokers[party].url,
    centreKey: keys[party].publicKey,
    mqttVersion: values.mqtt,
  })
  const settings = {
    directory: join(directory, 'gateway'),
    lanes: 4,
    links: { KAZ: link('KAZ'), KGZ: link('KGZ') },
  }
  gateway = await start('gateway', [JSON.stringify(settings)])
  gateway.lines.on('line', (line) => {
    const [crossing = '', ordinal = '', id = ''] = line.split(' ')
    // A kill may cut the last line.
    if (id.length === 36) promised.push({ crossing, ordinal: Number(ordinal), id })
  })
}

const victims = [
  async () => {
    await gateway?.kill()
    await startGateway()
  },
  ...parties.flatMap((party) => [
    async () => {
      await brokers[party].kill()
      await delay(random() * 200)
      await brokers[party].start()
    },
    async () => {
      await centres[party]?.kill()
      await delay(random() * 200)
      await startCentre(party)
    },
  ]),
]

try {
  for (const party of parties) {
    await brokers[party].start()
    await startCentre(party)
  }
  await startGateway()
  const rounds = Number(values.rounds)
  for (let round = 1; round <= rounds; round++) {
    await delay(random() * 400)
    await victims[Math.floor(random() * victims.length)]?.()
    if (round % 100 === 0) process.stdout.write(`${round} kills, ${promised.length} facts promised\n`)
  }
  await gateway?.kill('SIGTERM')
  for (const party of parties) await centres[party]?.kill()
  let failed = false
  for (const party of parties) {
    const held = checkCentre(join(directory, party), party, promised)
    failed ||= held.lost + held.twice + held.outOfOrder > 0
    process.stdout.write(
      `${party}: ${held.events} events, ${held.lost} lost, ${held.twice} twice, ${held.outOfOrder} out of order\n`,
    )
  }
  const { bad, events } = verifyJournal(join(directory, 'gateway'))
  failed ||= bad !== null || promised.length === 0
  process.stdout.write(
    `${rounds} kills, seed ${values.seed}: ${promised.length} facts promised, ${events} in the journal, ${bad === null ? 'whole' : bad.what}\n`,
  )
  process.exitCode = failed ? 1 : 0
} finally {
  await gateway?.kill()
  for (const party of parties) {
    await centres[party]?.kill()
    await brokers[party].kill()
  }
  await rm(directory, { recursive: true, force: true })
}
