import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConsoleApp } from '../../../edge/console/context.ts'
import { buildConsole } from '../../../edge/console/start-console.ts'
import type { Log } from '../../../edge/ports/log.ts'
import { fakeBadges, fakeConsoleOptions, fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'

type Officer = keyof typeof fakePins

let app: ConsoleApp
let checkpoint: FakeCheckpoint
let logged: string[]
let ms: number

const clock = {
  now: () => new Date(Date.UTC(2026, 10, 24, 6) + ms),
  monotonic: () => ms,
}
const keepLog = (): Log => {
  const keep = (fields: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(fields)}`)
  }
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log }
  return log
}

beforeEach(async () => {
  ms = 0
  logged = []
  const fake = await fakeConsoleOptions({ clock, log: keepLog() })
  checkpoint = fake.checkpoint
  app = await buildConsole(fake.options)
})
afterEach(async () => {
  await app.close()
})

const tryToSignIn = (officer: string, pin: string) =>
  app.inject({ method: 'POST', url: '/api/v1/session', payload: { officer, pin } })

async function signIn(officer: Officer): Promise<Record<string, string>> {
  const response = await tryToSignIn(officer, fakePins[officer])
  expect(response.statusCode).toBe(200)
  return Object.fromEntries(response.cookies.map((cookie) => [cookie.name, cookie.value]))
}

const act = (cookies: Record<string, string>, payload: object, lane = 'lane-1') =>
  app.inject({ method: 'POST', url: `/api/v1/lanes/${lane}/commands`, cookies, payload })

describe('sign-in', () => {
  it('gives a cookie that no script and no other site can use, and records the officer at the gateway', async () => {
    const response = await tryToSignIn('K-101', '2468')
    expect(response.json()).toEqual({
      session: {
        officer: 'K-101',
        party: 'KAZ',
        body: 'border',
        duties: ['supervisor'],
        passValidUntil: '2099-12-31',
        signedInAt: '2026-11-24T06:00:00.000Z',
      },
      locked: null,
    })
    expect(response.headers['set-cookie']).toMatch(
      /^ayaldama_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect(checkpoint.sessions).toEqual(['in K-101'])
  })

  it('says the same to a wrong PIN and an unknown officer', async () => {
    const wrong = await tryToSignIn('K-101', '0000')
    const unknown = await tryToSignIn('X-1', '0000')
    expect([wrong.statusCode, wrong.json()]).toEqual([unknown.statusCode, unknown.json()])
    expect(wrong.json()).toMatchObject({ code: 'console.sign-in' })
  })

  it('holds back after five failures in 15 minutes, even with the right PIN, and says for how long', async () => {
    for (let n = 0; n < 5; n += 1) expect((await tryToSignIn('K-101', '0000')).statusCode).toBe(401)
    const held = await tryToSignIn('K-101', '2468')
    expect(held.statusCode).toBe(429)
    expect(held.json()).toMatchObject({ code: 'console.locked-out', retryAfterSeconds: 60 })
    expect(held.headers['retry-after']).toBe('60')
    expect((await tryToSignIn('R-201', '8642')).statusCode).toBe(200)
    ms += 60_000
    expect((await tryToSignIn('K-101', '2468')).statusCode).toBe(200)
  })

  it('JC 12: refuses an expired pass, and tells only who knows the PIN', async () => {
    const expired = await tryToSignIn('K-199', '9999')
    expect([expired.statusCode, expired.json().code]).toEqual([403, 'console.pass-expired'])
    expect((await tryToSignIn('K-199', '0000')).json().code).toBe('console.sign-in')
    expect(checkpoint.sessions).toEqual([])
  })

  it('ends a session at sign-out and when its desk is left, and records both', async () => {
    const cookies = await signIn('K-101')
    await app.inject({ method: 'DELETE', url: '/api/v1/session', cookies })
    expect((await app.inject({ url: '/api/v1/session', cookies })).json()).toEqual({
      session: null,
      locked: null,
    })
    const later = await signIn('K-101')
    ms += 75 * 60_000
    expect((await act(later, { type: 'ConcludeExitControl' })).statusCode).toBe(401)
    expect(checkpoint.sessions).toEqual(['in K-101', 'out K-101', 'in K-101', 'out K-101'])
  })
})

describe('a badge', () => {
  it('names its officer, whose PIN proves it; what is logged has neither', async () => {
    const response = await tryToSignIn(fakeBadges['K-101'].toLowerCase(), fakePins['K-101'])
    expect(response.json()).toMatchObject({ session: { officer: 'K-101' } })
    expect(logged.join()).not.toMatch(/04a2b3c4d5|2468/i)
  })

  it('has one count of wrong PINs with the service number of its officer', async () => {
    for (const typed of ['K-101', '04A2B3C4D5', '04:a2:b3:c4:d5', 'K-101', '04A2B3C4D5']) {
      expect((await tryToSignIn(typed, '0000')).statusCode).toBe(401)
    }
    expect((await tryToSignIn('K-101', '2468')).statusCode).toBe(429)
  })
})

describe('a locked session', () => {
  const lock = (cookies: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/api/v1/session/lock', cookies })
  const unlock = (cookies: Record<string, string>, pin: string) =>
    app.inject({ method: 'POST', url: '/api/v1/session/unlock', cookies, payload: { pin } })

  it('does nothing and shows nothing until its officer gives the PIN; the officer is not signed out', async () => {
    await checkpoint.arrive('lane-1')
    const cookies = await signIn('K-101')
    expect((await lock(cookies)).json()).toMatchObject({ session: null, locked: { officer: 'K-101' } })
    expect((await act(cookies, { type: 'ConcludeExitControl' })).statusCode).toBe(401)
    expect((await app.inject({ url: '/api/v1/lanes/lane-1', cookies })).json().crossing).toBeNull()
    expect((await app.inject({ url: '/api/v1/lanes/lane-1/picture', cookies })).statusCode).toBe(401)
    expect((await unlock(cookies, '9999')).statusCode).toBe(401)
    expect((await unlock(cookies, '2468')).json()).toMatchObject({ session: { officer: 'K-101' } })
    expect((await app.inject({ url: '/api/v1/lanes/lane-1', cookies })).json().crossing).not.toBeNull()
    expect(checkpoint.sessions).toEqual(['in K-101'])
  })

  it('is locked by itself after 15 minutes without an act, and held back after five wrong PINs', async () => {
    const cookies = await signIn('K-101')
    ms += 15 * 60_000
    expect((await app.inject({ url: '/api/v1/session', cookies })).json()).toMatchObject({
      session: null,
      locked: { officer: 'K-101' },
    })
    for (let n = 0; n < 5; n += 1) expect((await unlock(cookies, '0000')).statusCode).toBe(401)
    expect((await unlock(cookies, '2468')).statusCode).toBe(429)
  })

  it('a cookie that was carried to another machine opens nothing', async () => {
    const cookies = await signIn('K-101')
    const elsewhere = await app.inject({ url: '/api/v1/session', cookies, remoteAddress: '10.0.0.9' })
    expect(elsewhere.json()).toEqual({ session: null, locked: null })
    expect((await app.inject({ url: '/api/v1/session', cookies })).json()).toMatchObject({
      session: { officer: 'K-101' },
    })
  })
})

describe('acts', () => {
  it('carries out the act of the session’s officer, whatever officer the request names', async () => {
    await checkpoint.arrive('lane-1')
    const cookies = await signIn('K-101')
    const start = { type: 'StartControl', control: { party: 'KAZ', kind: 'border' } }
    const forged = { ...start, by: { kind: 'officer', officer: 'R-201', party: 'KGZ', body: 'border' } }
    expect((await act(cookies, forged)).statusCode).toBe(400)
    const response = await act(cookies, start)
    expect([response.statusCode, response.json()]).toEqual([200, { ok: true }])
    expect(checkpoint.executed.at(-1)).toMatchObject({ by: { officer: 'K-101', party: 'KAZ' } })
  })

  it('JC 7.1: says with article and who can unblock it why entry control cannot start', async () => {
    await checkpoint.arrive('lane-1')
    const cookies = await signIn('R-201')
    const response = await act(cookies, { type: 'StartControl', control: { party: 'KGZ', kind: 'border' } })
    expect(response.statusCode).toBe(409)
    expect(response.json()).toEqual({
      ok: false,
      refusal: {
        code: 'control.exit-not-concluded',
        article: 'JC 7.1',
        message: 'Exit control is not concluded.',
        fact: 'KAZ has not concluded',
        whoCanUnblock: [{ kind: 'officer', party: 'KAZ' }],
      },
    })
  })

  it('JC 3: refuses the act of the other Party', async () => {
    await checkpoint.arrive('lane-1')
    const response = await act(await signIn('R-201'), { type: 'ConcludeExitControl' })
    expect(response.json()).toMatchObject({ refusal: { code: 'officer.wrong-party' } })
  })

  it('BR 17.2: takes only the causes of the rule pack', async () => {
    await checkpoint.arrive('lane-1')
    const cookies = await signIn('R-201')
    const refuse = { type: 'Refuse', cause: 'bad mood', reason: 'none' }
    expect((await act(cookies, refuse)).json().code).toBe('console.bad-request')
    expect(checkpoint.executed.some((command) => command.type === 'Refuse')).toBe(false)
    expect((await act(cookies, { ...refuse, cause: 'other' })).statusCode).toBe(409)
  })

  it('answers 401 without a session, 404 for a lane that is not, 400 for what is no command', async () => {
    const conclude = { type: 'ConcludeExitControl' }
    expect((await act({}, conclude)).json().code).toBe('console.not-signed-in')
    const cookies = await signIn('K-101')
    expect((await act(cookies, conclude, 'lane-9')).json().code).toBe('console.not-found')
    expect((await act(cookies, { type: 'OpenCrossing' })).json().code).toBe('console.bad-request')
  })

  it('confirms a clear way, or says what stands in it', async () => {
    const cookies = await signIn('K-101')
    const confirm = () =>
      app.inject({
        method: 'POST',
        url: '/api/v1/lanes/lane-1/way-clear',
        cookies,
        payload: { barrier: 'releaseBarrier' },
      })
    expect((await confirm()).json()).toEqual({ ok: true })
    checkpoint.setBarrier('lane-1', 'releaseBarrier', { loop: 'occupied' })
    expect((await confirm()).json()).toMatchObject({ ok: false, refusal: { article: 'IL 1' } })
  })
})

describe('privacy', () => {
  const plate = '482KZA02'

  it('shows barriers and states without sign-in, and no plate, person or picture', async () => {
    await checkpoint.arrive('lane-1', { plate })
    checkpoint.act('lane-1', {
      type: 'Return',
      by: { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' },
      reason: 'test',
    })
    checkpoint.leave('lane-1')
    await checkpoint.arrive('lane-1', { plate })
    for (const url of [
      '/api/v1/lanes',
      '/api/v1/lanes/lane-1',
      '/api/v1/statistics',
      '/api/v1/replication',
    ]) {
      const { statusCode, body } = await app.inject({ url })
      expect(statusCode).toBe(200)
      expect(body).not.toContain(plate)
      expect(body).not.toContain('ERIKSSON')
    }
    for (const url of ['/api/v1/lanes/lane-1/actions', '/api/v1/crossings', '/api/v1/lanes/lane-1/picture']) {
      expect((await app.inject({ url })).statusCode).toBe(401)
    }
  })

  it('gives evidence to signed-in officers only, and lets no shared cache keep it', async () => {
    await checkpoint.arrive('lane-1')
    const cookies = await signIn('K-101')
    const view = await app.inject({ url: '/api/v1/lanes/lane-1', cookies })
    const url = `/api/v1/evidence/${view.json().crossing.plate.frame.sha256}`
    expect((await app.inject({ url })).statusCode).toBe(401)
    const picture = await app.inject({ url, cookies })
    expect(picture.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'private, max-age=31536000, immutable',
    })
    expect(picture.rawPayload.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    expect((await app.inject({ url: `/api/v1/evidence/${'0'.repeat(64)}`, cookies })).statusCode).toBe(404)
    expect((await app.inject({ url: '/api/v1/evidence/..%2Fx', cookies })).statusCode).toBe(400)
  })

  it('keeps the note of one Party’s customs from the other', async () => {
    await checkpoint.arrive('lane-1')
    const control = { party: 'KAZ', kind: 'customs' } as const
    const customs = await signIn('K-102')
    await act(customs, { type: 'StartControl', control })
    await act(customs, { type: 'CompleteControl', control, decision: 'released', note: 'seal 4471' })
    const own = await app.inject({ url: '/api/v1/lanes/lane-1', cookies: await signIn('K-101') })
    const other = await app.inject({ url: '/api/v1/lanes/lane-1', cookies: await signIn('R-201') })
    expect(own.body).toContain('seal 4471')
    expect(other.body).not.toContain('seal 4471')
  })

  it('logs no PIN, plate or document number', async () => {
    await checkpoint.arrive('lane-1', { plate })
    await tryToSignIn('K-101', '13579')
    await tryToSignIn('24680', '24680')
    const cookies = await signIn('K-101')
    await act(cookies, { type: 'CorrectPlate', text: 'A123BC01', country: 'KZ', reason: 'dirt' })
    await act(cookies, { type: 'CorrectPlate', text: 'not a plate', country: 'KZ', reason: 'dirt' })
    expect(logged.length).toBeGreaterThan(3)
    expect(logged.join('\n')).not.toMatch(/13579|24680|2468|482KZA02|A123BC01|not a plate|L898902C3/)
  })
})

describe('protection', () => {
  it('refuses changes from a page of another origin, and a host that is not the gateway', async () => {
    const post = (headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers,
        payload: { officer: 'K-101', pin: '2468' },
      })
    expect((await post({ host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' })).statusCode).toBe(200)
    expect((await post({ host: '127.0.0.1:8080', origin: 'http://evil.example' })).statusCode).toBe(403)
    expect((await post({ host: '127.0.0.1:8080', origin: 'null' })).statusCode).toBe(403)
    expect((await post({ host: 'evil.example', origin: 'http://evil.example' })).statusCode).toBe(403)
    const rebound = await app.inject({ url: '/api/v1/lanes', headers: { host: 'evil.example' } })
    expect(rebound.json().code).toBe('console.origin')
  })

  it('sends a policy that runs no foreign or inline script', async () => {
    const { headers } = await app.inject({ url: '/healthz' })
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('limits bodies, and takes JSON only', async () => {
    const large = await tryToSignIn('K-101', '1'.repeat(20_000))
    expect([large.statusCode, large.json().code]).toEqual([413, 'console.too-large'])
    const form = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'officer=K-101&pin=2468',
    })
    expect(form.json().code).toBe('console.bad-request')
  })

  it('answers failures of the gateway without their inside', async () => {
    await checkpoint.arrive('lane-1')
    const cookies = await signIn('K-101')
    checkpoint.failNext(new Error('/var/lib/ayaldama: disk I/O error'))
    const response = await act(cookies, { type: 'ConcludeExitControl' })
    expect([response.statusCode, response.json()]).toEqual([
      503,
      { code: 'console.unavailable', message: 'The gateway could not do this.' },
    ])
    expect(logged.join()).toContain('disk I/O error')
  })
})

describe('OpenAPI', () => {
  it('describes every answer as it really is', async () => {
    await checkpoint.arrive('lane-1')
    const cookies = await signIn('K-101')
    const page = (await app.inject({ url: '/api/v1/openapi.json' })).json()
    expect(page.openapi).toBe('3.1.0')
    const ajv = new Ajv2020({ strict: false })
    const answers: readonly (readonly [string, string])[] = [
      ['/api/v1/session', '/api/v1/session'],
      ['/api/v1/lanes', '/api/v1/lanes'],
      ['/api/v1/lanes/{lane}', '/api/v1/lanes/lane-1'],
      ['/api/v1/lanes/{lane}/actions', '/api/v1/lanes/lane-1/actions'],
      ['/api/v1/replication', '/api/v1/replication'],
      ['/api/v1/statistics', '/api/v1/statistics'],
      ['/api/v1/crossings', '/api/v1/crossings?limit=5'],
      ['/api/v1/gateway', '/api/v1/gateway'],
      ['/api/v1/gateway/state', '/api/v1/gateway/state'],
      ['/api/v1/devices', '/api/v1/devices'],
      ['/api/v1/models', '/api/v1/models'],
      ['/healthz', '/healthz'],
    ]
    for (const [path, url] of answers) {
      const schema = page.paths[path].get.responses['200'].content['application/json'].schema
      const answer = (await app.inject({ url, cookies })).json()
      const valid = ajv.validate(schema, answer)
      expect([path, valid, ajv.errorsText()]).toEqual([path, true, 'No errors'])
    }
    expect(Object.keys(page.paths)).toContain('/api/v1/live')
  })
})
