import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { cameraHikvision } from '../../../drivers/camera-hikvision/definition.ts'
import { cameraHikvisionPush } from '../../../drivers/camera-hikvision-push/definition.ts'
import { cameraHttp } from '../../../drivers/camera-http/definition.ts'
import { pageUpload } from '../../../drivers/page-upload/definition.ts'
import { openSerial } from '../../../drivers/transport/serial.ts'
import { freePort } from '../../../edge/demo/free-port.ts'
import { requireSystem } from '../../support/system-package.ts'
import { smallJpeg } from '../../unit/camera/small-jpeg.ts'
import { inState } from '../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'
import { createSerialLine } from './support/pty-pair.ts'

const noBoard = () => {
  throw new Error('there is no board')
}
const patience = { timeout: 20_000 }
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** Sends the same without end to whoever asks, as fast as it is taken. */
async function pouring(type: string, piece: Buffer): Promise<number> {
  const server: Server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': type })
    const pour = () => {
      while (!response.destroyed && response.write(piece)) {
        // Until the other end is full.
      }
    }
    response.on('drain', pour)
    pour()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function post(port: number, path: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe.skipIf(!requireSystem('socat', 'socat'))('a serial line', () => {
  test('that floods is slowed down and told of, and what it sent is read in its order', async () => {
    const line = await createSerialLine()
    ends.push(line.dispose)
    const transport = { type: 'serial', baudRate: 9600, dataBits: 8, stopBits: 1, parity: 'none' } as const
    const stream = await openSerial({ ...transport, path: line.transport.path })(new AbortController().signal)
    ends.push(stream.close)
    let floods = 0
    const heard: Buffer[] = []
    stream.onFlood?.(() => {
      floods += 1
    })
    stream.onData((bytes) => heard.push(Buffer.from(bytes)))
    const sent = Buffer.from(Array.from({ length: 40_000 }, (_, index) => (index * 7) % 251))
    for (let at = 0; at < sent.length; at += 1000) line.send(sent.subarray(at, at + 1000))
    await expect.poll(() => Buffer.concat(heard).length, patience).toBe(sent.length)
    expect(Buffer.concat(heard).equals(sent)).toBe(true)
    expect(floods).toBeGreaterThan(0)
  })
})

describe('a device over HTTP', () => {
  const jpeg = Buffer.from(smallJpeg())
  const part = Buffer.concat([Buffer.from('\r\n--b\r\nContent-Type: image/jpeg\r\n\r\n'), jpeg])
  const pictures = Buffer.concat(Array.from({ length: Math.ceil(65_536 / part.length) }, () => part))

  test('a stream of pictures that floods is slowed down, and pictures come', async () => {
    const port = await pouring('multipart/x-mixed-replace; boundary=b', pictures)
    const url = `http://127.0.0.1:${port}/`
    const camera = cameraHttp.create(
      cameraHttp.options.parse({ url, stream: url, maximumBytes: 65_536 }),
      driverContext('camera'),
      noBoard,
    )
    ends.push(camera.stop)
    await camera.start()
    await expect.poll(() => camera.health().counters.floods ?? 0, patience).toBeGreaterThan(0)
    expect(camera.health().counters.framesRead).toBeGreaterThan(0)
  })

  test('a stream of events that floods is slowed down', async () => {
    const event = '<EventNotificationAlert><eventType>videoloss</eventType></EventNotificationAlert>'
    const port = await pouring(
      'multipart/mixed; boundary=b',
      Buffer.from(`\r\n--b\r\n\r\n${event}`.repeat(500)),
    )
    const camera = cameraHikvision.create(
      cameraHikvision.options.parse({ url: `http://127.0.0.1:${port}/` }),
      driverContext('camera'),
      noBoard,
    )
    ends.push(camera.stop)
    await camera.start()
    await expect.poll(() => camera.health().counters.floods ?? 0, patience).toBeGreaterThan(0)
    expect(camera.health().state).toBe('online')
  })

  test('a camera that posts a flood is slowed down, and each post is answered with 200 all the same', async () => {
    const port = await freePort(0)
    const camera = cameraHikvisionPush.create(
      cameraHikvisionPush.options.parse({
        ...{ host: '127.0.0.1', port, path: '/lane-1', from: ['127.0.0.1'], maximumBytes: 1024 * 1024 },
      }),
      driverContext('camera'),
      noBoard,
    )
    ends.push(camera.stop)
    await camera.start()
    await expect.poll(() => post(port, '/lane-1', Buffer.of()).catch(() => 0), patience).toBe(200)
    const large = Buffer.alloc(2.5 * 1024 * 1024, 'x')
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(port, '/lane-1', large)))
    expect(answers).toEqual([200, 200, 200, 200])
    expect(camera.health().counters.floods).toBeGreaterThan(0)
  })

  test('posts of somebody else are answered slower and slower', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flood-'))
    ends.push(() => rm(folder, { recursive: true }))
    const tokenFile = join(folder, 'token')
    await writeFile(tokenFile, 'a token of a lane PC')
    const port = await freePort(0)
    const reader = pageUpload.create(
      pageUpload.options.parse({ host: '127.0.0.1', port, tokenFile }),
      driverContext('reader'),
      noBoard,
    )
    ends.push(reader.stop)
    await reader.start()
    await inState(reader, 'online')
    let answered = 0
    const posts = Array.from({ length: 30 }, () =>
      post(port, '/pages', Buffer.of()).then((status) => {
        expect(status).toBe(401)
        answered += 1
      }),
    )
    await Promise.any(posts)
    await Promise.all(posts)
    expect(answered).toBe(30)
    expect(reader.health().counters.postsRefused).toBe(30)
  })
})
