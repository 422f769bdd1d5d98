import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConsoleApp } from '../../../edge/console/context.ts'
import { buildConsole } from '../../../edge/console/start-console.ts'
import type { OfficerActor } from '../../../edge/domain/party.ts'
import { actHeader, statedFields } from '../../../edge/ports/proof/act-statement.ts'
import { createSigningKey, type SigningKey, signAct } from '../../../edge/ports/proof/sign-act.ts'
import { publicKeyOf } from '../../../edge/ports/proof/tree-head.ts'
import { isActSignedBy } from '../../../edge/ports/proof/verify-act.ts'
import { fakeConsoleOptions, fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'

let app: ConsoleApp
let checkpoint: FakeCheckpoint
let key: SigningKey
let cookies: Record<string, string>
const approved = new Set<string>()
const asked: string[] = []
let mode: 'required' | 'recorded'

beforeEach(async () => {
  mode = 'required'
  approved.clear()
  asked.length = 0
  const signing = {
    get mode() {
      return mode
    },
    approved: (_: string, one: string) => approved.has(one),
    request: async (one: string) => {
      asked.push(one)
    },
  }
  const fake = await fakeConsoleOptions({ signing })
  checkpoint = fake.checkpoint
  app = await buildConsole(fake.options)
  key = await createSigningKey()
  const payload = { officer: 'K-101', pin: fakePins['K-101'] }
  const response = await app.inject({ method: 'POST', url: '/api/v1/session', payload })
  cookies = Object.fromEntries(response.cookies.map((cookie) => [cookie.name, cookie.value]))
  await checkpoint.arrive('lane-1')
})
afterEach(() => app.close())

const start = { type: 'StartControl', control: { party: 'KAZ', kind: 'border' } } as const

const acted = () =>
  checkpoint.executed.filter((command): command is typeof command & { by: OfficerActor } => 'by' in command)

async function signed(body: { readonly type: string }, change: object = {}): Promise<string> {
  const { view } = checkpoint.lanes
  const lane = view('lane-1', { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' })
  const about = {
    ...{ checkpoint: 'Карасу — Ак-Тилек', gateway: 'gw-karasu-1', lane: 'lane-1' },
    ...{ crossing: lane.crossing?.crossing ?? null, version: lane.version, act: body.type },
    ...{ officer: 'K-101', party: 'KAZ', body: 'border', at: new Date().toISOString(), ...change },
  }
  return JSON.stringify(await signAct(key, about, statedFields(body)))
}
const act = (payload: object, header?: string) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/lanes/lane-1/commands',
    cookies,
    payload,
    ...(header !== undefined && { headers: { [actHeader]: header } }),
  })

it('a key is asked for once it is shown, and counts when the Party has approved it', async () => {
  const ask = () =>
    app.inject({
      method: 'POST',
      url: '/api/v1/signing-key',
      cookies,
      payload: { key: key.publicKey, holder: 'desk 1' },
    })
  expect((await ask()).json()).toEqual({ state: 'requested', mode: 'required' })
  expect(asked).toEqual([key.publicKey])
  approved.add(key.publicKey)
  expect((await ask()).json()).toEqual({ state: 'approved', mode: 'required' })
})

it('an act that an approved key signed is carried out, and its signature goes on with the officer', async () => {
  approved.add(key.publicKey)
  const header = await signed(start)
  expect((await act(start, header)).statusCode).toBe(200)
  // The same request again, as one on the way to the gateway could send it.
  expect((await act(start, header)).json()).toMatchObject({ code: 'console.act-signature' })
  const [command] = acted()
  const proof = command?.by.act
  expect(proof?.opened).toMatchObject({ control: { value: start.control } })
  expect(proof && isActSignedBy(proof.statement, proof.signature, publicKeyOf(key.publicKey))).toBe(true)
})

it('where signatures are required no act goes without; where they are recorded it goes as unsigned', async () => {
  const none = await act(start)
  expect([none.statusCode, none.json().code]).toEqual([403, 'console.act-unsigned'])
  const unapproved = await act(start, await signed(start))
  expect([unapproved.statusCode, unapproved.json().code]).toEqual([403, 'console.act-unsigned'])
  const barrier = 'releaseBarrier'
  const words = [
    ['way-clear', { barrier }],
    ['emergency-opening', { barrier, reason: 'fire' }],
    ['emergency-reset', {}],
  ] as const
  for (const [url, payload] of words) {
    const answer = await app.inject({
      method: 'POST',
      url: `/api/v1/lanes/lane-1/${url}`,
      cookies,
      payload,
    })
    expect([url, answer.statusCode]).toEqual([url, 403])
  }
  expect(acted()).toEqual([])
  mode = 'recorded'
  expect((await act(start)).statusCode).toBe(200)
  expect(acted()).toHaveLength(1)
  expect(acted()[0]).not.toHaveProperty('by.act')
})

it('a signature is good for its act, its crossing and its officer, and for nothing else', async () => {
  approved.add(key.publicKey)
  mode = 'recorded'
  const other = { type: 'StartControl', control: { party: 'KAZ', kind: 'customs' } } as const
  const wrong = [
    await signed(other),
    await signed(start, { crossing: 'c-0' }),
    await signed(start, { crossing: null }),
    await signed(start, { version: 9_999 }),
    await signed(start, { officer: 'K-102' }),
    await signed(start, { gateway: 'gw-2' }),
    await signed(start, { lane: 'lane-2' }),
    '{}',
    'nothing',
  ]
  for (const header of wrong) {
    const answer = await act(start, header)
    expect([answer.statusCode, answer.json().code], header).toEqual([403, 'console.act-signature'])
  }
  expect(acted()).toEqual([])
})

it('a session belongs to the lane PC that signed first in it: no other key acts in it, and none does without', async () => {
  approved.add(key.publicKey)
  mode = 'recorded'
  expect((await act(start, await signed(start))).statusCode).toBe(200)
  const conclude = { type: 'ConcludeExitControl' }
  key = await createSigningKey()
  approved.add(key.publicKey)
  for (const header of [await signed(conclude), undefined]) {
    const answer = await act(conclude, header)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'console.other-pc'])
  }
  expect(acted()).toHaveLength(1)
})
