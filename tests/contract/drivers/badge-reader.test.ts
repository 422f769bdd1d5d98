import { describe, expect, test } from 'vitest'
import { badgeOsdp, badgeSerial } from '../../../drivers/badge-reader/definition.ts'
import { createBadgeReader } from '../../../drivers/badge-reader/driver.ts'
import { badgeKeyboardDecoder } from '../../../drivers/badge-reader/keyboard-codec.ts'
import { badgeKeyboardOptions } from '../../../drivers/badge-reader/options.ts'
import type { BadgeProtocol } from '../../../drivers/badge-reader/serial-codec.ts'
import { keyboardFace } from '../../../drivers/barcode-scanner/hid.ts'
import { keyboardReportBytes } from '../../../drivers/barcode-scanner/keyboard-codec.ts'
import { badgeFrame } from '../../../drivers/simulator/badge/badge-frames.ts'
import { createBadgeSimulator } from '../../../drivers/simulator/badge/badge-simulator.ts'
import { createOsdpSimulator, type OsdpFault } from '../../../drivers/simulator/badge/osdp-simulator.ts'
import { keyboardReports } from '../../../drivers/simulator/reader/scanner-frames.ts'
import { requireSystem } from '../../support/system-package.ts'
import { inState, nextEvent } from '../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'
import { type BadgePeer, badgeReaderSuite } from './support/badge-suite.ts'
import { createFakeHid } from './support/hid-peer.ts'
import { createSerialLine } from './support/pty-pair.ts'

const noBoard = () => {
  throw new Error('a badge reader has no board')
}

const badgesOf = { em4100: ['62E3086CED', '00F00DBA4E'], wiegand: ['010003', 'A1B2C3D4'] } as const

async function simulated(protocol: BadgeProtocol): Promise<BadgePeer> {
  const simulator = await createBadgeSimulator(protocol)
  const transport = { type: 'tcp', host: '127.0.0.1', port: simulator.port }
  return {
    create: (given, context) =>
      badgeSerial.create(badgeSerial.options.parse({ ...given, transport, protocol }), context, noBoard),
    badges: badgesOf[protocol],
    present: simulator.present,
    spoil() {
      simulator.fail('wrong-checksum')
      simulator.present(badgesOf[protocol][1])
      simulator.fail('cut-frames')
      simulator.present(badgesOf[protocol][1])
      simulator.send(Buffer.from('\r'))
      simulator.fail(null)
    },
    unplug: simulator.unplug,
    plug: simulator.plug,
    ready: simulator.whenConnected,
    dispose: simulator.close,
  }
}

badgeReaderSuite('EM4100, simulated, over TCP', () => simulated('em4100'))
badgeReaderSuite('Wiegand, simulated, over TCP', () => simulated('wiegand'))

const socat = requireSystem('socat', 'socat')

describe.skipIf(!socat)('serial', () => {
  badgeReaderSuite('EM4100 over a serial line', async () => {
    const { transport, ...line } = await createSerialLine()
    return {
      ...line,
      create: (given, context) =>
        badgeSerial.create(
          badgeSerial.options.parse({ ...given, transport, protocol: 'em4100' }),
          context,
          noBoard,
        ),
      badges: badgesOf.em4100,
      present(badge, times = 1) {
        for (let i = 0; i < times; i += 1) line.send(badgeFrame('em4100', badge))
      },
      spoil: () => line.send(badgeFrame('em4100', badgesOf.em4100[1]).fill('7', 5, 6)),
    }
  })
})

badgeReaderSuite('a reader that types, in the place of node-hid', async () => {
  const { open, ...hid } = createFakeHid({ face: keyboardFace, reportBytes: keyboardReportBytes })
  const type = (text: string) => {
    for (const report of keyboardReports(text)) hid.send(report)
  }
  return {
    ...hid,
    create(given, context) {
      const options = badgeKeyboardOptions.parse({ ...given, ...hid.options, idleGapMs: 100 })
      return createBadgeReader(options, context, open, {
        kind: 'badge-keyboard',
        createDecoder: () => badgeKeyboardDecoder(options),
      })
    },
    badges: ['0012345678', '0087654321'],
    present(badge, times = 1) {
      for (let i = 0; i < times; i += 1) type(`${badge}\r`)
    },
    spoil: () => type('no badge\r'),
  }
})

async function osdp() {
  const simulator = await createOsdpSimulator(5)
  const transport = { type: 'tcp', host: '127.0.0.1', port: simulator.port }
  const create: BadgePeer['create'] = (given, context) => {
    const options = badgeOsdp.options.parse({ ...given, transport, address: 5, pollMs: 20, timeoutMs: 100 })
    return badgeOsdp.create(options, context, noBoard)
  }
  return { simulator, create }
}

badgeReaderSuite('OSDP, simulated, over TCP', async () => {
  const { simulator, create } = await osdp()
  return {
    create,
    badges: ['010003', 'A1B2C3D4'],
    present: simulator.present,
    spoil: () => simulator.fail('wrong-crc', 2),
    unplug: simulator.unplug,
    plug: simulator.plug,
    ready: simulator.whenConnected,
    dispose: simulator.close,
  }
})

describe('OSDP', () => {
  const device = { reconnect: { firstMs: 20, maxMs: 50 } }

  test.each([
    ['silent', 'device.timeout'],
    ['wrong-crc', 'device.protocol'],
    ['slow', 'device.timeout'],
    ['tamper', 'opened or torn off'],
  ] as const satisfies readonly (readonly [OsdpFault, string])[])(
    'a reader that is %s says so and heals, and no badge is lost meanwhile',
    async (fault, reason) => {
      const { simulator, create } = await osdp()
      const reader = create(device, driverContext('badges'))
      await reader.start()
      await inState(reader, 'online')
      const ill = inState(reader, 'degraded')
      simulator.fail(fault)
      expect((await ill).reason).toContain(reason)
      const told = nextEvent(reader)
      simulator.fail(null)
      simulator.present('010003')
      expect((await told).badge).toBe('010003')
      await inState(reader, 'online')
      await reader.stop()
      await simulator.close()
    },
  )

  test('an answer that is lost is asked for again: the badge in it is told, once', async () => {
    const { simulator, create } = await osdp()
    const reader = create(device, driverContext('badges'))
    await reader.start()
    await inState(reader, 'online')
    const seen: string[] = []
    reader.onEvent(({ badge }) => seen.push(badge))
    simulator.fail('wrong-crc', 2)
    simulator.present('010003')
    await expect.poll(() => seen).toEqual(['010003'])
    expect(reader.health().counters.framesRejected).toBe(2)
    await reader.stop()
    await simulator.close()
  })

  test('a reader that was restarted is polled from the beginning', async () => {
    const { simulator, create } = await osdp()
    const reader = create(device, driverContext('badges'))
    await reader.start()
    await inState(reader, 'online')
    const refused = inState(reader, 'degraded')
    simulator.restart()
    expect((await refused).reason).toContain('device.exception')
    await inState(reader, 'online')
    await reader.stop()
    await simulator.close()
  })
})
