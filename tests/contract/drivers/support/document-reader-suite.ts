import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { documentReader } from '../../../../drivers/document-reader/definition.ts'
import type { DocumentReader, DriverContext } from '../../../../edge/ports/devices.ts'
import { inState, nextEvent } from '../../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../../unit/drivers/support/driver-context.ts'

/** A reader's bytes, to test a driver against. */
export interface ReaderPeer {
  /** Options of the driver, without the times that the suite sets. */
  readonly options: object
  /** The driver on this peer where it is none of the configured kind `document-reader`. */
  readonly create?: (options: object, context: DriverContext) => DocumentReader
  /** Sends one document in the framing of the options. */
  scan(lines: readonly string[]): void
  send(bytes: Uint8Array): void
  /** A frame that is no document, where plain rubbish makes none in this framing. */
  readonly spoilt?: Uint8Array
  unplug(): Promise<void>
  plug(): Promise<void>
  /** Resolves when bytes that are sent now would reach the driver. */
  ready(): Promise<void>
  dispose(): Promise<void>
}

const idleGapMs = 200

const td1 = [
  'IDKAZ0412365878880412401006<<<',
  '8804123F3104116KAZ<<<<<<<<<<<2',
  'SEIDAKHMETOVA<<MADINA<<<<<<<<<',
]
const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

/** What every `DocumentReader` owes the lane, run on one peer. */
export function documentReaderContract(name: string, setUp: () => Promise<ReaderPeer>): void {
  describe(`DocumentReader: ${name}`, () => {
    let peer: ReaderPeer
    let reader: DocumentReader

    beforeAll(async () => {
      peer = await setUp()
    })
    afterAll(async () => {
      await peer.dispose()
    })
    beforeEach(async () => {
      const options = { ...peer.options, idleGapMs, reconnect: { firstMs: 20, maxMs: 50 } }
      const context = driverContext('reader')
      reader = peer.create
        ? peer.create(options, context)
        : documentReader.create(documentReader.options.parse(options), context, () => {
            throw new Error('a reader has no board')
          })
    })
    afterEach(async () => {
      await reader.stop()
    })

    async function online(): Promise<void> {
      await reader.start()
      await inState(reader, 'online')
      await peer.ready()
    }

    test('the lines of a document arrive as they were sent, with their time', async () => {
      await online()
      for (const lines of [td3, td1]) {
        const before = performance.now()
        const scanned = nextEvent(reader)
        peer.scan(lines)
        const event = await scanned
        expect(event.lines).toEqual(lines)
        expect(event.at).toBeGreaterThanOrEqual(before)
        expect(event.at).toBeLessThanOrEqual(performance.now())
      }
      expect(reader.health().counters).toMatchObject({ framesRead: 2, framesRejected: 0, bytesDiscarded: 0 })
    })

    test('rubbish is discarded and counted, degrades the device, and the next document heals it', async () => {
      await online()
      const degraded = inState(reader, 'degraded')
      for (let i = 0; i < 4; i += 1)
        peer.send(Buffer.from(`\x01\x02\x00\xff${'x'.repeat(700)}\r\x03`, 'latin1'))
      if (peer.spoilt) peer.send(peer.spoilt)
      expect((await degraded).reason).toContain('device.protocol')
      expect(reader.health().counters.bytesDiscarded).toBeGreaterThan(500)
      // Silence is what ends rubbish where nothing else does.
      await pause(idleGapMs * 3)
      expect(reader.health().counters.framesRejected).toBeGreaterThan(0)
      const scanned = nextEvent(reader)
      peer.scan(td3)
      expect((await scanned).lines).toEqual(td3)
      expect(reader.health().state).toBe('online')
    })

    test('a reader that is unplugged and plugged in again reads on, without half a document', async () => {
      await online()
      peer.send(Buffer.from(`\x02${td3[0]}\r`, 'latin1'))
      const lost = inState(reader, 'connecting')
      await peer.unplug()
      expect((await lost).reason).toContain('device.connect')
      const back = inState(reader, 'online')
      await peer.plug()
      await back
      await peer.ready()
      const scanned = nextEvent(reader)
      peer.scan(td1)
      expect((await scanned).lines).toEqual(td1)
      expect(reader.health().counters.reconnects).toBe(1)
    })

    test('a second start is refused; a stopped reader says nothing and starts again', async () => {
      await online()
      await expect(reader.start()).rejects.toMatchObject({ code: 'device.lifecycle' })
      await reader.stop()
      expect(reader.health().state).toBe('stopped')
      await online()
    })

    test('a reader that cannot be reached is looked after, and can be stopped', async () => {
      await peer.unplug()
      await reader.start()
      const failed = await inState(reader, 'connecting')
      expect(failed.state).toBe('connecting')
      await reader.stop()
      expect(reader.health().state).toBe('stopped')
      await peer.plug()
    })
  })
}
