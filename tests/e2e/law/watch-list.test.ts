import { createPrivateKey } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import { exportEvidence } from '../../../edge/commands/evidence.ts'
import { simulatedOfficer } from '../../../edge/demo/officers.ts'
import { planVehicle } from '../../../edge/demo/traffic.ts'
import { createTroubleshooter } from '../../../edge/demo/trouble.ts'
import type { Party } from '../../../edge/domain/party.ts'
import type { RegisterEntry } from '../../../edge/domain/registers/register.ts'
import type { LaneView } from '../../../edge/ports/lane.ts'
import { signContent } from '../../../edge/ports/party-signature.ts'
import { type Checkpoint, createCheckpoint, lane, until } from '../../support/checkpoint.ts'

/** Words that stand in Kazakhstan's watch list and nowhere else. */
const canary = 'CANARY-7f3a'
const keys = { KAZ: generateCentreKey(), KGZ: generateCentreKey() }
const vehicle = { ...planVehicle(0, 1, 'KAZ'), outcome: 'released' as const }
const number = (vehicle.documents[0]?.lines[1] ?? '').slice(0, 9).replaceAll('<', '')
const said: string[] = []
let checkpoint: Checkpoint | undefined

afterEach(async () => {
  await checkpoint?.close()
}, 60_000)

function signed(party: Party, content: object): string {
  const key = createPrivateKey(keys[party].privateKey)
  return JSON.stringify({ content, signature: signContent('list', content, key) })
}

const watchList = (entries: readonly (RegisterEntry & { readonly instruction: string })[]) => ({
  kind: 'watch-list',
  watchList: { party: 'KAZ', list: `${canary}-list`, version: 1, entries },
})
const entry = {
  ...{ entry: `${canary}-line`, plate: null, document: number },
  instruction: `${canary}: call the shift leader`,
}

/** All that the live feed sends to a session in a while. */
async function liveOf(party: Party, url: string): Promise<string> {
  const officer = simulatedOfficer(party, 'border')
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ officer: officer?.officer, pin: officer?.pin }),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const pages = ['lanes', `lanes/${lane}/actions`, 'crossings', 'statistics', 'gateway', 'replication']
  const texts = await Promise.all(
    pages.map(async (page) => (await fetch(`${url}/api/v1/${page}`, { headers: { cookie } })).text()),
  )
  texts.push(await (await fetch(`${url}/metrics`)).text())
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, {
    origin: url,
    headers: { cookie },
  })
  await new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      texts.push(String(data))
      if (String(data).includes('"heartbeat"')) resolve()
    })
  })
  socket.terminate()
  return texts.join('\n')
}

it('JC 3: a hit of one Party is on no screen, in no feed, log or evidence of the other, across a restart', async () => {
  checkpoint = await createCheckpoint({
    logLevel: 'debug',
    write: (line) => said.push(line),
    set: (folder) => {
      mkdirSync(join(folder, 'lists'))
      writeFileSync(join(folder, 'lists', 'own.json'), signed('KAZ', watchList([entry])))
      // A list that somebody else signed in the name of Kazakhstan is not taken.
      const forged = watchList([{ ...entry, instruction: 'FORGED' }])
      const wrong = { ...forged.watchList, list: 'forged' }
      const content = { ...forged, watchList: wrong }
      writeFileSync(
        join(folder, 'lists', 'forged.json'),
        JSON.stringify({ content, signature: JSON.parse(signed('KGZ', content)).signature }),
      )
      return [
        `law.keys.KAZ=${keys.KAZ.publicKey}`,
        `law.keys.KGZ=${keys.KGZ.publicKey}`,
        `law.lists=${join(folder, 'lists')}`,
      ]
    },
  })
  const { site } = checkpoint
  const here = checkpoint
  const driving = site.drive(vehicle)
  driving.catch(() => {})
  const own = await here.officer('KAZ', 'border')
  const trouble = createTroubleshooter(own)
  const hit = async (): Promise<LaneView | null> => {
    await trouble.attend(lane)
    const view = await own.lane(lane)
    return (view.crossing?.hits.length ?? 0) > 0 ? view : null
  }
  const seen = await until('the hit on the own screen', hit)
  expect(seen.crossing?.hits[0]).toMatchObject({
    matched: 'document',
    instruction: `${canary}: call the shift leader`,
  })
  const crossing = seen.crossing?.crossing ?? ''

  // A list over the line of the other Party, for the same person, is that Party's own.
  const port = JSON.parse(
    readFileSync(join(here.folder, 'lane.yaml'), 'utf8')
      .match(/mqtt:\/\/127\.0\.0\.1:(\d+)/g)?.[1]
      ?.split(':')
      .at(-1) ?? '0',
  )
  const broker = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 })
  const foreign = {
    kind: 'watch-list',
    watchList: {
      ...{ party: 'KGZ', list: 'kgz-list', version: 1 },
      entries: [{ entry: 'k1', plate: null, document: number, instruction: 'KGZ-WORD' }],
    },
  }
  await broker.publishAsync(`jbc/v1/KGZ/korday-ak-jol/demo/list`, signed('KGZ', foreign), { qos: 1 })
  // Kazakhstan's name on the line of Kyrgyzstan is refused, whoever signed it.
  await broker.publishAsync(
    `jbc/v1/KGZ/korday-ak-jol/demo/list`,
    signed('KAZ', { ...foreign, watchList: { ...foreign.watchList, party: 'KAZ', list: 'stolen' } }),
    { qos: 1 },
  )
  const other = await here.officer('KGZ', 'border')
  await until('the hit of the other Party', async () =>
    (await other.lane(lane)).crossing?.hits.some(({ instruction }) => instruction === 'KGZ-WORD'),
  )
  await broker.endAsync(true)

  await here.gateway().kill()
  await here.restart()
  const again = await here.officer('KAZ', 'border')
  const view = await again.lane(lane)
  expect(view.crossing?.hits.map(({ instruction }) => instruction)).toEqual([
    `${canary}: call the shift leader`,
  ])
  await until('all facts at both centres', async () =>
    (await again.replication()).every(({ backlog }) => backlog === 0),
  )

  const url = here.gateway().url
  expect(await liveOf('KAZ', url)).toContain(canary)
  const screen = await liveOf('KGZ', url)
  expect(screen).not.toContain(canary)
  expect(screen).toContain('KGZ-WORD')

  const told = (party: Party) => JSON.stringify(here.centres[party].events())
  expect(told('KAZ')).toContain(canary)
  expect(told('KGZ')).not.toContain(canary)
  expect(told('KGZ')).toContain('KGZ-WORD')
  expect(told('KAZ')).not.toContain('KGZ-WORD')
  for (const word of ['FORGED', 'stolen']) expect(told('KAZ') + told('KGZ')).not.toContain(word)

  expect(said.join('\n')).not.toContain(canary)
  expect(said.join('\n')).toContain('list.signature')

  // Whoever reads the log, or the figures, learns nothing of who crossed: plate, number, name.
  const figures = await (await fetch(`${url}/metrics`)).text()
  const personal = [vehicle.plate.text, number, ...vehicle.documents.flatMap(({ lines }) => lines)]
  expect(screen).toContain(vehicle.plate.text)
  for (const word of personal) expect(said.join('\n') + figures).not.toContain(word)

  const archive = (party: Party) => {
    const out = join(here.folder, `${party}.tar`)
    exportEvidence(crossing, { data: join(here.folder, 'data'), out, party })
    return readFileSync(out, 'latin1')
  }
  expect(archive('KAZ')).toContain(canary)
  expect(archive('KGZ')).not.toContain(canary)
}, 180_000)
