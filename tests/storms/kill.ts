/**
 * Kills the gateway, a broker, a centre or all of them with SIGKILL, again and again, at work or in their start,
 * while facts are recorded and sent; then lets all of them work until nothing is left to send, and counts at both
 * centres what was promised. After `--each` kills all begin anew with another seed; `--from` goes on behind the
 * kills of an earlier run. Exit 1: a promised fact is missing, one is there twice or out of the order of its
 * crossing, or the journal is not whole. Run: npm run storm:kill -- --rounds 2000 --seed 1
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
import { type Launched, launch } from '../support/processes/start.ts'
import { requireSystem } from '../support/system-package.ts'
import { checkCentre, type Promised } from './promises.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    each: { type: 'string', default: '100' },
    /** `5` or `3.1.1` */
    mqtt: { type: 'string', default: '5' },
  },
})
if (!requireSystem('mosquitto', 'mosquitto')) process.exit(0)
/** Far more than what is left to send needs. */
const patienceMs = 120_000

/** Kills from a fresh start to the count; answers whether all is as promised. */
async function oneLife(kills: number, seed: number): Promise<boolean> {
  const random = seededRandom(seed)
  const directory = await mkdtemp(join(tmpdir(), 'ayaldama-storm-'))
  const keys = { KAZ: generateCentreKey(), KGZ: generateCentreKey() }
  const brokers = { KAZ: await mosquitto(directory), KGZ: await mosquitto(directory) }
  const centres: Partial<Record<Party, Launched>> = {}
  let gateway: Launched | undefined
  const promised: Promised[] = []

  function launchCentre(party: Party): Launched {
    const settings = {
      party,
      brokerUrl: brokers[party].url,
      directory: join(directory, party),
      mqttVersion: values.mqtt,
    }
    const centre = launch('centre', [JSON.stringify(settings)], { CENTRE_KEY: keys[party].privateKey })
    centres[party] = centre
    return centre
  }

  function launchGateway(): Launched {
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
    gateway = launch('gateway', [JSON.stringify(settings)])
    gateway.lines.on('line', (line) => {
      const [crossing = '', ordinal = '', id = ''] = line.split(' ')
      // A kill may cut the last line.
      if (id.length === 36) promised.push({ crossing, ordinal: Number(ordinal), id })
    })
    return gateway
  }

  const somewhile = () => delay(random() * 200)
  /** Killed at work; perhaps once more in the start. */
  const killed = async (victim: Launched | undefined, again: () => Launched): Promise<void> => {
    await victim?.kill()
    if (random() < 0.3) {
      const inItsStart = again()
      await delay(random() * 400)
      await inItsStart.kill()
    } else await somewhile()
    await again().first
  }
  const killGateway = () => killed(gateway, launchGateway)
  const killBroker = async (party: Party): Promise<void> => {
    await brokers[party].kill()
    await somewhile()
    await brokers[party].start()
  }
  const killCentre = (party: Party) => killed(centres[party], () => launchCentre(party))
  const victims: readonly (() => Promise<unknown>)[] = [
    killGateway,
    killGateway,
    ...parties.flatMap((party) => [() => killBroker(party), () => killCentre(party)]),
    () => Promise.all([killGateway(), ...parties.flatMap((party) => [killBroker(party), killCentre(party)])]),
  ]

  try {
    for (const party of parties) {
      await brokers[party].start()
      await launchCentre(party).first
    }
    await launchGateway().first
    for (let round = 1; round <= kills; round++) {
      await delay(random() * 300)
      await victims[Math.floor(random() * victims.length)]?.()
    }
    const patience = setTimeout(() => {
      process.stdout.write(`seed ${seed}: not all was sent within ${patienceMs / 1_000} s\n`)
      void gateway?.kill()
    }, patienceMs)
    await gateway?.kill('SIGTERM')
    clearTimeout(patience)
    for (const party of parties) await centres[party]?.kill()
    let whole = promised.length > 0
    for (const party of parties) {
      const held = checkCentre(join(directory, party), party, promised)
      whole &&= held.lost + held.twice + held.outOfOrder === 0
      process.stdout.write(
        `${party}: ${held.events} events, ${held.lost} lost, ${held.twice} twice, ${held.outOfOrder} out of order\n`,
      )
    }
    const { bad, events } = verifyJournal(join(directory, 'gateway'))
    whole &&= bad === null
    process.stdout.write(
      `${kills} kills, seed ${seed}: ${promised.length} facts promised, ${events} in the journal, ${bad === null ? 'whole' : bad.what}\n`,
    )
    return whole
  } finally {
    await gateway?.kill()
    for (const party of parties) {
      await centres[party]?.kill()
      await brokers[party].kill()
    }
    await rm(directory, { recursive: true, force: true })
  }
}

const each = Number(values.each)
const rounds = Number(values.rounds)
const began = performance.now()
let done = 0
let bad = 0
for (let from = Number(values.from); from < rounds; from += each) {
  const kills = Math.min(each, rounds - from)
  if (!(await oneLife(kills, Number(values.seed) + Math.floor(from / each)))) bad += 1
  done += kills
  const seconds = (performance.now() - began) / 1_000 / done
  process.stdout.write(
    `kills ${from} to ${from + kills}: ${bad} lives not as promised, ${seconds.toFixed(2)} s a kill\n`,
  )
}
process.stdout.write(`${done} kills, seed ${values.seed}: ${bad === 0 ? 'all as promised' : `${bad} not`}\n`)
process.exitCode = bad === 0 ? 0 : 1
