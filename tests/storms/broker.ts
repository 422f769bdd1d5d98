/**
 * Each scenario puts a lying broker between a gateway and the centre of each Party: it acknowledges and drops,
 * doubles, replays, reorders, refuses, cuts, goes deaf, is slow, rolls back, takes one message at a time. The
 * wall clock of all of them jumps an hour back or forth meanwhile.
 * When it turns honest, everything must arrive, once and in order. Exit 1 where it does not.
 * Run: npm run storm:broker -- --scenarios 1000 --seed 1
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { seededRandom } from '../../drivers/simulator/camera/scene/random.ts'
import { createCentre } from '../../edge/central/centre.ts'
import { generateCentreKey } from '../../edge/central/centre-key.ts'
import { type Party, parties } from '../../edge/domain/party.ts'
import { openJournal } from '../../edge/journal/open-journal.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import { uuidV7 } from '../../edge/ports/ids.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { createReplication } from '../../edge/replication/create-replication.ts'
import { customsNote } from '../contract/journal/sample-events.ts'
import { honest, type Lies, lyingBroker } from './lying-broker.ts'
import { checkCentre, type Promised } from './promises.ts'

const { values } = parseArgs({
  options: {
    scenarios: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    /** Scenarios at once. */
    together: { type: 'string', default: '4' },
  },
})
const gateway = { checkpoint: 'karasu', gateway: 'gw-1' }
const honestAfterMs = 400
/** Far more than a scenario needs, so that only one that never ends is a failure. */
const patienceMs = 60_000

/** A few of the lies, each strong or weak. */
function someLies(random: () => number): Lies {
  const perhaps = (most: number): number => (random() < 0.4 ? random() * most : 0)
  return {
    drop: perhaps(0.6),
    double: perhaps(0.6),
    replay: perhaps(0.8),
    reorder: perhaps(0.8),
    refuse: perhaps(0.3),
    cut: perhaps(0.1),
    deaf: perhaps(0.05),
    slowMs: Math.floor(perhaps(40)),
    receiveMaximum: random() < 0.4 ? 1 + Math.floor(random() * 3) : 65_535,
  }
}

/** What went wrong; nothing where all is as promised. */
async function scenario(seed: number): Promise<readonly string[]> {
  const random = seededRandom(seed)
  const directory = await mkdtemp(join(tmpdir(), 'ayaldama-lies-'))
  const closers: (() => Promise<unknown>)[] = []
  const wrong: string[] = []
  try {
    let offset = 0
    const clock = { ...systemClock, now: () => new Date(Date.now() + offset) }
    const journal = await openJournal({
      directory: join(directory, 'gateway'),
      log: silentLog,
      clock,
      signHeads: { ...gateway, everyEvents: 20 },
    })
    closers.push(journal.close)
    const keys = { KAZ: generateCentreKey(), KGZ: generateCentreKey() }
    const mqttVersion = random() < 0.7 ? ('5' as const) : ('3.1.1' as const)
    const brokers = {
      KAZ: await lyingBroker(someLies(random), random),
      KGZ: await lyingBroker(someLies(random), random),
    }
    for (const party of parties) {
      closers.push(brokers[party].close)
      const centre = await createCentre({
        party,
        brokerUrl: brokers[party].url,
        directory: join(directory, party),
        key: keys[party].privateKey,
        log: silentLog,
        clock,
        mqttVersion,
        gapMs: 50,
        reconnectMs: 20,
        keepaliveS: 1,
        trustFirstGatewayKey: true,
      })
      closers.push(centre.close)
    }
    const link = (party: Party) => ({
      brokerUrl: brokers[party].url,
      centreKey: keys[party].publicKey,
      mqttVersion,
      batch: 20,
      window: 1 + Math.floor(random() * 16),
      acknowledgeMs: 300,
      reconnect: { firstMs: 10, maxMs: 100 },
    })
    const replication = createReplication({
      source: journal,
      heads: journal,
      gateway,
      parties: { KAZ: link('KAZ'), KGZ: link('KGZ') },
      log: silentLog,
      clock,
      random,
    })
    await replication.start()
    closers.push(replication.stop)

    const promised: Promised[] = []
    const lane = async (): Promise<void> => {
      for (let vehicle = 0; vehicle < 4; vehicle++) {
        const crossing = uuidV7(clock.now().getTime())
        if (random() < 0.2) offset = Math.floor(random() * 3 - 1) * 3_600_000
        for (let ordinal = 1; ordinal <= 10; ordinal++) {
          const fact = { ...customsNote(crossing, 'x'), id: uuidV7(), reason: String(ordinal) }
          await journal.append([fact])
          promised.push({ crossing, ordinal, id: fact.id })
        }
        await delay(random() * 60)
      }
    }
    const recorded = Promise.all([lane(), lane(), lane()])
    await delay(honestAfterMs * random())
    for (const party of parties) if (random() < 0.5) brokers[party].rollBack()
    await delay(honestAfterMs * random())
    await recorded
    // Receive Maximum stays: it is no lie, and to keep to it is a duty.
    for (const party of parties) brokers[party].lie(honest)
    const waiting = () => replication.status().filter(({ backlog }) => backlog > 0)
    for (let waited = 0; waiting().length > 0 && waited < patienceMs; waited += 20) await delay(20)
    for (const { party, backlog, reason } of waiting()) {
      wrong.push(`${party}: ${backlog} never acknowledged (${reason})`)
    }
    for (const party of parties) {
      const violations = brokers[party].violations()
      if (violations > 0) wrong.push(`${party}: Receive Maximum not kept ${violations} times`)
    }
    for (const close of closers.splice(0).reverse()) await close()
    for (const party of parties) {
      const { events, lost, twice, outOfOrder } = checkCentre(join(directory, party), party, promised)
      if (lost + twice + outOfOrder > 0 || events !== promised.length) {
        wrong.push(
          `${party}: ${events} of ${promised.length}, ${lost} lost, ${twice} twice, ${outOfOrder} out of order`,
        )
      }
    }
    return wrong
  } finally {
    for (const close of closers.splice(0).reverse()) await close()
    await rm(directory, { recursive: true, force: true })
  }
}

const count = Number(values.scenarios)
let next = Number(values.seed)
const end = next + count
let done = 0
let bad = 0
const began = performance.now()
const work = async (): Promise<void> => {
  while (next < end) {
    const seed = next++
    const wrong = await scenario(seed)
    if (wrong.length > 0) bad += 1
    for (const what of wrong) process.stdout.write(`seed ${seed}: ${what}\n`)
    done += 1
    if (done % 50 > 0) continue
    const seconds = (performance.now() - began) / 1_000 / done
    process.stdout.write(
      `${done} done, ${bad} not as promised, ${seconds.toFixed(2)} s each; the next seed is ${next}\n`,
    )
  }
}
await Promise.all(Array.from({ length: Number(values.together) }, work))
process.stdout.write(`${count} scenarios from seed ${values.seed}: ${count - bad} as promised, ${bad} not\n`)
process.exitCode = bad === 0 ? 0 : 1
