import { describe, expect, test } from 'vitest'
import { contactBarrier } from '../../../drivers/contact-barrier/definition.ts'
import { createDeviceLifecycle } from '../../../drivers/lifecycle/device-lifecycle.ts'
import type { BarrierInputsRead, IoBoard, PointReading, PointsRead } from '../../../edge/ports/devices.ts'
import { driverContext } from './support/driver-context.ts'

const wiring = {
  board: 'board-1',
  open: 'doOpen',
  close: 'doClose',
  openLimit: 'diOpen',
  closedLimit: 'diClosed',
  loop: 'diLoop',
  photocell: 'diBeam',
}

/** A board whose readings, answers and health the test decides. */
function fakeBoard(id = 'board-1') {
  const lifecycle = createDeviceLifecycle<PointsRead>(driverContext(id), [])
  const points: Record<string, PointReading> = {}
  const calls: string[] = []
  let failing: string | undefined
  const act = async (call: string) => {
    calls.push(call)
    if (call === failing) throw new Error(`failed: ${call}`)
  }
  const board: IoBoard = {
    id,
    kind: 'fake',
    health: lifecycle.health,
    start: async () => lifecycle.begin(),
    stop: () => lifecycle.end(async () => {}),
    onEvent: lifecycle.onEvent,
    onHealth: lifecycle.onHealth,
    reading: (name) => points[name],
    write: (name, value) => act(`write ${name} ${value}`),
    pulse: (name, ms) => act(`pulse ${name} ${ms}`),
  }
  return {
    board,
    lifecycle,
    calls,
    set: (name: string, value: boolean, at: number) => {
      points[name] = { value, at }
    },
    fail: (call: string) => {
      failing = call
    },
  }
}

function barrierOn(board: IoBoard, options: object = wiring) {
  return contactBarrier.create(contactBarrier.options.parse(options), driverContext('barrier-1'), () => board)
}

describe('contact barrier', () => {
  test('inputs are the points of the wiring, with their times; what is not wired is unknown', () => {
    const { board, set } = fakeBoard()
    set('diOpen', true, 7)
    set('diLoop', false, 8)
    set('doClose', true, 9)
    expect(barrierOn(board).inputs()).toEqual({
      openLimit: { value: true, at: 7 },
      closedLimit: undefined,
      loop: { value: false, at: 8 },
      photocell: undefined,
      stop: undefined,
      openOutput: undefined,
      closeOutput: { value: true, at: 9 },
    })
  })

  test('every poll of the board is an event of the barrier', async () => {
    const { board, lifecycle, set } = fakeBoard()
    const barrier = barrierOn(board)
    const heard: BarrierInputsRead[] = []
    barrier.onEvent((event) => heard.push(event))
    await board.start()
    await barrier.start()
    set('diClosed', true, 1)
    lifecycle.emit({ type: 'PointsRead', points: {}, changed: [] })
    await barrier.stop()
    lifecycle.emit({ type: 'PointsRead', points: {}, changed: [] })
    expect(heard.map(({ inputs }) => inputs.closedLimit)).toEqual([{ value: true, at: 1 }])
  })

  test('started again it hears each poll once', async () => {
    const { board, lifecycle } = fakeBoard()
    const barrier = barrierOn(board)
    let heard = 0
    barrier.onEvent(() => {
      heard += 1
    })
    await board.start()
    await barrier.start()
    await barrier.stop()
    await barrier.start()
    lifecycle.emit({ type: 'PointsRead', points: {}, changed: [] })
    expect(heard).toBe(1)
  })

  test('health follows the board, with its reason', async () => {
    const { board, lifecycle } = fakeBoard()
    const barrier = barrierOn(board)
    await barrier.start()
    expect(barrier.health()).toMatchObject({ state: 'connecting', reason: 'board board-1: not started' })
    await board.start()
    lifecycle.to('degraded', 'device.timeout')
    expect(barrier.health()).toMatchObject({ state: 'degraded', reason: 'board board-1: device.timeout' })
    lifecycle.to('online', 'all points are read')
    expect(barrier.health().state).toBe('online')
    await board.stop()
    expect(barrier.health()).toMatchObject({ state: 'connecting', reason: 'board board-1: stopped' })
  })

  test('relays of one board move it while another reads its limits; it is as well as the worse of them', async () => {
    const relays = fakeBoard('board-1')
    const inputs = fakeBoard('inputs-1')
    const options = contactBarrier.options.parse({
      ...wiring,
      openLimit: 'inputs-1.diOpen',
      closedLimit: 'inputs-1.diClosed',
      loop: 'inputs-1.diLoop',
    })
    const boards: Record<string, IoBoard> = { 'board-1': relays.board, 'inputs-1': inputs.board }
    const barrier = contactBarrier.create(options, driverContext('barrier-1'), (id) => {
      const board = boards[id]
      if (board === undefined) throw new Error(id)
      return board
    })
    const heard: BarrierInputsRead[] = []
    barrier.onEvent((event) => heard.push(event))
    await relays.board.start()
    await inputs.board.start()
    await barrier.start()
    relays.set('diOpen', false, 1)
    inputs.set('diOpen', true, 2)
    inputs.lifecycle.emit({ type: 'PointsRead', points: {}, changed: [] })
    expect(heard.map(({ inputs: { openLimit } }) => openLimit)).toEqual([{ value: true, at: 2 }])
    await barrier.pulseOpen()
    await barrier.clearOutputs()
    expect(relays.calls).toEqual(['pulse doOpen 500', 'write doOpen false', 'write doClose false'])
    expect(inputs.calls).toEqual([])
    relays.lifecycle.to('online', 'all points are read')
    expect(barrier.health()).toMatchObject({ state: 'connecting', reason: 'board inputs-1: first attempt' })
    inputs.lifecycle.to('degraded', 'device.timeout')
    expect(barrier.health()).toMatchObject({ state: 'degraded', reason: 'board inputs-1: device.timeout' })
    inputs.lifecycle.to('online', 'all points are read')
    expect(barrier.health().state).toBe('online')
  })

  test('opening and closing pulse their own output for the configured time', async () => {
    const { board, calls } = fakeBoard()
    const barrier = barrierOn(board, { ...wiring, pulseMs: 300 })
    await barrier.start()
    await barrier.pulseOpen()
    await barrier.pulseClose()
    expect(calls).toEqual(['pulse doOpen 300', 'pulse doClose 300'])
  })

  test('a start alone moves nothing', async () => {
    const { board, calls } = fakeBoard()
    const barrier = barrierOn(board)
    await barrier.start()
    await barrier.stop()
    expect(calls).toEqual([])
  })

  test('clearing tries both outputs, also when the first fails, and then says so', async () => {
    const { board, calls, fail } = fakeBoard()
    const barrier = barrierOn(board)
    await barrier.start()
    fail('write doOpen false')
    await expect(barrier.clearOutputs()).rejects.toThrow('failed: write doOpen false')
    expect(calls).toEqual(['write doOpen false', 'write doClose false'])
  })

  test('a pulse that fails is not repeated', async () => {
    const { board, calls, fail } = fakeBoard()
    const barrier = barrierOn(board)
    await barrier.start()
    fail('pulse doOpen 500')
    await expect(barrier.pulseOpen()).rejects.toThrow('failed')
    expect(calls).toEqual(['pulse doOpen 500'])
  })

  test('a stopped barrier moves nothing', async () => {
    const { board, calls } = fakeBoard()
    const barrier = barrierOn(board)
    for (const act of [barrier.pulseOpen, barrier.pulseClose, barrier.clearOutputs]) {
      await expect(act()).rejects.toMatchObject({ code: 'device.not-online' })
    }
    expect(calls).toEqual([])
  })

  test.each([
    ['one output for both ways', { ...wiring, close: 'doOpen' }],
    ['one input for both limits', { ...wiring, closedLimit: 'diOpen' }],
    ['a pulse of 199 ms', { ...wiring, pulseMs: 199 }],
    ['a pulse of 1001 ms', { ...wiring, pulseMs: 1001 }],
    ['a key that does not exist', { ...wiring, photocel: 'x' }],
  ])('%s is refused by the options', (_, options) => {
    expect(contactBarrier.options.safeParse(options).success).toBe(false)
  })
})
