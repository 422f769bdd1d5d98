import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cameraHikvisionPush } from '../../../drivers/camera-hikvision-push/definition.ts'
import type { FrameCaptured, PlateReported } from '../../../edge/ports/devices.ts'
import { inState } from '../drivers/support/device-events.ts'
import { driverContext } from '../drivers/support/driver-context.ts'
import { eventually } from './eventually.ts'
import { smallJpeg } from './small-jpeg.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function listening(more: object = {}) {
  const port = await freePort()
  const options = cameraHikvisionPush.options.parse({
    host: '127.0.0.1',
    port,
    path: '/lane-1',
    from: ['127.0.0.1'],
    reconnect: { firstMs: 10, maxMs: 30 },
    ...more,
  })
  const camera = cameraHikvisionPush.create(options, driverContext('camera'), () => {
    throw new Error('a camera has no board')
  })
  onTestFinished(() => camera.stop())
  const frames: FrameCaptured[] = []
  const readings: PlateReported[] = []
  camera.onEvent((frame) => frames.push(frame))
  camera.onReading?.((reading) => readings.push(reading))
  const url = `http://127.0.0.1:${port}/lane-1`
  return { camera, frames, readings, port, url, count: (name: string) => camera.health().counters[name] ?? 0 }
}

const alert = (plate: string, uuid: string) =>
  `<EventNotificationAlert><ipAddress>192.0.2.99</ipAddress><eventType>ANPR</eventType><ANPR><licensePlate>${plate}` +
  `</licensePlate><confidenceLevel>88</confidenceLevel></ANPR><UUID>${uuid}</UUID></EventNotificationAlert>`

function event(plate: string, uuid: string): FormData {
  const form = new FormData()
  form.append('anpr.xml', new Blob([alert(plate, uuid)], { type: 'application/xml' }), 'anpr.xml')
  const picture = new Blob([Buffer.from(smallJpeg())], { type: 'application/octet-stream' })
  form.append('licensePlatePicture.jpg', picture, 'licensePlatePicture.jpg')
  form.append('detectionPicture.jpg', picture, 'detectionPicture.jpg')
  return form
}

const post = (url: string, body: FormData | string) => fetch(url, { method: 'POST', body })

async function ready(camera: { health(): { reason: string } }): Promise<void> {
  await eventually(() => camera.health().reason.startsWith('listening'))
}

describe('a camera that posts its events', () => {
  it('is answered 200, its plate reported and its scene passed on; the same event again is not', async () => {
    const { camera, frames, readings, url, count } = await listening()
    await camera.start()
    await ready(camera)
    expect((await post(url, event('123ABC02', 'a'))).status).toBe(200)
    expect((await post(url, event('123ABC02', 'a'))).status).toBe(200)
    expect(camera.health().state).toBe('online')
    expect(readings).toMatchObject([{ text: '123ABC02', confidence: 0.88 }])
    expect(frames.map(({ name }) => name)).toEqual(['detectionPicture.jpg', 'detectionPicture.jpg'])
    expect(count('platesRepeated')).toBe(1)
  })

  it('is answered 200 even for what is not understood, or it would never post again', async () => {
    const { camera, url, count, readings } = await listening()
    await camera.start()
    await ready(camera)
    expect((await post(url, 'no event at all')).status).toBe(200)
    expect(count('eventsRejected')).toBe(1)
    expect(readings).toEqual([])
  })

  it.each([
    ['another address', { from: ['192.0.2.10'] }, ''],
    ['another path', {}, '/other'],
  ])('from %s is told nothing, whatever its body says of its sender', async (_, options, suffix) => {
    const { camera, readings, url, count } = await listening(options)
    await camera.start()
    await ready(camera)
    const answer = await post(url + suffix, alert('123ABC02', 'a'))
    expect(answer.status).toBe(404)
    expect(readings).toEqual([])
    expect(count('postsRefused')).toBe(1)
    expect(camera.health().state).toBe('connecting')
  })

  it('must know the secret of its path where one is set', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'camera-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const secretFile = join(folder, 'secret')
    await writeFile(secretFile, 'only-this-camera\n')
    const { camera, url } = await listening({ secretFile })
    await camera.start()
    await ready(camera)
    expect((await post(url, alert('A1', 'a'))).status).toBe(404)
    expect((await post(`${url}/only-this-camera`, alert('AB1', 'a'))).status).toBe(200)
  })

  it('that falls silent is lost, and online again by its next post', async () => {
    const { camera, url } = await listening({ silenceMs: 100 })
    await camera.start()
    await ready(camera)
    await post(url, alert('AB12', 'a'))
    await inState(camera, 'online')
    expect((await inState(camera, 'connecting')).reason).toMatch(/^device.timeout/)
    await post(url, alert('AB12', 'b'))
    expect(camera.health().state).toBe('online')
  })

  it('whose port is taken waits for it', async () => {
    const { camera, port, url } = await listening()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    await camera.start()
    await eventually(() => camera.health().reason.includes('EADDRINUSE'))
    other.close()
    await ready(camera)
    expect((await post(url, alert('AB12', 'a'))).status).toBe(200)
  })

  it('that posts without end is cut off', async () => {
    const { camera, url } = await listening({ maximumBytes: 1024 })
    await camera.start()
    await ready(camera)
    await expect(post(url, 'x'.repeat(100_000))).rejects.toThrow()
  })
})
