import { describe, expect, test } from 'vitest'
import { createDocumentReader } from '../../../drivers/document-reader/driver.ts'
import { idboxDecoder } from '../../../drivers/document-reader/idbox-codec.ts'
import { documentReaderOptions } from '../../../drivers/document-reader/options.ts'
import { readerFrame } from '../../../drivers/simulator/reader/reader-frames.ts'
import { inState } from './support/device-events.ts'
import { driverContext } from './support/driver-context.ts'
import { createFakeStream } from './support/fake-stream.ts'

const td1 = [
  'IDKAZ0412365878880412401006<<<',
  '8804123F3104116KAZ<<<<<<<<<<<2',
  'SEIDAKHMETOVA<<MADINA<<<<<<<<<',
]
const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

async function online(preset: string, rearmMs = 600_000) {
  const stream = createFakeStream()
  const options = documentReaderOptions.parse({
    transport: { type: 'serial', path: '/dev/ttyUSB0' },
    preset,
    rearmMs,
  })
  const reader = createDocumentReader(options, driverContext('reader'), async () => stream)
  const heard: (readonly string[])[] = []
  reader.onEvent(({ lines }) => heard.push(lines))
  await reader.start()
  await inState(reader, 'online')
  const written = () => stream.written.map((bytes) => Buffer.from(bytes).toString('hex'))
  return { reader, stream, heard, written }
}

describe('Honeywell OCR', () => {
  test('TD1 arrives as 92 bytes, TD3 as 89; trigger on connect and after each read, stop at the end', async () => {
    const { reader, stream, heard, written } = await online('honeywell-ocr')
    const frames = [td1, td3].map((lines) => readerFrame('honeywell-ocr', lines))
    expect(frames.map(({ length }) => length)).toEqual([92, 89])
    for (const frame of frames) stream.receive(frame)
    expect(heard).toEqual([td1, td3])
    await reader.stop()
    expect(written()).toEqual(['16540d', '16540d', '16540d', '16550d'])
  })

  test('a trigger that ran out is given again', async () => {
    const { reader, stream } = await online('honeywell-ocr', 20)
    await expect.poll(() => stream.written.length).toBeGreaterThan(2)
    await reader.stop()
  })
})

describe('Elyctis IDBOX', () => {
  test('a length beyond every document holds up nothing and takes no memory', () => {
    const decoder = idboxDecoder(256)
    decoder.push(Buffer.concat([Buffer.of(0x49, 1, 0xff), Buffer.alloc(400, 0x41)]))
    expect(decoder.buffered()).toBeLessThanOrEqual(256)
    expect(decoder.push(readerFrame('idbox', td1)).at(-1)).toMatchObject({ type: 'document', lines: td1 })
  })

  test('the continuous mode is set on connect and again after each document, and left at the end', async () => {
    const { reader, stream, heard, written } = await online('idbox')
    stream.receive(Buffer.of(0x43, 0, 1, 1))
    stream.receive(readerFrame('idbox', td1))
    stream.receive(Buffer.concat([Buffer.of(0x4c, 0, 88), Buffer.from(td3.join(''))]))
    expect(heard).toEqual([td1, td3])
    expect(reader.health().counters).toMatchObject({ framesRead: 2, framesRejected: 0, bytesDiscarded: 0 })
    await reader.stop()
    expect(written()).toEqual(['43000101', '43000101', '43000101', '43000100'])
  })

  test('an answer without an MRZ is no error, and the reader is armed again', async () => {
    const { reader, stream, written } = await online('idbox')
    stream.receive(Buffer.of(0x49, 0, 0))
    expect(written()).toEqual(['43000101', '43000101'])
    expect(reader.health()).toMatchObject({ state: 'online', counters: { bytesDiscarded: 0 } })
    await reader.stop()
  })

  test('the command is repeated until the reader confirms it', async () => {
    const { reader, stream } = await online('idbox', 20)
    await expect.poll(() => stream.written.length).toBeGreaterThan(2)
    stream.receive(Buffer.of(0x43, 0, 1, 1))
    const told = stream.written.length
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect(stream.written).toHaveLength(told)
    await reader.stop()
  })
})
