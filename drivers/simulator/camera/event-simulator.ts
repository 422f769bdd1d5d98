import { createServer, type ServerResponse } from 'node:http'
import { createAccessControl, type SimulatorAuth } from './access-control.ts'

export type EventBrand = 'hikvision' | 'dahua'

export interface EventCameraSimulator {
  readonly url: string
  readonly port: number
  /** One plate event, with a picture of the scene behind it where one is given. */
  sendPlate(plate: string, scene?: Uint8Array): void
  /** Any bytes, to every follower: a fault on command. */
  sendRaw(bytes: Uint8Array): void
  /** Heartbeats stop and begin again. */
  setSilent(silent: boolean): void
  /** Ends the streams as a rebooting camera does. */
  cut(): void
  readonly followers: () => number
  close(): Promise<void>
}

/** A camera that reads plates itself: Hikvision's alertStream or Dahua's attached events. */
export async function createEventCameraSimulator(
  brand: EventBrand,
  options: { readonly port?: number; readonly auth?: SimulatorAuth; readonly heartbeatMs?: number } = {},
): Promise<EventCameraSimulator> {
  const mayPass = createAccessControl(options.auth)
  const streams = new Set<ServerResponse>()
  let silent = false
  let number = 0
  const boundary = brand === 'hikvision' ? 'boundary' : 'myboundary'

  const send = (bytes: Uint8Array | string) => {
    for (const stream of streams) stream.write(bytes)
  }
  const part = (type: string, body: Uint8Array, name = '') => {
    const disposition =
      name === '' ? '' : `Content-Disposition: form-data; name="${name}"; filename="${name}"\r\n`
    send(`--${boundary}\r\n${disposition}Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`)
    send(body)
    send('\r\n')
  }
  const alert = (type: string, state: string, inner: string) =>
    Buffer.from(
      '<EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">' +
        `<dateTime>2026-11-24T08:00:${String(number % 60).padStart(2, '0')}+06:00</dateTime>` +
        `<eventType>${type}</eventType><eventState>${state}</eventState>${inner}</EventNotificationAlert>`,
    )
  const heartbeat = () => {
    if (silent) return
    if (brand === 'dahua') part('text/plain', Buffer.from('Heartbeat'))
    else part('application/xml', alert('videoloss', 'inactive', ''))
  }

  const server = createServer((request, response) => {
    if (!mayPass(request, response)) return
    response.writeHead(200, { 'content-type': `multipart/x-mixed-replace; boundary=--${boundary}` })
    streams.add(response)
    response.once('close', () => streams.delete(response))
    response.flushHeaders()
    heartbeat()
  })
  const timer = setInterval(heartbeat, options.heartbeatMs ?? 5000)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const path =
    brand === 'hikvision'
      ? '/ISAPI/Event/notification/alertStream'
      : '/cgi-bin/eventManager.cgi?action=attach&codes=[TrafficJunction]&heartbeat=5'

  return {
    url: `http://127.0.0.1:${port}${path}`,
    port,
    sendPlate(plate, scene) {
      number += 1
      if (brand === 'hikvision') {
        const inner =
          `<ANPR><licensePlate>${plate}</licensePlate><line>1</line><direction>reverse</direction>` +
          `<confidenceLevel>92</confidenceLevel></ANPR><UUID>event-${number}</UUID>`
        part('application/xml', alert('ANPR', 'active', inner), 'anpr.xml')
      } else {
        const data = { EventID: number, TrafficCar: { PlateNumber: plate }, UTC: 1_760_000_000 + number }
        const json = JSON.stringify(data, null, 3)
        part('text/plain', Buffer.from(`Code=TrafficJunction;action=Pulse;index=0;data=${json}`))
      }
      if (scene !== undefined) part('image/jpeg', scene, 'detectionPicture.jpg')
    },
    sendRaw: send,
    setSilent(next) {
      silent = next
    },
    cut() {
      for (const stream of streams) stream.destroy()
    },
    followers: () => streams.size,
    close: () =>
      new Promise((resolve) => {
        clearInterval(timer)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
