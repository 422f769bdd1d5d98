import { beforeEach, describe, expect, it } from 'vitest'
import {
  type CameraSimulator,
  createCameraSimulator,
} from '../../../drivers/simulator/camera/camera-simulator.ts'
import { httpCamera } from './camera-server.ts'
import { eventually } from './eventually.ts'

const vehicle = {
  plate: { text: '01123ABC', country: 'KG', style: 'standard' },
  vehicle: 'van',
  light: 'day',
  dirt: 0,
  seed: 3,
} as const

describe('the camera simulator', () => {
  let simulator: CameraSimulator
  beforeEach(async () => {
    simulator = await createCameraSimulator({ places: 3, streamFps: 30 })
    return () => simulator.close()
  })

  const snapshot = async () =>
    Buffer.from(await (await fetch(simulator.snapshotUrl)).arrayBuffer()).toString('base64')

  it('shows the empty lane, then a vehicle at the stop line, then the empty lane', async () => {
    const empty = await snapshot()
    simulator.setVehicle(vehicle)
    const stopped = await snapshot()
    expect(stopped).not.toBe(empty)
    expect(await snapshot()).toBe(stopped)
    simulator.setVehicle(null)
    expect(await snapshot()).toBe(empty)
  })

  it('lets a vehicle drive up to the stop line', async () => {
    simulator.setVehicle(vehicle)
    const stopped = await snapshot()
    simulator.driveUp({ durationMs: 60_000 })
    expect(await snapshot()).not.toBe(stopped)
    simulator.driveUp({ durationMs: 1 })
    await expect.poll(snapshot).toBe(stopped)
  })

  it('streams the vehicle that drives up', async () => {
    simulator.setVehicle(vehicle)
    simulator.driveUp({ durationMs: 600 })
    const { camera, frames } = httpCamera({
      url: simulator.snapshotUrl,
      stream: simulator.streamUrl,
      streamFps: 30,
    })
    await camera.start()
    await eventually(() => new Set(frames.map(({ picture }) => picture.length)).size === 3)
  })

  it('draws each place of a vehicle once, however often it is asked', async () => {
    const drawn: number[] = []
    const counting = await createCameraSimulator({
      places: 3,
      renderer: {
        renderScene: async ({ distance }) => Uint8Array.of(drawn.push(distance)),
        renderEmptyLane: async () => new Uint8Array(),
      },
    })
    counting.setVehicle(vehicle)
    await Promise.all([1, 2, 3].map(() => fetch(counting.snapshotUrl)))
    counting.driveUp({ durationMs: 60_000 })
    for (const _ of [1, 2, 3]) await fetch(counting.snapshotUrl)
    await counting.close()
    expect(drawn).toEqual([0, 1])
  })

  it('answers for nothing else', async () => {
    expect((await fetch(new URL('/other', simulator.snapshotUrl))).status).toBe(404)
    expect((await fetch(simulator.snapshotUrl, { method: 'POST' })).status).toBe(405)
  })

  it('can be told to fail', async () => {
    simulator.setFault({ status: 503 })
    expect((await fetch(simulator.snapshotUrl)).status).toBe(503)
    simulator.setFault(null)
    expect((await fetch(simulator.snapshotUrl)).status).toBe(200)
  })
})
