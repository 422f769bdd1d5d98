import { describe, expect, test } from 'vitest'
import { createHidRelay } from '../../../drivers/hid-relay/driver.ts'
import { hidRelayOptions } from '../../../drivers/hid-relay/options.ts'
import { serialRelay } from '../../../drivers/serial-relay/definition.ts'
import { createRelaySimulator } from '../../../drivers/simulator/relay/relay-simulator.ts'
import { inState } from '../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'
import { createFakeHidRelay } from './support/fake-hid-relay.ts'
import { relayContract } from './support/relay-suite.ts'

const quick = { pollMs: 10, reconnect: { firstMs: 20, maxMs: 50 } }

const serialBoards = [
  { protocol: 'kmtronic', size: 2, first: 1 },
  { protocol: 'kmtronic', size: 8, first: 1 },
  { protocol: 'numato', size: 16, first: 0 },
] as const

for (const { protocol, size, first } of serialBoards) {
  relayContract(`${protocol}, ${size} relays`, async () => {
    const simulator = await createRelaySimulator(protocol, size)
    return {
      create() {
        const options = serialRelay.options.parse({
          transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port },
          protocol,
          size,
          points: { light: { channel: first, invert: true }, open: { channel: first + 1 } },
          ...quick,
        })
        const board = serialRelay.create(options, driverContext('relay'), () => board)
        return board
      },
      relays: simulator.relays,
      stick: () => simulator.stick(1),
      lose: simulator.unplug,
      restore: simulator.plug,
      dispose: simulator.close,
    }
  })
}

for (const idInFront of [false, true]) {
  relayContract(`dcttech HID, report ${idInFront ? 'with' : 'without'} its id in front`, async () => {
    const fake = createFakeHidRelay({ serial: 'QAAMZ', idInFront })
    return {
      create: () =>
        createHidRelay(
          hidRelayOptions.parse({
            serial: 'QAAMZ',
            points: { light: { channel: 1, invert: true }, open: { channel: 2 } },
            ...quick,
          }),
          driverContext('relay'),
          fake.devices,
        ),
      relays: fake.relays,
      stick: () => fake.stick(1),
      lose: async () => fake.unplug(),
      restore: async () => fake.plug(),
      dispose: async () => {},
    }
  })
}

describe('LCUS, which answers nothing', () => {
  test('rule 4: an output that cannot be read back is never known, and the board says so', async () => {
    const simulator = await createRelaySimulator('lcus', 4)
    const options = serialRelay.options.parse({
      transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port },
      protocol: 'lcus',
      size: 4,
      points: { light: { channel: 4 } },
      ...quick,
    })
    const board = serialRelay.create(options, driverContext('relay'), () => board)
    await board.start()
    expect((await inState(board, 'online')).reason).toContain('cannot be asked')
    await board.write('light', true)
    await board.pulse('light', 200)
    expect(board.reading('light')).toBeUndefined()
    await board.write('light', true)
    await expect.poll(() => simulator.relays()).toEqual([false, false, false, true])
    await board.stop()
    await simulator.close()
  })
})

describe('a board that is silent', () => {
  test('degrades with device.timeout and is not opened anew', async () => {
    const simulator = await createRelaySimulator('numato', 2)
    const options = serialRelay.options.parse({
      transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port },
      protocol: 'numato',
      size: 2,
      timeoutMs: 50,
      points: { light: { channel: 0 } },
      ...quick,
    })
    const board = serialRelay.create(options, driverContext('relay'), () => board)
    await board.start()
    await inState(board, 'online')
    simulator.mute(true)
    expect((await inState(board, 'degraded')).reason).toMatch(/^device\.timeout/)
    simulator.mute(false)
    expect((await inState(board, 'online')).counters.reconnects).toBe(0)
    await board.stop()
    await simulator.close()
  })
})

describe('more than one HID relay board', () => {
  test('the serial number chooses, and its absence names what is there', async () => {
    const fake = createFakeHidRelay({ serial: 'OTHER', idInFront: false })
    const options = hidRelayOptions.parse({ serial: 'QAAMZ', points: { open: { channel: 2 } }, ...quick })
    const board = createHidRelay(options, driverContext('relay'), fake.devices)
    const told = new Promise<string>((resolve) =>
      board.onHealth(({ reason }) => {
        if (reason.includes('OTHER')) resolve(reason)
      }),
    )
    await board.start()
    expect(await told).toBe('device.connect: no relay board QAAMZ; there is OTHER')
    await board.stop()
    expect(fake.opened()).toBe(0)
  })
})
