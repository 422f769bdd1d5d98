import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Centre, createCentre } from '../../../edge/central/centre.ts'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import { readErasure } from '../../../edge/central/read-erasure.ts'
import type { CentreEvent } from '../../../edge/central/store.ts'
import { openCentreStore } from '../../../edge/central/store.ts'
import { type Party, parties } from '../../../edge/domain/party.ts'
import { readGatewayKeys } from '../../../edge/journal/gateway-key.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import type { Replication } from '../../../edge/ports/replication.ts'
import { closed, newEvent, opened, plateRead } from '../../contract/journal/sample-events.ts'
import { lanePc, testAuthority } from '../../support/signed-officer.ts'
import { embedded, type TestBroker } from '../replication/brokers.ts'
import {
  type Bench,
  benchJournal,
  benchReplication,
  drained,
  eventually,
  type GatewayJournal,
  identity,
  openBench,
  partyLink,
} from '../replication/gateway-bench.ts'

const name = `${identity.checkpoint}/${identity.gateway}`
const later = new Date(Date.now() + 3_600_000).toISOString()
const authority = testAuthority()
let bench: Bench
const brokers = new Map<Party, TestBroker>()
const url = (party: Party) => brokers.get(party)?.url ?? ''
let journal: GatewayJournal
let replication: Replication
const keys = { KAZ: generateCentreKey(), KGZ: generateCentreKey() }
const centres = new Map<Party, Centre>()
const centre = (party: Party): Centre => {
  const found = centres.get(party)
  if (found === undefined) throw new Error(`no centre of ${party}`)
  return found
}
const folder = (party: Party) => join(bench.directory, `centre-${party}`)

async function startCentre(party: Party): Promise<void> {
  const made = await createCentre({
    ...{ party, brokerUrl: url(party), directory: folder(party), key: keys[party].privateKey },
    ...{ log: silentLog, mqttVersion: '3.1.1', gapMs: 50, reconnectMs: 20, trustFirstGatewayKey: true },
    ...{ authorityKeys: { KAZ: authority.key, KGZ: authority.key }, signedActsOnly: true },
  })
  centres.set(party, made)
  bench.onClose(made.close)
}

beforeEach(async () => {
  bench = await openBench()
  for (const party of parties) {
    const broker = await embedded()
    await broker.start()
    bench.onClose(broker.kill)
    brokers.set(party, broker)
    await startCentre(party)
  }
  journal = await benchJournal(bench, { heads: true })
  const link = (party: Party) => partyLink({ url: url(party), key: keys[party] }, { mqttVersion: '3.1.1' })
  replication = await benchReplication(bench, journal, { KAZ: link('KAZ'), KGZ: link('KGZ') })
})
afterEach(async () => {
  await bench.close()
})

/** One crossing that is closed and one that is not, each with a plate and a signed act; both Parties cosign. */
async function worked(): Promise<void> {
  const pc = await lanePc('KAZ')
  await journal.append([newEvent(pc.approval(authority), { crossing: null })])
  for (const crossing of ['c-1', 'c-2']) {
    const stated = {
      control: { party: 'KAZ', kind: 'customs' },
      decision: 'released',
      note: `seal ${crossing}`,
    }
    const actor = await pc.act('CompleteControl', stated, { crossing })
    const data = { ...stated, lawInForce: 'KAZ' } as never
    const shares = { KAZ: { withheld: [] }, KGZ: { withheld: ['note'] } }
    await journal.append([opened(crossing)])
    await journal.append([plateRead(crossing, `PLATE${crossing}`, true)])
    await journal.append([newEvent({ type: 'ControlCompleted', data }, { crossing, actor, shares })])
  }
  await journal.append([closed('c-1')])
  // The head that is signed after ten events covers all of that.
  for (let more = 0; more < 12; more++) {
    await journal.append([newEvent({ type: 'GatewayStopped', data: { reason: 'test' } }, { crossing: null })])
  }
  for (const party of parties) await drained(replication, party)
  await eventually(() => parties.every((party) => centre(party).heads(name).cosigned >= 10))
  for (const party of parties) {
    while (((await journal.cosignature(party))?.size ?? 0) < 10) await new Promise(setImmediate)
  }
}

const stored = (party: Party) =>
  JSON.stringify(
    centre(party)
      .events()
      .map(({ cloudEvent }) => cloudEvent),
  )
const onDisk = (party: Party) =>
  readdirSync(folder(party))
    .map((file) => readFileSync(join(folder(party), file), 'latin1'))
    .join('')

test('what the gateway erased is erased at both centres, in every page of their files, and acts still verify', async () => {
  await worked()
  expect(onDisk('KAZ')).toContain('seal c-1')
  expect(await journal.eraseFields(later)).toBe(2)
  for (const party of parties) {
    await drained(replication, party)
    await eventually(() => centre(party).erasures(name).notices.length === 1)
    expect(centre(party).erasures(name)).toMatchObject({
      notices: [{ refused: null, events: 2 }],
      unexplained: 0,
    })
    expect(stored(party)).not.toContain('PLATEc-1')
    expect(onDisk(party)).not.toMatch(/PLATEc-1|seal c-1/)
    // Its crossing is not closed.
    expect(stored(party)).toContain('PLATEc-2')
    expect(centre(party).acts(name)).toMatchObject({ signed: 2, unsigned: 0, alarms: [] })
  }
  const [act] = centre('KAZ')
    .events('c-1')
    .filter(({ event }) => event.type === 'ControlCompleted')
  expect(act?.cloudEvent).toMatchObject({ erased: true, data: { note: '[erased]', decision: 'released' } })
  expect(act?.cloudEvent).not.toHaveProperty('actopened')
  // Neither learns how many events the other is given.
  expect(stored('KAZ')).toContain('"withheld":"notices.KGZ"')
})

test('a centre that lost its database gets what is left, marked, and every act still verifies', async () => {
  await worked()
  await journal.eraseFields(later)
  for (const party of parties) await drained(replication, party)
  await centre('KGZ').close()
  await rm(folder('KGZ'), { recursive: true })
  await startCentre('KGZ')
  await journal.append([newEvent({ type: 'GatewayStopped', data: { reason: 'again' } }, { crossing: null })])
  const all = centre('KAZ').summary(name).received + 1
  await eventually(() => centre('KGZ').summary(name).received >= all - 1)
  await drained(replication, 'KGZ')
  await eventually(() => centre('KGZ').erasures(name).notices.length === 1)
  expect(centre('KGZ').erasures(name)).toMatchObject({ notices: [{ refused: null }], unexplained: 0 })
  expect(centre('KGZ').acts(name)).toMatchObject({ signed: 2, alarms: [] })
  expect(stored('KGZ')).not.toContain('PLATEc-1')
})

test('a notice that the gateway did not sign for this Party erases nothing', async () => {
  await worked()
  await journal.eraseFields(later)
  await eventually(() => centre('KAZ').erasures(name).notices.length === 1)
  const notice = centre('KAZ')
    .events()
    .find(({ event }) => event.type === 'FieldsErased')
  if (notice?.event.type !== 'FieldsErased') throw new Error('no notice came')
  const [key = ''] = readGatewayKeys(join(bench.directory, 'gateway'))
  const receiver = { ...identity, party: 'KAZ' } as const
  const { data } = notice.event
  const changed = (change: object): CentreEvent => ({
    ...notice,
    event: { type: 'FieldsErased', data: { ...data, ...change } },
  })
  const own = data.notices?.KAZ
  if (own === undefined) throw new Error('no notice for KAZ')
  expect(readErasure(notice, receiver, key)).toEqual({
    order: { before: later, upTo: { epoch: own.epoch, seq: own.seq } },
  })
  const refused: readonly (readonly [CentreEvent, string | null, string])[] = [
    [changed({ before: '2099-01-01T00:00:00.000Z' }), key, 'signed'],
    [changed({ notices: { KAZ: { ...own, seq: own.seq + 1 } } }), key, 'signed'],
    [changed({ notices: { KGZ: own } }), key, 'not signed for KAZ'],
    [changed({ notices: undefined }), key, 'not signed for KAZ'],
    [notice, generateCentreKey().publicKey, 'registered key'],
    [notice, null, 'no key'],
  ]
  for (const [event, known, why] of refused) {
    expect(readErasure(event, receiver, known)).toEqual({ refused: expect.stringContaining(why) })
  }
  expect(readErasure(notice, { ...receiver, gateway: 'gw-2' }, key)).toHaveProperty('refused')
})

test('events that come erased without a notice are counted: a gateway cannot hide so what an officer said', async () => {
  await worked()
  await journal.eraseFields(later)
  await eventually(() => centre('KAZ').erasures(name).notices.length === 1)
  const erased = centre('KAZ')
    .events('c-1')
    .find(({ cloudEvent }) => cloudEvent.erased)?.cloudEvent
  if (erased === undefined) throw new Error('nothing was erased')
  const store = openCentreStore(join(bench.directory, 'other.db'))
  bench.onClose(async () => store.close())
  const events = [{ ...erased, seq: 1, epoch: 1 }]
  store.store(name, { ...identity, party: 'KAZ', session: 's', epoch: 1, from: 1, to: 1, events })
  expect(store.erasedUnexplained(name)).toBe(1)
})
