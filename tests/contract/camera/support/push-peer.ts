import sharp from 'sharp'
import { cameraHikvisionPush } from '../../../../drivers/camera-hikvision-push/definition.ts'
import { eventually } from '../../../unit/camera/eventually.ts'
import type { CameraPeer } from './camera-suite.ts'
import { freePort } from './ffmpeg-peer.ts'
import { noBoard, quick } from './simulated-peer.ts'

const alert = (type: string, inner: string) =>
  `<EventNotificationAlert><eventType>${type}</eventType>${inner}</EventNotificationAlert>`

/** A camera that posts to the gateway, with a heartbeat while it is there. */
export async function pushPeer(): Promise<CameraPeer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/lane-1`
  const post = (body: FormData | string) => fetch(url, { method: 'POST', body }).catch(() => undefined)
  const beat = () => setInterval(() => void post(alert('videoloss', '')), 50)
  let heart = beat()
  let number = 0
  return {
    create(context) {
      const options = { host: '127.0.0.1', port, path: '/lane-1', from: ['127.0.0.1'], silenceMs: 400 }
      const parsed = cameraHikvisionPush.options.parse({ ...options, reconnect: quick.reconnect })
      return cameraHikvisionPush.create(parsed, context, noBoard)
    },
    async shoot() {
      number += 1
      const background = { r: number % 255, g: 90, b: 120 }
      const image = sharp({ create: { width: 64, height: 36, channels: 3, background } })
      const picture = await image.jpeg().toBuffer()
      const form = new FormData()
      const xml = alert('ANPR', `<licensePlate>AB${number}</licensePlate><UUID>event-${number}</UUID>`)
      form.append('anpr.xml', new Blob([xml]), 'anpr.xml')
      form.append('detectionPicture.jpg', new Blob([new Uint8Array(picture)]), 'detectionPicture.jpg')
      await post(form)
      return picture
    },
    async spoil(camera) {
      const before = camera.health().counters.framesRejected ?? 0
      const form = new FormData()
      form.append('a', new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 2, 1, 2, 3, 4)]), 'a.jpg')
      await post(form)
      await eventually(() => (camera.health().counters.framesRejected ?? 0) > before)
    },
    async lose() {
      clearInterval(heart)
    },
    async restore() {
      heart = beat()
    },
    async dispose() {
      clearInterval(heart)
    },
  }
}
