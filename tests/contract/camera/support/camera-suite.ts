import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inspectPicture } from '../../../../drivers/camera-http/picture.ts'
import type { Camera, DriverContext, FrameCaptured } from '../../../../edge/ports/devices.ts'
import { inState, nextEvent } from '../../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../../unit/drivers/support/driver-context.ts'

/** The far side of a camera, to test a driver against. */
export interface CameraPeer {
  create(context: DriverContext): Camera
  /** Makes the camera take a picture; resolves with its bytes, or null where the peer makes them up. */
  shoot(camera: Camera): Promise<Uint8Array | null>
  /** Makes the camera send something that is no picture; null where it cannot. */
  readonly spoil: ((camera: Camera) => Promise<void>) | null
  lose(): Promise<void>
  restore(): Promise<void>
  dispose(): Promise<void>
}

/** What every `Camera` owes the lane, run on one peer. `only`: the peer can send nothing but pictures. */
export function cameraContract(
  name: string,
  setUp: () => Promise<CameraPeer>,
  only: 'pictures' | 'anything' = 'anything',
): void {
  describe(`Camera: ${name}`, () => {
    let peer: CameraPeer
    let camera: Camera

    beforeEach(async () => {
      peer = await setUp()
      camera = peer.create(driverContext('camera'))
    })
    afterEach(async () => {
      await camera.stop()
      await peer.dispose()
    })

    async function online(): Promise<void> {
      await camera.start()
      await inState(camera, 'online')
    }

    async function shot(): Promise<{ event: FrameCaptured; sent: Uint8Array | null }> {
      const event = nextEvent(camera)
      const sent = await peer.shoot(camera)
      return { event: await event, sent }
    }

    test('a picture arrives whole, as it was sent, with its kind, name and time', async () => {
      await online()
      const before = performance.now()
      const { event, sent } = await shot()
      if (sent !== null) expect(Buffer.from(event.picture).equals(sent)).toBe(true)
      expect(inspectPicture(event.picture)).toEqual({
        mediaType: event.mediaType,
        end: event.picture.length,
      })
      expect(event.name).not.toBe('')
      expect(event.at).toBeGreaterThanOrEqual(before)
      expect(event.at).toBeLessThanOrEqual(performance.now())
      expect(camera.health().counters.framesRead).toBeGreaterThan(0)
    })

    if (only === 'anything')
      test('what is no picture is counted and not passed on, and the next picture is', async () => {
        await online()
        const events: FrameCaptured[] = []
        camera.onEvent((event) => events.push(event))
        await peer.spoil?.(camera)
        expect(events).toEqual([])
        expect(camera.health().counters.framesRejected).toBeGreaterThan(0)
        await shot()
        expect(camera.health().state).toBe('online')
      })

    test('a camera that is lost is looked for, and its pictures arrive again', async () => {
      await online()
      await shot()
      const lost = inState(camera, 'connecting')
      await peer.lose()
      camera.trigger()
      expect((await lost).reason).toMatch(/^device\./)
      const back = inState(camera, 'online')
      await peer.restore()
      await back
      await shot()
      expect(camera.health().counters.reconnects).toBeGreaterThan(0)
    })

    test('a second start is refused; a stopped camera says nothing and starts again', async () => {
      await online()
      await expect(camera.start()).rejects.toMatchObject({ code: 'device.lifecycle' })
      const events: FrameCaptured[] = []
      const unsubscribe = camera.onEvent((event) => events.push(event))
      camera.trigger()
      await camera.stop()
      const atStop = events.length
      camera.trigger()
      await peer.shoot(camera)
      expect(events.length).toBe(atStop)
      expect(camera.health().state).toBe('stopped')
      unsubscribe()
      await online()
      await shot()
    })

    test('a trigger before the start and a stop in any state do no harm', async () => {
      camera.trigger()
      await camera.stop()
      await camera.start()
      await Promise.all([camera.stop(), camera.stop()])
      expect(camera.health().state).toBe('stopped')
    })
  })
}
