import { createReadStream, createWriteStream, type ReadStream, type WriteStream } from 'node:fs'
import { describe } from 'vitest'
import { scannerSsi } from '../../../drivers/barcode-scanner/definition.ts'
import { keyboardFace, scannerFace } from '../../../drivers/barcode-scanner/hid.ts'
import { hidPosDecoder, hidPosReportBytes } from '../../../drivers/barcode-scanner/hid-pos-codec.ts'
import { keyboardDecoder, keyboardReportBytes } from '../../../drivers/barcode-scanner/keyboard-codec.ts'
import { hidPosOptions, keyboardOptions } from '../../../drivers/barcode-scanner/options.ts'
import { createReaderCommands } from '../../../drivers/simulator/reader/reader-commands.ts'
import { readerFrame } from '../../../drivers/simulator/reader/reader-frames.ts'
import { createReaderSimulator } from '../../../drivers/simulator/reader/reader-simulator.ts'
import {
  hidPosReports,
  keyboardReports,
  ssiFrames,
} from '../../../drivers/simulator/reader/scanner-frames.ts'
import { requireSystem } from '../../support/system-package.ts'
import { documentReaderContract, type ReaderPeer } from './support/document-reader-suite.ts'
import { createHidPeer } from './support/hid-peer.ts'
import { createPtyPair, createSerialLine } from './support/pty-pair.ts'

for (const framing of ['cr-lines', 'stx-etx', 'rte', 'idbox', 'honeywell-ocr'] as const) {
  documentReaderContract(`the simulated reader, ${framing}`, async () => {
    const simulator = await createReaderSimulator({ framing })
    return {
      options: { transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port }, preset: framing },
      scan: simulator.scan,
      send: simulator.send,
      ...(framing === 'idbox' && { spoilt: Buffer.from(`I\x00\x59${'x'.repeat(89)}`, 'latin1') }),
      unplug: simulator.unplug,
      plug: simulator.plug,
      ready: simulator.whenConnected,
      dispose: simulator.close,
    }
  })
}

documentReaderContract('a USB scanner, HID POS', async () =>
  createHidPeer({
    face: scannerFace,
    reportBytes: hidPosReportBytes,
    parse: (options) => hidPosOptions.parse(options),
    createDecoder: hidPosDecoder,
    reportsOf: (lines) => hidPosReports('o', Buffer.from(lines.join('\r'))),
    spoilt: Buffer.concat(Array.from({ length: 3 }, () => Buffer.alloc(hidPosReportBytes, 2))),
  }),
)

documentReaderContract('a USB reader that types, layout de', async () =>
  createHidPeer({
    face: keyboardFace,
    reportBytes: keyboardReportBytes,
    parse: (options) => keyboardOptions.parse(options),
    createDecoder: (most) => keyboardDecoder(most, { layout: 'de', terminator: 'enter' }),
    reportsOf: (lines) => keyboardReports(`${lines.join('\r')}\r`, 'de'),
    spoilt: Buffer.concat(
      Array.from({ length: 3 }, () => Buffer.concat(keyboardReports(`${'x'.repeat(300)}\r`, 'de'))),
    ),
  }),
)

const ocr = (lines: readonly string[]) => ssiFrames(0xa0, Buffer.from(lines.join('\r')))
const createSsi: ReaderPeer['create'] = (options, context) =>
  scannerSsi.create(scannerSsi.options.parse({ ...options, maxMessageBytes: 1024 }), context, () => {
    throw new Error('a scanner has no board')
  })
/** Packets of which the checksum is none. */
const spoiltSsi = Buffer.concat(Array.from({ length: 3 }, () => Buffer.of(6, 0xf3, 0, 0, 0x11, 0x41, 0, 0)))

documentReaderContract('a scanner that reads OCR, SSI over TCP', async () => {
  const simulator = await createReaderSimulator()
  return {
    options: { transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port } },
    create: createSsi,
    scan: (lines) => {
      for (const frame of ocr(lines)) simulator.send(frame)
    },
    send: simulator.send,
    spoilt: spoiltSsi,
    unplug: simulator.unplug,
    plug: simulator.plug,
    ready: simulator.whenConnected,
    dispose: simulator.close,
  }
})

const socat = requireSystem('socat', 'socat')

describe.skipIf(!socat)('serial', () => {
  documentReaderContract('a serial line, honeywell-ocr', async () => {
    const line = await createPtyPair()
    const commands = createReaderCommands('honeywell-ocr')
    const onGlass: Uint8Array[] = []
    let device: ReadStream
    let end: WriteStream
    const read = () => {
      while (onGlass.length > 0 && commands.useReadiness()) end.write(onGlass.shift() ?? Buffer.of())
    }
    const attach = () => {
      device = createReadStream(line.theirs)
      end = createWriteStream(line.theirs)
      end.on('error', () => {})
      device.on('error', () => {})
      device.on('data', (bytes) => {
        commands.take(Buffer.from(bytes))
        read()
      })
    }
    attach()
    return {
      options: { transport: { type: 'serial', path: line.ours }, preset: 'honeywell-ocr', rearmMs: 100 },
      scan: (lines) => {
        onGlass.push(readerFrame('honeywell-ocr', lines))
        read()
      },
      send: (bytes) => void end.write(bytes),
      async unplug() {
        commands.forget()
        device.destroy()
        end.destroy()
        await line.unplug()
      },
      async plug() {
        await line.plug()
        attach()
      },
      ready: async () => {},
      async dispose() {
        device.destroy()
        end.destroy()
        await line.dispose()
      },
    }
  })

  documentReaderContract('a serial line, idle-gap', async () => {
    const { transport, ...line } = await createSerialLine()
    return {
      ...line,
      options: { transport, preset: 'idle-gap' },
      scan: (lines) => line.send(Buffer.from(lines.join('\r'), 'ascii')),
    }
  })

  documentReaderContract('a serial line, SSI', async () => {
    const { transport, ...line } = await createSerialLine()
    return {
      ...line,
      options: { transport },
      create: createSsi,
      spoilt: spoiltSsi,
      scan: (lines) => {
        for (const frame of ocr(lines)) line.send(frame)
      },
    }
  })
})
