import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConsoleApp } from '../../../edge/console/context.ts'
import { buildConsole } from '../../../edge/console/start-console.ts'
import type { OfficerActor } from '../../../edge/domain/party.ts'
import { fakeConsoleOptions, fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'

let app: ConsoleApp
let checkpoint: FakeCheckpoint
const clock = { now: () => new Date('2026-11-24T06:00:00.000Z'), monotonic: () => 0 }
const kaz = (body: OfficerActor['body'], officer: string): OfficerActor => ({
  kind: 'officer',
  officer,
  party: 'KAZ',
  body,
})
const kgz = (body: OfficerActor['body'], officer: string): OfficerActor => ({
  kind: 'officer',
  officer,
  party: 'KGZ',
  body,
})

beforeEach(async () => {
  const fake = await fakeConsoleOptions({ clock })
  checkpoint = fake.checkpoint
  app = await buildConsole(fake.options)
})
afterEach(() => app.close())

async function signIn(officer: keyof typeof fakePins): Promise<Record<string, string>> {
  const payload = { officer, pin: fakePins[officer] }
  const response = await app.inject({ method: 'POST', url: '/api/v1/session', payload })
  return Object.fromEntries(response.cookies.map(({ name, value }) => [name, value]))
}

async function arrived(): Promise<string> {
  await checkpoint.arrive('lane-1')
  const viewer = kaz('border', 'K-101')
  return checkpoint.lanes.view('lane-1', viewer).crossing?.crossing ?? ''
}

function refused(reason: string): void {
  const steps = [kaz('border', 'K-101'), kaz('customs', 'K-102')]
  for (const by of steps) {
    const control = { party: by.party, kind: by.body }
    checkpoint.act('lane-1', { type: 'StartControl', control, by })
    checkpoint.act('lane-1', { type: 'CompleteControl', control, decision: 'released', by })
  }
  checkpoint.act('lane-1', { type: 'ConcludeExitControl', by: kaz('border', 'K-101') })
  const by = kgz('border', 'R-201')
  checkpoint.act('lane-1', { type: 'StartControl', control: { party: 'KGZ', kind: 'border' }, by })
  const result = checkpoint.act('lane-1', { type: 'Refuse', cause: 'expired-document', reason, by })
  expect(result).toMatchObject({ ok: true })
}

const form = (crossing: string, name: string, language: string, cookies: Record<string, string> = {}) =>
  app.inject({
    method: 'GET',
    url: `/api/v1/crossings/${crossing}/forms/${name}?language=${language}`,
    cookies,
  })

describe('BR 17.2: the paper of a refusal', () => {
  it.for([
    [
      'ru',
      'Уведомление о непропуске через государственную границу',
      'Срок действия документа истёк',
      'ст. 17.2',
    ],
    ['kk', 'Мемлекеттік шекара арқылы өткізбеу туралы хабарлама', 'Құжаттың мерзімі өткен', '17.2-бап'],
    [
      'ky',
      'Мамлекеттик чек ара аркылуу өткөрбөө жөнүндө билдирме',
      'Документтин мөөнөтү бүткөн',
      '17.2-берене',
    ],
  ])('says in %s what the journal holds', async ([language = '', title, cause, article]) => {
    const crossing = await arrived()
    refused('паспорт до 2020')
    const response = await form(crossing, 'refusal', language, await signIn('K-101'))
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8')
    for (const text of [title, cause, article, 'паспорт до 2020', '482KZA02 (KZ)', 'R-201', crossing]) {
      expect(response.body).toContain(text)
    }
    // 06:00 UTC at the checkpoint.
    expect(response.body).toContain('24.11.2026, 11:00:00')
  })

  it('tells who accepted the vehicle back', async () => {
    const crossing = await arrived()
    refused('причина')
    const cookies = await signIn('K-101')
    expect((await form(crossing, 'refusal', 'ru', cookies)).body).toContain('<td>ещё нет</td>')
    checkpoint.act('lane-1', { type: 'AcceptReadmission', by: kaz('border', 'K-101') })
    const { body } = await form(crossing, 'refusal', 'ru', cookies)
    expect(body).not.toContain('ещё нет')
    expect(body).toContain('24.11.2026, 11:00:00, K-101')
  })

  it('never becomes a page of what an officer typed', async () => {
    const crossing = await arrived()
    refused(`<script>alert("1")</script>&'`)
    const { body } = await form(crossing, 'refusal', 'ru', await signIn('K-101'))
    expect(body).not.toContain('<script')
    expect(body).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;')
  })

  it('is for signed-in officers, and only where there was a refusal', async () => {
    const crossing = await arrived()
    expect((await form(crossing, 'refusal', 'ru', await signIn('K-101'))).statusCode).toBe(404)
    refused('причина')
    expect((await form(crossing, 'refusal', 'ru')).statusCode).toBe(401)
    const cookies = await signIn('R-201')
    expect((await form(crossing, 'refusal', 'ru', cookies)).statusCode).toBe(200)
    expect((await form(crossing, 'return', 'ru', cookies)).statusCode).toBe(404)
    expect((await form('none', 'refusal', 'ru', cookies)).statusCode).toBe(404)
    expect((await form(crossing, 'refusal', 'de', cookies)).statusCode).toBe(400)
    expect((await form(crossing, 'other', 'ru', cookies)).statusCode).toBe(400)
  })
})

describe('JC 7.2: the paper of a return', () => {
  it.for([
    ['ru', 'Акт о возврате транспортного средства'],
    ['kk', 'Көлік құралын қайтару туралы акт'],
    ['ky', 'Транспорт каражатын кайтаруу жөнүндө акт'],
  ])('says in %s why the vehicle goes back', async ([language = '', title]) => {
    const crossing = await arrived()
    checkpoint.act('lane-1', { type: 'Return', reason: 'нет разрешения', by: kaz('border', 'K-101') })
    const response = await form(crossing, 'return', language, await signIn('K-102'))
    expect(response.statusCode).toBe(200)
    for (const text of [title, 'нет разрешения', 'K-101', '7.2']) expect(response.body).toContain(text)
  })
})
