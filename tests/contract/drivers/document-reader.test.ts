import { type FileHandle, open } from 'node:fs/promises'
import { describe } from 'vitest'
import { createReaderSimulator } from '../../../drivers/simulator/reader/reader-simulator.ts'
import { requireSystem } from '../../support/system-package.ts'
import { documentReaderContract } from './support/document-reader-suite.ts'
import { createPtyPair } from './support/pty-pair.ts'

for (const framing of ['cr-lines', 'stx-etx', 'rte'] as const) {
  documentReaderContract(`the simulated reader, ${framing}`, async () => {
    const simulator = await createReaderSimulator({ framing })
    return {
      options: { transport: { type: 'tcp', host: '127.0.0.1', port: simulator.port }, preset: framing },
      scan: simulator.scan,
      send: simulator.send,
      unplug: simulator.unplug,
      plug: simulator.plug,
      ready: simulator.whenConnected,
      dispose: simulator.close,
    }
  })
}

const socat = requireSystem('socat', 'socat')

describe.skipIf(!socat)('serial', () => {
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
