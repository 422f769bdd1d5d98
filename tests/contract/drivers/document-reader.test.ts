import { createReadStream, createWriteStream, type ReadStream, type WriteStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { describe } from 'vitest'
import { keyboardFace, scannerFace } from '../../../drivers/barcode-scanner/hid.ts'
import { hidPosDecoder, hidPosReportBytes } from '../../../drivers/barcode-scanner/hid-pos-codec.ts'
import { keyboardDecoder, keyboardReportBytes } from '../../../drivers/barcode-scanner/keyboard-codec.ts'
import { hidPosOptions, keyboardOptions } from '../../../drivers/barcode-scanner/options.ts'
import { createReaderCommands } from '../../../drivers/simulator/reader/reader-commands.ts'
import { readerFrame } from '../../../drivers/simulator/reader/reader-frames.ts'
import { createReaderSimulator } from '../../../drivers/simulator/reader/reader-simulator.ts'
import { hidPosReports, keyboardReports } from '../../../drivers/simulator/reader/scanner-frames.ts'
import { requireSystem } from '../../support/system-package.ts'
import { documentReaderContract } from './support/document-reader-suite.ts'
import { createHidPeer } from './support/hid-peer.ts'
import { createPtyPair } from './support/pty-pair.ts'

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
    const line = await createPtyPair()
    let device: FileHandle = await open(line.theirs, 'r+')
    let sending: Promise<unknown> = Promise.resolve()
    const send = (bytes: Uint8Array) => {
      sending = sending.then(() => device.write(bytes)).catch(() => {})
    }
    return {
      options: { transport: { type: 'serial', path: line.ours }, preset: 'idle-gap' },
      scan: (lines) => send(Buffer.from(lines.join('\r'), 'ascii')),
      send,
      async unplug() {
        await sending
        await line.unplug()
        await device.close()
      },
      async plug() {
        await line.plug()
        device = await open(line.theirs, 'r+')
      },
      ready: async () => {},
      async dispose() {
        await device.close()
        await line.dispose()
      },
    }
  })
})
