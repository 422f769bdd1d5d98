import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { cameraDahua } from '../../../drivers/camera-dahua/definition.ts'
import { cameraHikvision } from '../../../drivers/camera-hikvision/definition.ts'
import {
  createEventCameraSimulator,
  type EventCameraSimulator,
} from '../../../drivers/simulator/camera/event-simulator.ts'
import type { FrameCaptured, PlateReported } from '../../../edge/ports/devices.ts'
import { inState } from '../drivers/support/device-events.ts'
import { driverContext } from '../drivers/support/driver-context.ts'
import { cameraServer } from './camera-server.ts'
import { eventually } from './eventually.ts'
import { ascii, smallJpeg } from './small-jpeg.ts'

function watch(brand: 'hikvision' | 'dahua', url: string, more: object = {}) {
  const definition = brand === 'hikvision' ? cameraHikvision : cameraDahua
  const options = definition.options.parse({ url, reconnect: { firstMs: 10, maxMs: 30 }, ...more })
  const camera = definition.create(options, driverContext('camera'), () => {
    throw new Error('a camera has no board')
  })
  onTestFinished(() => camera.stop())
  const frames: FrameCaptured[] = []
  const readings: PlateReported[] = []
  camera.onEvent((frame) => frames.push(frame))
  camera.onReading?.((reading) => readings.push(reading))
  return { camera, frames, readings, count: (name: string) => camera.health().counters[name] ?? 0 }
}

describe.each(['hikvision', 'dahua'] as const)('a camera of %s that reads plates itself', (brand) => {
  let simulator: EventCameraSimulator
  beforeEach(async () => {
    simulator = await createEventCameraSimulator(brand, { heartbeatMs: 30 })
    return () => simulator.close()
  })

  it('is online by its heartbeat, and reports what it reads, then the scene', async () => {
    const { camera, frames, readings } = watch(brand, simulator.url)
    await camera.start()
    await inState(camera, 'online')
    simulator.sendPlate('123 abc-02', smallJpeg())
    await eventually(() => frames.length === 1)
    expect(readings.map(({ text }) => text)).toEqual(['123ABC02'])
    expect(frames[0]).toMatchObject({ source: 'event', name: 'detectionPicture.jpg' })
  })

  it('that falls silent is given up though its connection stands, and followed anew', async () => {
    const { camera, count } = watch(brand, simulator.url, { silenceMs: 150 })
    await camera.start()
    await inState(camera, 'online')
    simulator.setSilent(true)
    expect((await inState(camera, 'connecting')).reason).toMatch(/^device.timeout/)
    simulator.setSilent(false)
    await inState(camera, 'online')
    expect(count('timeouts')).toBeGreaterThan(0)
  })

  it('that babbles without an event takes no memory and counts as silent', async () => {
    const { camera, count } = watch(brand, simulator.url, { silenceMs: 150, maximumBytes: 4096 })
    await camera.start()
    await inState(camera, 'online')
    simulator.setSilent(true)
    const babble = setInterval(() => simulator.sendRaw(new Uint8Array(64 * 1024).fill(0x55)), 5)
    onTestFinished(() => clearInterval(babble))
    await inState(camera, 'connecting')
    expect(count('timeouts')).toBeGreaterThan(0)
  })

  it('that reads nothing, or a plate it has told before, reports nothing', async () => {
    const { camera, readings, count } = watch(brand, simulator.url)
    await camera.start()
    await inState(camera, 'online')
    simulator.sendPlate('unknown')
    await eventually(() => count('eventsRead') > 1)
    const repeated =
      brand === 'hikvision'
        ? '<EventNotificationAlert><eventType>ANPR</eventType><licensePlate>AB12</licensePlate><UUID>u</UUID></EventNotificationAlert>'
        : 'Code=TrafficJunction;action=Pulse;data={"EventID":7,"TrafficCar":{"PlateNumber":"AB12"}}'
    simulator.sendRaw(ascii(`\r\n--x\r\n\r\n${repeated}\r\n--x\r\n\r\n${repeated}\r\n`))
    await eventually(() => count('platesRepeated') === 1)
    expect(readings.map(({ text }) => text)).toEqual(['AB12'])
  })

  it('whose cut-out of the plate comes along passes on the scene alone', async () => {
    const { camera, frames, count } = watch(brand, simulator.url)
    await camera.start()
    await inState(camera, 'online')
    simulator.sendRaw(
      ascii('--x\r\nContent-Disposition: form-data; filename="licensePlatePicture.jpg"\r\n\r\n'),
    )
    simulator.sendRaw(smallJpeg())
    simulator.sendPlate('AB12', smallJpeg())
    await eventually(() => frames.length === 1)
    expect(frames[0]?.name).toBe('detectionPicture.jpg')
    expect(count('cropsSkipped')).toBe(1)
  })

  it('that refuses the password without end is asked once', async () => {
    let asked = 0
    const url = await cameraServer((_, response) => {
      asked += 1
      response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end()
    })
    const { camera } = watch(brand, url)
    await camera.start()
    expect((await inState(camera, 'degraded')).reason).toContain('Status 401')
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(asked).toBe(1)
  })
})
