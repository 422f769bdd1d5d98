import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BadgeReader, DriverContext } from '../../../../edge/ports/devices.ts'
import type { Log } from '../../../../edge/ports/log.ts'
import { inState, nextEvent } from '../../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../../unit/drivers/support/driver-context.ts'

/** The other end of a badge reader: a simulated one, or what stands in its place. */
export interface BadgePeer {
  /** Makes the driver for this peer; the options are those that every reader has. */
  create(options: object, context: DriverContext): BadgeReader
  /** A number of the kind that it reads, and another. */
  readonly badges: readonly [string, string]
  /** Holds the badge to the reader, which sends it so many times. */
  present(badge: string, times?: number): void
  /** Rubbish that must not pass for a badge. */
  spoil(): void
  unplug(): Promise<void>
  plug(): Promise<void>
  /** Resolves when the driver is connected to it. */
  ready(): Promise<void>
  dispose(): Promise<void>
}

/** What every badge reader owes, whatever it speaks. */
export function badgeReaderSuite(name: string, make: () => Promise<BadgePeer>): void {
  describe(`BadgeReader: ${name}`, () => {
    let peer: BadgePeer
    let reader: BadgeReader
    let logged: string

    beforeEach(async () => {
      peer = await make()
      logged = ''
      const write = (...parts: readonly unknown[]) => {
        logged += JSON.stringify(parts)
      }
      const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log }
      reader = peer.create({ reconnect: { firstMs: 20, maxMs: 50 } }, { ...driverContext('badges'), log })
      await reader.start()
      await peer.ready()
      await inState(reader, 'online')
    })
    afterEach(async () => {
      await reader.stop()
      await peer.dispose()
    })

    test('a badge is told with its number and the time', async () => {
      const told = nextEvent(reader)
      const before = performance.now()
      peer.present(peer.badges[0])
      const { at, ...event } = await told
      expect(event).toEqual({ type: 'BadgePresented', badge: peer.badges[0] })
      expect(at).toBeGreaterThanOrEqual(before)
    })

    test('a badge that is held is told once, the next one at once', async () => {
      const seen: string[] = []
      reader.onEvent(({ badge }) => seen.push(badge))
      const next = nextEvent(reader, ({ badge }) => badge === peer.badges[1])
      peer.present(peer.badges[0], 5)
      peer.present(peer.badges[1])
      await next
      expect(seen).toEqual(peer.badges)
      expect(reader.health().counters.badges).toBe(2)
    })

    test('rubbish is no badge and is counted; the next badge is read', async () => {
      const seen: string[] = []
      reader.onEvent(({ badge }) => seen.push(badge))
      peer.spoil()
      await expect.poll(() => reader.health().counters.framesRejected).toBeGreaterThan(0)
      const next = nextEvent(reader)
      peer.present(peer.badges[0])
      await next
      expect(seen).toEqual([peer.badges[0]])
    })

    test('pulled and plugged in again it reads on', async () => {
      const lost = inState(reader, 'connecting')
      await peer.unplug()
      expect((await lost).reason).toContain('device.connect')
      await peer.plug()
      await inState(reader, 'online')
      await peer.ready()
      const next = nextEvent(reader)
      peer.present(peer.badges[1])
      expect((await next).badge).toBe(peer.badges[1])
    })

    test('no number of a badge stands in a log or in health', async () => {
      const told: string[] = []
      reader.onHealth((health) => told.push(JSON.stringify(health)))
      reader.onEvent(() => {
        throw new Error('a listener that fails')
      })
      const next = nextEvent(reader)
      peer.present(peer.badges[0])
      await next
      await reader.stop()
      expect(logged).toContain('badges')
      expect(logged + told.join()).not.toContain(peer.badges[0])
    })
  })
}
