import { expect, test } from 'vitest'
import { createDocumentReader } from '../../../drivers/document-reader/driver.ts'
import { documentReaderOptions } from '../../../drivers/document-reader/options.ts'
import { inState } from './support/device-events.ts'
import { driverContext } from './support/driver-context.ts'
import { createFakeStream } from './support/fake-stream.ts'

const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const transport = { type: 'serial', path: '/dev/ttyUSB0' }

function setUp(options: object = {}) {
  const stream = createFakeStream()
  const reader = createDocumentReader(
    documentReaderOptions.parse({ transport, ...options }),
    driverContext('reader'),
    async () => stream,
  )
  const heard: (readonly string[])[] = []
  reader.onEvent(({ lines }) => heard.push(lines))
  return { reader, stream, heard }
}

test.each(['cr-lines', 'idle-gap'])(
  '%s: a document cut off by the loss of the line is none',
  async (preset) => {
    const { reader, stream, heard } = setUp({ preset })
    await reader.start()
    await inState(reader, 'online')
    stream.receive(Buffer.from(`${td3[0]}\r${td3[1]?.slice(0, -1)}`))
    const lost = inState(reader, 'connecting')
    stream.lose('pulled')
    expect(await lost).toMatchObject({
      reason: 'device.connect: pulled',
      counters: { framesRejected: 1, bytesDiscarded: 88, framesRead: 0, reconnects: 1 },
    })
    await reader.stop()
    expect(heard).toEqual([])
  },
)

test('bytes that come while the reader stops are ignored', async () => {
  const { reader, stream, heard } = setUp()
  await reader.start()
  await inState(reader, 'online')
  const stopped = reader.stop()
  stream.receive(Buffer.from(`${td3.join('\r')}\r`))
  await stopped
  expect(heard).toEqual([])
  expect(reader.health().state).toBe('stopped')
})

test('a framing of its own takes the place of the preset', async () => {
  const { reader, stream, heard } = setUp({
    preset: 'stx-etx',
    framing: { by: 'delimiters', prefix: '24 24', suffix: '0a', separators: '7C' },
  })
  await reader.start()
  await inState(reader, 'online')
  stream.receive(Buffer.from(`$$${td3.join('|')}\n`))
  expect(heard).toEqual([td3])
  await reader.stop()
})

test.each([
  ['a frame limit below one document', { maxFrameBytes: 99 }],
  ['a preset that does not exist', { preset: 'cr' }],
  ['bytes that are no hex', { framing: { by: 'delimiters', suffix: '3' } }],
  ['delimiters without a suffix', { framing: { by: 'delimiters', prefix: '02' } }],
  ['a key that does not exist', { baudRate: 9600 }],
  ['a transport that does not exist', { transport: { type: 'udp', host: 'x', port: 1 } }],
  ['a port beyond 65535', { transport: { type: 'tcp', host: 'x', port: 65_536 } }],
])('%s is refused by the options', (_, options) => {
  expect(documentReaderOptions.safeParse({ transport, ...options }).success).toBe(false)
})
