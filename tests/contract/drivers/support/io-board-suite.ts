import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { modbusBoard } from '../../../../drivers/modbus-board/definition.ts'
import type { IoBoard, PointsRead } from '../../../../edge/ports/devices.ts'
import { inState, nextEvent } from '../../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../../unit/drivers/support/driver-context.ts'

/** A board to test a driver against: `loop` and `beam` (normally closed) are inputs, `open` is an output. */
export interface BoardPeer {
  /** Options of the driver; `absent` is a point that the board does not have. */
  options(): { readonly transport: object; readonly protocol?: string; readonly points: object }
  setLoop(occupied: boolean): void
  /** The connection is lost; resolves when it is. */
  lose(): Promise<void>
  restore(): Promise<void>
  dispose(): Promise<void>
}

const quick = { pollMs: 10, timeoutMs: 400, reconnect: { firstMs: 20, maxMs: 50 } }

/** What every `IoBoard` owes the lane, run on one peer. */
export function ioBoardContract(name: string, setUp: () => Promise<BoardPeer>): void {
  describe(`IoBoard: ${name}`, () => {
    let peer: BoardPeer
    let board: IoBoard

    beforeAll(async () => {
      peer = await setUp()
    })
    afterAll(async () => {
      await peer.dispose()
    })
    beforeEach(() => {
      const options = modbusBoard.options.parse({ ...peer.options(), ...quick })
      board = modbusBoard.create(options, driverContext('board'), () => board)
    })
    afterEach(async () => {
      await board.stop()
      peer.setLoop(false)
    })

    async function started(): Promise<PointsRead> {
      const first = nextEvent(board)
      await board.start()
      return first
    }
    const loopReads = (value: boolean) => nextEvent(board, ({ points }) => points.loop?.value === value)

    test('nothing is known before the first poll, all points after it', async () => {
      expect(board.reading('loop')).toBeUndefined()
      const { points, changed } = await started()
      expect(Object.keys(points).sort()).toEqual(['beam', 'loop', 'open'])
      expect([...changed].sort()).toEqual(['beam', 'loop', 'open'])
      expect(board.reading('open')).toEqual(points.open)
      expect(board.reading('nonesuch')).toBeUndefined()
      expect((await inState(board, 'online')).counters.polls).toBeGreaterThan(0)
    })

    test('every poll is told, with a later time and the names of what changed', async () => {
      const first = await started()
      const second = await nextEvent(board)
      expect(second.changed).toEqual([])
      expect(second.points.loop?.at).toBeGreaterThan(first.points.loop?.at ?? Number.POSITIVE_INFINITY)
      peer.setLoop(true)
      expect((await loopReads(true)).changed).toEqual(['loop'])
      peer.setLoop(false)
      expect((await loopReads(false)).changed).toEqual(['loop'])
    })

    test('a normally closed contact reads active as its wire is open or closed, by the point map', async () => {
      const { points } = await started()
      expect(points.beam?.value).toBe(false)
    })

    test('a written output is read back before the write resolves', async () => {
      await started()
      await board.write('open', true)
      expect(board.reading('open')?.value).toBe(true)
      await board.write('open', false)
      expect(board.reading('open')?.value).toBe(false)
    })

    test('a pulse goes on and off again before it resolves', async () => {
      await started()
      const on = nextEvent(board, ({ points }) => points.open?.value === true)
      const pulse = board.pulse('open', 200)
      expect((await on).changed).toEqual(['open'])
      await expect(board.pulse('open', 200)).rejects.toMatchObject({ code: 'device.exception' })
      await pulse
      expect(board.reading('open')?.value).toBe(false)
      expect(board.health().counters.pulses).toBe(1)
    })

    test('a stop in the middle of a pulse ends the pulse, not the wait', async () => {
      await started()
      const on = nextEvent(board, ({ points }) => points.open?.value === true)
      const pulse = board.pulse('open', 1000)
      await on
      await board.stop()
      await pulse
      expect((await started()).points.open?.value).toBe(false)
    })

    test.each([199, 1001, 0, Number.NaN])('a pulse of %s ms is refused', async (ms) => {
      await started()
      await expect(board.pulse('open', ms)).rejects.toMatchObject({ code: 'device.exception' })
    })

    test('inputs and unknown names cannot be written', async () => {
      await started()
      await expect(board.write('loop', true)).rejects.toMatchObject({ code: 'device.exception' })
      await expect(board.write('toString', true)).rejects.toMatchObject({ code: 'device.exception' })
      await expect(board.pulse('loop', 200)).rejects.toMatchObject({ code: 'device.exception' })
    })

    test('a lost connection leaves no reading, and the device comes back by itself', async () => {
      await started()
      await inState(board, 'online')
      const lost = inState(board, 'connecting')
      await peer.lose()
      expect((await lost).reason).toContain('device.connect')
      expect(board.reading('loop')).toBeUndefined()
      await expect(board.write('open', true)).rejects.toMatchObject({ code: 'device.not-online' })
      await expect(board.pulse('open', 200)).rejects.toMatchObject({ code: 'device.not-online' })
      const again = nextEvent(board)
      await peer.restore()
      expect((await again).points.open?.value).toBe(false)
      expect(board.health().counters.reconnects).toBe(1)
    })

    test('a point that the board does not have degrades it and hides no other', async () => {
      const { points, ...rest } = peer.options()
      const options = modbusBoard.options.parse({
        ...rest,
        ...quick,
        points: { ...points, absent: { fc: 2, address: 900 } },
      })
      board = modbusBoard.create(options, driverContext('board'), () => board)
      const { points: read } = await started()
      expect(Object.keys(read).sort()).toEqual(['beam', 'loop', 'open'])
      expect((await inState(board, 'degraded')).reason).toMatch(/^device\.exception: .*Illegal data address/)
    })

    test('a second start is refused; a stopped board says nothing and starts again', async () => {
      await started()
      await expect(board.start()).rejects.toMatchObject({ code: 'device.lifecycle' })
      await board.stop()
      await board.stop()
      expect(board.health().state).toBe('stopped')
      await expect(board.write('open', true)).rejects.toMatchObject({ code: 'device.not-online' })
      await started()
    })
  })
}
