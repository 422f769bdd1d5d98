/**
 * A day of mixed crossings through the decider, the sharing policy and the real journal on a simulated clock.
 * Both Parties' streams are compared with the journal and with one another: equal where nothing is withheld,
 * empty where it is. Prints JSON; status 1 on a difference. Run: npm run sim:day -- --crossings 2000
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { planControls } from '../../edge/domain/control/plan.ts'
import type { RulePack } from '../../edge/domain/control/rule-pack.ts'
import { withheldFrom } from '../../edge/domain/control/sharing.ts'
import type { CrossingCommand } from '../../edge/domain/crossing/commands.ts'
import { decide } from '../../edge/domain/crossing/decide.ts'
import { evolve } from '../../edge/domain/crossing/evolve.ts'
import { type CrossingState, initialState } from '../../edge/domain/crossing/state.ts'
import {
  type ControlKind,
  type OfficerActor,
  otherParty,
  type Party,
  parties,
} from '../../edge/domain/party.ts'
import { openJournal } from '../../edge/journal/open-journal.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import type { Journal, NewEvent, Share, StreamEntry, StreamSource } from '../../edge/ports/journal.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { fakeRulePack } from '../support/fake-lane-data.ts'

const { values } = parseArgs({
  options: { crossings: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
})
const wanted = Number(values.crossings)
if (!Number.isInteger(wanted) || wanted < 1 || wanted > 100_000) {
  process.stderr.write('--crossings: a whole number from 1 to 100000 is allowed.\n')
  process.exit(1)
}

let random = Number(values.seed) >>> 0
/** Numerical Recipes' linear congruence: the same day for the same seed. */
const chance = () => {
  random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0
  return random / 2 ** 32
}
const secret = 'note-of-one-party'
/** Notes of customs and whole waivers are kept from the other Party: one field, and one whole event. */
const pack: RulePack = {
  ...fakeRulePack,
  sharing: [
    { event: 'ControlCompleted', field: 'note', controlKind: 'customs', visibleTo: 'own' },
    { event: 'ControlWaived', field: '*', visibleTo: 'own' },
  ],
}
const officer = (party: Party, body: ControlKind): OfficerActor => ({
  kind: 'officer',
  officer: `${party}-${body}`,
  party,
  body,
})

const directory = await mkdtemp(join(tmpdir(), 'ayaldama-day-'))
const journal = await openJournal({ directory, log: silentLog, clock: systemClock })
const outcomes: Record<string, number> = {}
let refusals = 0
try {
  for (let index = 0; index < wanted; index += 1) await cross(journal, index)
  const result = await compare(journal)
  process.stdout.write(`${JSON.stringify({ crossings: wanted, outcomes, refusals, ...result }, null, 2)}\n`)
  process.exitCode = result.differences.length === 0 ? 0 : 1
} finally {
  await journal.close()
  await rm(directory, { recursive: true, force: true })
}

async function cross(into: Journal, index: number): Promise<void> {
  const exitParty: Party = chance() < 0.5 ? 'KAZ' : 'KGZ'
  const entryParty = otherParty(exitParty)
  const crossing = randomUUID()
  let state: CrossingState = initialState
  let at = Date.UTC(2026, 4, 1) + Math.floor((index / wanted) * 86_400_000)
  const events: NewEvent[] = []
  const give = (command: CrossingCommand): void => {
    at += 1_000 + Math.floor(chance() * 60_000)
    const decision = decide(command, state, pack)
    if (!decision.ok) {
      refusals += 1
      return
    }
    const actor = 'by' in command ? command.by : ({ kind: 'gateway' } as const)
    const eventTime = new Date(at).toISOString()
    for (const event of decision.events) {
      state = evolve(state, { event, actor, eventTime })
      const share = (party: Party): Share => {
        const withheld = withheldFrom(party, event, actor, pack)
        return withheld && { withheld }
      }
      events.push({
        id: randomUUID(),
        event,
        crossing,
        lane: 'lane-1',
        eventTime,
        actor,
        shares: { KAZ: share('KAZ'), KGZ: share('KGZ') },
      })
    }
  }
  const control = (party: Party, kind: ControlKind): void => {
    const by = officer(party, kind)
    if (kind === 'customs' && chance() < 0.1) {
      give({ type: 'WaiveControl', control: { party, kind }, reason: `${secret}-${party}-${index}`, by })
      return
    }
    give({ type: 'StartControl', control: { party, kind }, by })
    give({
      type: 'CompleteControl',
      control: { party, kind },
      decision: 'released',
      note: kind === 'customs' ? `${secret}-${party}-${index}` : `open-${index}`,
      by,
    })
  }

  give({
    type: 'OpenCrossing',
    lane: 'lane-1',
    exitParty,
    entryParty,
    hostParty: 'KAZ',
    rulePack: { name: pack.name, version: pack.version, sha256: '0'.repeat(64) },
    controls: planControls(pack, exitParty, entryParty),
    localDate: '2026-05-01',
    guarded: false,
  })
  give({
    type: 'RecordDocument',
    read: fakeDocument(index),
  })
  const way = chance()
  const kinds = (party: Party): readonly ControlKind[] =>
    planControls(pack, exitParty, entryParty)
      .filter((planned) => planned.party === party)
      .map(({ kind }) => kind)
  if (chance() < 0.1) control(entryParty, 'border')
  if (way < 0.05) give({ type: 'Return', reason: 'no permit', by: officer(exitParty, 'border') })
  else {
    for (const kind of kinds(exitParty)) control(exitParty, kind)
    give({ type: 'ConcludeExitControl', by: officer(exitParty, 'border') })
    for (const kind of kinds(entryParty)) control(entryParty, kind)
    const by = officer(entryParty, 'border')
    if (way < 0.12) {
      give({ type: 'Refuse', cause: 'other', reason: 'no right', by })
      give({ type: 'AcceptReadmission', by: officer(exitParty, 'border') })
    } else give({ type: 'Release', by })
  }
  give({ type: 'CloseCrossing' })
  const ended = events.at(-1)?.event
  const outcome = ended?.type === 'CrossingClosed' ? ended.data.outcome : 'open'
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  await into.append(events)
}

function fakeDocument(index: number): Extract<CrossingCommand, { type: 'RecordDocument' }>['read'] {
  return {
    document: index.toString(16).padStart(16, '0'),
    format: 'TD3',
    lines: [],
    fields: {
      documentCode: 'P',
      issuingState: 'KAZ',
      documentNumber: `N${index}`,
      nationality: 'KAZ',
      surname: 'TEST',
      givenNames: 'TEST',
      nameTruncated: false,
      sex: 'F',
      birth: '900101',
      birthDate: '1990-01-01',
      expiry: '300101',
      expiryDate: '2030-01-01',
      optionalData1: '',
      optionalData2: '',
      personalNumber: null,
    },
    checks: [],
    corrections: [],
    accepted: true,
    source: 'reader',
  }
}

async function compare(source: Journal & StreamSource) {
  const differences: string[] = []
  const streams = {} as Record<Party, Map<string, StreamEntry>>
  for (const party of parties) {
    streams[party] = new Map()
    let after = { epoch: 1, seq: 0 }
    for (;;) {
      const page = await source.readStream(party, after, 1000)
      for (const entry of page) {
        if (entry.seq !== after.seq + 1) differences.push(`${party}: gap after ${after.seq}`)
        after = { epoch: entry.epoch, seq: entry.seq }
        streams[party].set(entry.event.id, entry)
      }
      if (page.length === 0) break
    }
  }
  const counts = { events: 0, equal: 0, cut: 0, ownOnly: 0, secretsKept: 0 }
  let after = { epoch: 1, seq: 0 }
  for (;;) {
    const page = await source.read(after, 1000)
    if (page.length === 0) break
    for (const { id, event, epoch, seq, actor } of page) {
      after = { epoch, seq }
      counts.events += 1
      const seen = parties.map((party) => streams[party].get(id))
      const whole = JSON.stringify(event.data)
      const texts = seen.map((entry) => (entry === undefined ? null : JSON.stringify(entry.event.event.data)))
      if (texts[0] === texts[1]) counts.equal += 1
      else if (texts.includes(null)) counts.ownOnly += 1
      else counts.cut += 1
      for (const [place, party] of parties.entries()) {
        const text = texts[place] ?? null
        const withheld = withheldFrom(party, event, actor, pack)
        if (withheld === null ? text !== null : text === null)
          differences.push(`${party}: ${id} ${event.type}`)
        if (withheld?.length === 0 && text !== whole) differences.push(`${party}: ${id} is changed`)
        // Said without the policy's own words: what it must come to.
        if (!whole.includes(`${secret}-${otherParty(party)}`)) continue
        if (text?.includes(secret)) differences.push(`${party}: ${id} shows what is kept from it`)
        else if (event.type === 'ControlWaived' && text !== null) differences.push(`${party}: ${id} is there`)
        else counts.secretsKept += 1
      }
    }
  }
  return {
    ...counts,
    streams: { KAZ: streams.KAZ.size, KGZ: streams.KGZ.size },
    differences: differences.slice(0, 20),
  }
}
