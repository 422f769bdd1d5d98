import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inState, nextEvent } from '../drivers/support/device-events.ts'
import { cameraServer, httpCamera } from './camera-server.ts'
import { eventually } from './eventually.ts'
import { ascii, joined, smallJpeg } from './small-jpeg.ts'

const picture = smallJpeg({ data: [1, 2, 3] })

async function passwordFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'camera-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'password')
  await writeFile(file, text)
  return file
}

describe('a camera over HTTP', () => {
  it('is found online by a picture that nobody else sees', async () => {
    const url = await cameraServer((_, response) => void response.end(picture))
    const { camera, frames, count } = httpCamera({ url })
    await camera.start()
    await inState(camera, 'online')
    expect(count('framesRead')).toBe(1)
    expect(frames).toEqual([])
  })

  it('gives one picture for each moment of the burst, named by the path without its query', async () => {
    const url = await cameraServer((_, response) => void response.end(picture))
    const { camera, frames } = httpCamera({ url: `${url}/snapshot.cgi?channel=1`, burstMs: [0, 15, 30] })
    await camera.start()
    await inState(camera, 'online')
    camera.trigger()
    await eventually(() => frames.length === 3)
    expect(frames.map(({ name, source, mediaType }) => [name, source, mediaType])).toEqual(
      Array.from({ length: 3 }, () => ['/snapshot.cgi', 'trigger', 'image/jpeg']),
    )
  })

  it('is never asked for more pictures at once than the burst has moments, however slow it is', async () => {
    let open = 0
    let most = 0
    const held: ServerResponse[] = []
    let slow = false
    const url = await cameraServer((_, response) => {
      open += 1
      most = Math.max(most, open)
      response.once('close', () => {
        open -= 1
      })
      if (slow) held.push(response)
      else response.end(picture)
    })
    const { camera, frames, count } = httpCamera({ url, burstMs: [0, 5, 10] })
    await camera.start()
    await inState(camera, 'online')
    slow = true
    for (let trigger = 0; trigger < 20; trigger += 1) camera.trigger()
    await eventually(() => held.length === 3)
    for (let trigger = 0; trigger < 20; trigger += 1) camera.trigger()
    expect(count('triggersSkipped')).toBe(19 * 3 + 20 * 3)
    slow = false
    for (const response of held) response.end(picture)
    await eventually(() => frames.length === 3)
    expect(most).toBe(3)
  })

  it('that does not answer in time is given up, counted, and connecting', async () => {
    const url = await cameraServer(() => {})
    const { camera, count } = httpCamera({ url, timeoutMs: 100 })
    await camera.start()
    await eventually(() => count('timeouts') > 0)
    expect(camera.health()).toMatchObject({
      state: 'connecting',
      reason: expect.stringMatching(/^device.timeout/),
    })
  })

  it('that stalls within a picture is given up as well', async () => {
    const url = await cameraServer((_, response) => void response.write(picture.slice(0, 5)))
    const { camera, count, frames } = httpCamera({ url, timeoutMs: 100 })
    await camera.start()
    await eventually(() => count('timeouts') > 0)
    expect(frames).toEqual([])
  })

  it.each([
    ['a page of text', ascii('<html>sign in</html>')],
    ['half a picture', picture.slice(0, -2)],
    ['nothing', new Uint8Array()],
  ])('that sends %s is degraded and counted', async (_, body) => {
    const url = await cameraServer((_, response) => void response.end(body))
    const { camera, count } = httpCamera({ url })
    await camera.start()
    expect((await inState(camera, 'degraded')).reason).toMatch(/^camera.not-a-picture/)
    expect(count('framesRejected')).toBeGreaterThan(0)
  })

  it.each([
    ['says so', true],
    ['does not say so', false],
  ])('that sends more than is allowed is cut off, where it %s', async (_, says) => {
    let cutOff = false
    const url = await cameraServer((_, response) => {
      response.once('close', () => {
        cutOff ||= !response.writableFinished
      })
      if (says) response.setHeader('content-length', 1_000_000)
      response.write(new Uint8Array(says ? 100 : 5000))
    })
    const { camera, count } = httpCamera({ url, maximumBytes: 4096 })
    await camera.start()
    expect((await inState(camera, 'degraded')).reason).toContain('More than 4096 bytes')
    await eventually(() => cutOff)
    expect(count('framesRejected')).toBeGreaterThan(0)
  })

  it('that answers with an error says which, and takes no redirect to another host', async () => {
    const url = await cameraServer((_, response) => {
      response.writeHead(302, { location: 'http://192.0.2.1/' }).end()
    })
    const { camera } = httpCamera({ url })
    await camera.start()
    expect((await inState(camera, 'degraded')).reason).toMatch(/^camera.http.*Status 302/)
  })

  it('that refuses the password is left in peace, triggers and all, or it would lock the account', async () => {
    let answers = 0
    const url = await cameraServer((request, response) => {
      if (request.headers.authorization !== undefined) answers += 1
      response.writeHead(401, { 'www-authenticate': 'Digest realm="r", nonce="n", qop="auth"' }).end()
    })
    const auth = { scheme: 'digest', username: 'lane', passwordFile: await passwordFile('wrong') }
    const { camera, count } = httpCamera({ url, auth })
    await camera.start()
    expect((await inState(camera, 'degraded')).reason).toContain('user name or password is wrong')
    for (let trigger = 0; trigger < 5; trigger += 1) camera.trigger()
    expect(count('triggersSkipped')).toBe(5)
    // Many times the wait of the schedule, which is for cameras that are away.
    await pause(150)
    expect(answers).toBe(1)
  })

  it('is answered with one nonce and a growing count until it gives another nonce', async () => {
    const seen: string[] = []
    let fresh = 'a'
    const url = await cameraServer((request, response) => {
      const header = request.headers.authorization ?? ''
      const nonce = /nonce="(\w)"/.exec(header)?.[1]
      seen.push(`${nonce} ${/nc=(\d+)/.exec(header)?.[1]}`)
      if (nonce === fresh) return void response.end(picture)
      const stale = nonce === undefined ? '' : ', stale=true'
      response.writeHead(401, {
        'www-authenticate': `Digest realm="r", nonce="${fresh}", qop="auth"${stale}`,
      })
      response.end()
    })
    const auth = { scheme: 'digest', username: 'lane', passwordFile: await passwordFile('secret') }
    const { camera, frames } = httpCamera({ url, auth })
    await camera.start()
    await inState(camera, 'online')
    camera.trigger()
    await eventually(() => frames.length === 1)
    fresh = 'b'
    camera.trigger()
    await eventually(() => frames.length === 2)
    expect(seen).toEqual(['undefined undefined', 'a 00000001', 'a 00000002', 'a 00000003', 'b 00000001'])
  })

  it('that calls even a fresh nonce stale is answered once more', async () => {
    let asked = 0
    const url = await cameraServer((_, response) => {
      asked += 1
      if (asked === 3) return void response.end(picture)
      const header = `Digest realm="r", nonce="${asked}", qop="auth", stale=${asked === 2}`
      response.writeHead(401, { 'www-authenticate': header }).end()
    })
    const auth = { scheme: 'digest', username: 'lane', passwordFile: await passwordFile('secret') }
    const { camera } = httpCamera({ url, auth })
    await camera.start()
    await inState(camera, 'online')
    expect(asked).toBe(3)
  })

  it('never gets the password in clear where digest is configured', async () => {
    const seen: (string | undefined)[] = []
    const url = await cameraServer((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end()
    })
    const auth = { scheme: 'digest', username: 'lane', passwordFile: await passwordFile('secret') }
    const { camera } = httpCamera({ url, auth })
    await camera.start()
    expect((await inState(camera, 'degraded')).reason).toContain('offers basic, not digest')
    expect(seen).toEqual([undefined])
  })

  it('whose password file is missing or empty says so and is asked nothing', async () => {
    let asked = 0
    const url = await cameraServer((_, response) => {
      asked += 1
      response.end(picture)
    })
    for (const file of ['/nonexistent/password', await passwordFile('\n')]) {
      const { camera } = httpCamera({ url, auth: { scheme: 'basic', username: 'lane', passwordFile: file } })
      await camera.start()
      await eventually(() => camera.health().reason.startsWith('config.unreadable'))
    }
    expect(asked).toBe(0)
  })

  it('is not asked again after the stop, and its late picture is not passed on', async () => {
    const held: ServerResponse[] = []
    let slow = false
    const url = await cameraServer((_, response) => {
      if (slow) held.push(response)
      else response.end(picture)
    })
    const { camera, frames } = httpCamera({ url })
    await camera.start()
    await inState(camera, 'online')
    slow = true
    camera.trigger()
    await eventually(() => held.length === 1)
    await camera.stop()
    for (const response of held) response.end(picture)
    camera.trigger()
    expect(frames).toEqual([])
    expect(camera.health().state).toBe('stopped')
  })
})

describe('the stream of a camera over HTTP', () => {
  const part = joined(ascii('--x\r\nContent-Type: image/jpeg\r\n\r\n'), picture, ascii('\r\n'))

  it('goes on as pictures of the source stream, at most as many as configured', async () => {
    const url = await cameraServer((request, response) => {
      if (request.url === '/video') for (let frame = 0; frame < 10; frame += 1) response.write(part)
      else response.end(picture)
    })
    const { camera, frames, count } = httpCamera({ url, stream: `${url}/video`, streamFps: 0.1 })
    await camera.start()
    await eventually(() => count('framesRead') >= 10)
    expect(frames.map(({ source, name }) => [source, name])).toEqual([['stream', '/video']])
    expect(count('framesDropped')).toBe(9)
  })

  it('is kept as long as pictures come', async () => {
    const url = await cameraServer((request, response) => {
      if (request.url !== '/video') return void response.end(picture)
      const timer = setInterval(() => response.write(part), 20)
      response.once('close', () => clearInterval(timer))
    })
    const { camera, count } = httpCamera({ url, stream: `${url}/video`, timeoutMs: 600 })
    await camera.start()
    await eventually(() => count('framesRead') > 45)
    expect(count('timeouts')).toBe(0)
  })

  it('that ends is opened again', async () => {
    let opened = 0
    const url = await cameraServer((request, response) => {
      if (request.url !== '/video') return void response.end(picture)
      opened += 1
      response.end(part)
    })
    const { camera, frames } = httpCamera({ url, stream: `${url}/video`, streamFps: 30 })
    await camera.start()
    await eventually(() => opened >= 3 && frames.length >= 1)
  })

  it('that falls silent is given up, and the camera is degraded while pictures still come', async () => {
    const url = await cameraServer((request, response) => {
      if (request.url === '/video') response.write(part)
      else response.end(picture)
    })
    const { camera, count } = httpCamera({ url, stream: `${url}/video`, timeoutMs: 100 })
    await camera.start()
    await nextEvent(camera)
    expect((await inState(camera, 'degraded')).reason).toMatch(/^device.timeout/)
    expect(count('timeouts')).toBeGreaterThan(0)
  })

  it('that is refused keeps no trigger from its picture', async () => {
    const url = await cameraServer((request, response) => {
      if (request.url === '/video') response.writeHead(401).end()
      else response.end(picture)
    })
    const { camera, frames } = httpCamera({ url, stream: `${url}/video` })
    await camera.start()
    expect((await inState(camera, 'degraded')).reason).toContain('Status 401')
    camera.trigger()
    await eventually(() => frames.length === 1)
  })

  it('that is none is said to be none', async () => {
    const url = await cameraServer((request, response) => {
      response.end(request.url === '/video' ? ascii('<html></html>') : picture)
    })
    const { camera } = httpCamera({ url, stream: `${url}/video` })
    await camera.start()
    expect((await inState(camera, 'degraded')).reason).toMatch(/^camera.not-a-picture/)
  })

  it('without end and without a picture takes no memory and is given up', async () => {
    const url = await cameraServer((request, response) => {
      if (request.url !== '/video') return void response.end(picture)
      const noise = new Uint8Array(64 * 1024).fill(0x55)
      const flood = () => {
        while (!response.destroyed && response.write(noise));
      }
      response.on('drain', flood)
      flood()
    })
    const { camera, count } = httpCamera({ url, stream: `${url}/video`, timeoutMs: 150, maximumBytes: 4096 })
    await camera.start()
    await inState(camera, 'degraded')
    expect(count('timeouts')).toBeGreaterThan(0)
  })
})
