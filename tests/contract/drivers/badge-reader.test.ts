import { badgeSerial } from '../../../drivers/badge-reader/definition.ts'
import { createBadgeReader } from '../../../drivers/badge-reader/driver.ts'
import { badgeKeyboardDecoder } from '../../../drivers/badge-reader/keyboard-codec.ts'
import { badgeKeyboardOptions } from '../../../drivers/badge-reader/options.ts'
import type { BadgeProtocol } from '../../../drivers/badge-reader/serial-codec.ts'
import { keyboardFace } from '../../../drivers/barcode-scanner/hid.ts'
import { keyboardReportBytes } from '../../../drivers/barcode-scanner/keyboard-codec.ts'
import { createBadgeSimulator } from '../../../drivers/simulator/badge/badge-simulator.ts'
import { keyboardReports } from '../../../drivers/simulator/reader/scanner-frames.ts'
import { type BadgePeer, badgeReaderSuite } from './support/badge-suite.ts'
import { createFakeHid } from './support/hid-peer.ts'

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
