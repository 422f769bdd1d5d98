import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { IoBoard } from '../../../../edge/ports/devices.ts'
import { inState, nextEvent } from '../../../unit/drivers/support/device-events.ts'

/** A relay board with `open` on its second relay and `light`, wired to be on when the relay is off, on its first. */
export interface RelayPeer {
  create(): IoBoard
  /** The relays as the contacts are, in the order of the board. */
  relays(): readonly boolean[]
  /** The second relay no longer follows. */
  stick(): void
  lose(): Promise<void>
  restore(): Promise<void>
  dispose(): Promise<void>
}

/** What a board of outputs that can be read back owes the lane. */
export function relayContract(name: string, setUp: () => Promise<RelayPeer>): void {
  describe(`relays: ${name}`, () => {
    let peer: RelayPeer
    let board: IoBoard

    beforeEach(async () => {
      peer = await setUp()
      board = peer.create()
    })
    afterEach(async () => {
      await board.stop()
      await peer.dispose()
    })

    async function started() {
      const first = nextEvent(board)
      await board.start()
      return first
    }

    test('rule 7: on start-up nothing is switched, and every output is read', async () => {
      const { points } = await started()
      expect(points.open?.value).toBe(false)
      expect(points.light?.value).toBe(true)
      expect(peer.relays()[1]).toBe(false)
    })

    test('a written output is read back before the write resolves', async () => {
      await started()
      await board.write('open', true)
      expect(peer.relays().slice(0, 2)).toEqual([false, true])
      expect(board.reading('open')?.value).toBe(true)
      await board.write('light', false)
      expect(peer.relays().slice(0, 2)).toEqual([true, true])
      await board.write('open', false)
      expect(peer.relays().slice(0, 2)).toEqual([true, false])
    })

    test('a relay that does not follow is told as device.read-back', async () => {
      await started()
      peer.stick()
      await expect(board.write('open', true)).rejects.toMatchObject({ code: 'device.read-back' })
    })

    test('a pulse goes on and off again before it resolves', async () => {
      await started()
      const on = nextEvent(board, ({ points }) => points.open?.value === true)
      const pulse = board.pulse('open', 200)
      await on
      expect(peer.relays()[1]).toBe(true)
      await pulse
      expect(peer.relays()[1]).toBe(false)
    })

    test('a stop in the middle of a pulse ends the pulse', async () => {
      await started()
      const on = nextEvent(board, ({ points }) => points.open?.value === true)
      const pulse = board.pulse('open', 1000)
      await on
      await board.stop()
      await pulse
      expect(peer.relays()[1]).toBe(false)
    })

    test('an unplugged board leaves no reading, and is found again', async () => {
      await started()
      await inState(board, 'online')
      const lost = inState(board, 'connecting')
      await peer.lose()
      expect((await lost).reason).toContain('device.connect')
      expect(board.reading('open')).toBeUndefined()
      await expect(board.pulse('open', 200)).rejects.toMatchObject({ code: 'device.not-online' })
      const again = nextEvent(board)
      await peer.restore()
      expect((await again).points.open?.value).toBe(false)
      expect(board.health().counters.reconnects).toBe(1)
    })

    test('unknown names cannot be written', async () => {
      await started()
      await expect(board.write('toString', true)).rejects.toMatchObject({ code: 'device.exception' })
    })
  })
}
