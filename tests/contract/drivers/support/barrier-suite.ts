import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BoomPosition } from '../../../../drivers/simulator/board/boom.ts'
import {
  type BarrierController,
  createBarrierController,
  type TimedBarrierFact,
} from '../../../../edge/lane/barrier/barrier-controller.ts'
import { systemClock } from '../../../../edge/ports/clock.ts'
import type { BarrierDevice } from '../../../../edge/ports/devices.ts'
import { silentLog } from '../../../../edge/ports/log.ts'
import { inState } from '../../../unit/drivers/support/device-events.ts'

/** Of the simulated booms, from limit to limit. */
export const travelMs = 200

/** A boom whose controller has no safety of its own, so that only the interlock can keep it off a car. */
export interface BarrierPeer {
  readonly device: BarrierDevice
  /** Starts the barrier and what it is built on. */
  start(): Promise<void>
  setLoop(occupied: boolean): void
  setPhotocell(interrupted: boolean): void
  boom(): BoomPosition
  /** How often it was told to come down on something, or did. */
  crushed(): number
  /** How many commands to move it has had. */
  moves(): number
  /** The way to loop and photocell is cut. */
  loseSafety(): Promise<unknown>
  restoreSafety(): Promise<unknown>
  dispose(): Promise<void>
}

/** What a barrier of any kind owes under the interlock of the domain. */
export function barrierSuite(name: string, make: () => Promise<BarrierPeer>): void {
  describe(`BarrierDevice under the interlock: ${name}`, () => {
    let peer: BarrierPeer
    let barrier: BarrierController
    let facts: TimedBarrierFact['type'][]

    beforeEach(async () => {
      peer = await make()
      facts = []
      const settings = { travelMs: 3000, pulseMs: 200, maxInputAgeMs: 1000, holdOffMs: 100 }
      barrier = createBarrierController({
        ...{ role: 'approachBarrier', device: peer.device, settings, clock: systemClock, log: silentLog },
        others: () => [],
      })
      barrier.onFact(({ type }) => facts.push(type))
      await peer.start()
      barrier.start()
      await inState(peer.device, 'online')
      await expect.poll(() => barrier.view().mayOpen, patience).toBeNull()
    })
    afterEach(async () => {
      await barrier.stop()
      await peer.dispose()
    })

    const patience = { timeout: 15_000 }
    const position = (wanted: BoomPosition) =>
      expect.poll(() => barrier.view().position, patience).toBe(wanted)
    const told = (type: TimedBarrierFact['type']) => expect.poll(() => facts, patience).toContain(type)

    async function opened(): Promise<void> {
      expect(barrier.open('admission')).toBeNull()
      await position('open')
    }

    async function driveThrough(): Promise<void> {
      const seen = (part: 'loop' | 'photocell', word: string) =>
        expect.poll(() => barrier.view()[part], patience).toBe(word)
      peer.setLoop(true)
      await seen('loop', 'occupied')
      peer.setPhotocell(true)
      await seen('photocell', 'interrupted')
      peer.setLoop(false)
      await seen('loop', 'clear')
      peer.setPhotocell(false)
      await told('passage')
    }

    test('rule 7: a start alone moves nothing', () => {
      expect(peer.moves()).toBe(0)
      expect(barrier.view()).toMatchObject({
        position: 'closed',
        loop: 'clear',
        photocell: 'clear',
        faults: [],
      })
    })

    test('it opens for a permit, lets a vehicle through and comes down behind it', async () => {
      await opened()
      barrier.closeWhenClear()
      await driveThrough()
      await told('closed')
      expect(peer.boom()).toBe('closed')
      expect(peer.moves()).toBe(2)
      expect(peer.crushed()).toBe(0)
      expect(facts.filter((type) => type === 'opened' || type === 'closed')).toEqual(['opened', 'closed'])
      expect(facts).not.toContain('movedUnordered')
      expect(facts).not.toContain('reversed')
    })

    test('rule 1: it stays up while the loop is occupied, and says so', async () => {
      await opened()
      barrier.closeWhenClear()
      await driveThrough()
      peer.setLoop(true)
      await expect.poll(() => barrier.view().loop, patience).toBe('occupied')
      // It may have begun to come down between passage and loop: then it has turned back.
      await position('open')
      expect(barrier.view().mayClose?.code).toBe('barrier.safety-input-not-clear')
      peer.setLoop(false)
      await told('closed')
      expect(peer.crushed()).toBe(0)
    })

    test('rules 1 and 3: loop and photocell that are lost are occupied, and prove nothing when they are back', async () => {
      await opened()
      await driveThrough()
      await expect.poll(() => barrier.view().mayClose, patience).toBeNull()
      const moves = peer.moves()
      await peer.loseSafety()
      await expect.poll(() => barrier.view().loop, patience).toBe('unknown')
      barrier.closeWhenClear()
      expect(barrier.view().mayClose).not.toBeNull()
      await peer.restoreSafety()
      await expect.poll(() => barrier.view().loop, patience).toBe('clear')
      await expect.poll(() => barrier.view().mayClose?.code, patience).toBe('barrier.restart-unproven')
      expect(peer.moves()).toBe(moves)
      expect(peer.boom()).toBe('open')
      expect(barrier.confirmWayClear()).toBeNull()
      await told('closed')
    })
  })
}
