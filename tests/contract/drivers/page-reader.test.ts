import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pageFolder } from '../../../drivers/page-folder/definition.ts'
import { pageUpload } from '../../../drivers/page-upload/definition.ts'
import { createScannerSimulator, postPage } from '../../../drivers/simulator/reader/page-sources.ts'
import type { Delivery, DocumentReader } from '../../../edge/ports/devices.ts'
import { inState } from '../../unit/drivers/support/device-events.ts'
import { driverContext } from '../../unit/drivers/support/driver-context.ts'
import { testDirectory } from '../journal/test-directory.ts'
import { page, pageReaderContract } from './support/page-reader-suite.ts'

const noBoards = () => {
  throw new Error('a reader has no board')
}
const done = async () => ({ claimed: true, documents: 1, barcodes: 0 })
const token = 'lane-pc-1-0123456789abcdef'

function folderReader(folder: string, options: object = {}): DocumentReader {
  const parsed = pageFolder.options.parse({ folder, pollMs: 20, incompleteMs: 150, ...options })
  return pageFolder.create(parsed, driverContext('pages'), noBoards)
}

for (const after of ['move', 'delete', 'remember'] as const) {
  pageReaderContract(`a scanner folder, ${after}`, async () => {
    const folder = await testDirectory()
    const scanner = createScannerSimulator(folder)
    return {
      create: (context) =>
        pageFolder.create(
          pageFolder.options.parse({ folder, after, pollMs: 20, incompleteMs: 150 }),
          context,
          noBoards,
        ),
      async put(picture, name) {
        await scanner.scan(picture, name)
        return undefined
      },
      again: 'by itself',
      lose: () => rename(folder, `${folder}-gone`),
      restore: () => rename(`${folder}-gone`, folder),
      dispose: async () => {},
    }
  })
}

/** A port that was free a moment ago: the address of the contract stays while the reader restarts. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

async function uploadReader(options: object = {}) {
  const folder = await testDirectory()
  const tokenFile = join(folder, 'token')
  await writeFile(tokenFile, `${token}\n`)
  const port = await freePort()
  const parsed = pageUpload.options.parse({ port, tokenFile, reconnect: { firstMs: 20 }, ...options })
  return {
    url: `http://127.0.0.1:${port}/pages`,
    port,
    create: (context = driverContext('pages')) => pageUpload.create(parsed, context, noBoards),
  }
}

pageReaderContract('uploads of a lane PC', async () => {
  const { url, create } = await uploadReader()
  return {
    create,
    put: async (picture) => (await postPage(url, picture, { token })).status,
    again: 'posts again',
    lose: async () => {},
    restore: async () => {},
    dispose: async () => {},
  }
})

describe('a scanner folder', () => {
  let folder: string
  let reader: DocumentReader
  let delivered: Delivery[]

  beforeEach(async () => {
    folder = await testDirectory()
    delivered = []
  })
  afterEach(() => reader.stop())

  async function watch(options: object = {}): Promise<void> {
    reader = folderReader(folder, options)
    reader.onDelivery?.((delivery) => {
      delivered.push(delivery)
      return done()
    })
    await reader.start()
    await inState(reader, 'online')
  }

  test('a half-written page waits for its rest; one that stays half is refused and kept', async () => {
    await watch({ incompleteMs: 60_000 })
    const scanner = createScannerSimulator(folder)
    for (const format of ['jpeg', 'png', 'tiff'] as const) {
      const picture = await page(1, format)
      const name = `page.${format}`
      await scanner.scanPartly(picture, name, 0.7)
      const seen = await stat(join(folder, name))
      expect(seen.size).toBeLessThan(picture.length)
    }
    const looks = reader.health().counters.framesRead
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect([delivered.length, looks]).toEqual([0, 0])
    await scanner.scan(await page(1, 'tiff'), 'page.tiff')
    await expect.poll(() => delivered.length).toBe(1)
    await reader.stop()
    await watch()
    await expect.poll(() => reader.health().counters.framesRejected, { timeout: 5000 }).toBe(2)
    expect((await readdir(join(folder, 'refused'))).toSorted()).toEqual(['page.jpeg', 'page.png'])
  })

  test.each(['move', 'delete', 'remember'] as const)(
    'after a restart no page is read again: %s',
    async (after) => {
      await watch({ after })
      const scanner = createScannerSimulator(folder)
      const picture = await page(1, 'jpeg')
      await scanner.scan(picture, 'page-1.jpg')
      await expect.poll(() => reader.health().counters.framesRead).toBe(1)
      await reader.stop()
      await watch({ after })
      await scanner.scan(await page(2, 'jpeg'), 'page-2.jpg')
      const names = () => delivered.map((one) => (one.type === 'PageCaptured' ? one.name : ''))
      await expect.poll(names).toContain('page-2.jpg')
      expect(names()).toEqual(['page-1.jpg', 'page-2.jpg'])
      const left = (await readdir(folder)).filter((name) => name.endsWith('.jpg'))
      expect(left.includes('page-1.jpg')).toBe(after === 'remember')
      if (after === 'move') expect(await readFile(join(folder, 'taken', 'page-1.jpg'))).toEqual(picture)
    },
  )

  test('a name that is used again is another page', async () => {
    await watch()
    const scanner = createScannerSimulator(folder)
    for (const number of [1, 2]) {
      await scanner.scan(await page(number, 'png'), 'scan.png')
      await expect.poll(() => delivered.length).toBe(number)
      await expect.poll(() => readdir(folder)).not.toContain('scan.png')
    }
    expect(await readdir(join(folder, 'taken'))).toHaveLength(2)
  })

  test('a file that is too large is refused and kept; names of other things are left alone', async () => {
    await writeFile(join(folder, 'large.jpg'), Buffer.alloc(5000))
    await writeFile(join(folder, 'notes.txt'), 'no page')
    await watch({ maximumBytes: 1024 })
    await expect.poll(() => reader.health().counters.filesRefused).toBe(1)
    await expect.poll(() => readdir(join(folder, 'refused')).catch(() => [])).toEqual(['large.jpg'])
    expect(await readdir(folder)).toContain('notes.txt')
  })
})

describe('uploads of a lane PC', () => {
  let reader: DocumentReader
  let delivered: Delivery[]

  async function listen(options: object = {}) {
    const upload = await uploadReader(options)
    reader = upload.create()
    delivered = []
    reader.onDelivery?.((delivery) => {
      delivered.push(delivery)
      return done()
    })
    await reader.start()
    await inState(reader, 'online')
    return upload
  }
  afterEach(() => reader.stop())

  test('the answer tells what was found in the page', async () => {
    const { url } = await listen()
    const { status, answer } = await postPage(url, await page(1, 'jpeg'), { token })
    expect([status, answer]).toEqual([200, { claimed: true, documents: 1, barcodes: 0 }])
  })

  test('without the token, from another address or elsewhere nothing is read', async () => {
    const { url } = await listen()
    const picture = await page(1, 'jpeg')
    expect(await postPage(url, picture, {})).toMatchObject({ status: 401, answer: { code: 'token' } })
    expect(await postPage(url, picture, { token: `${token}x` })).toMatchObject({ status: 401 })
    expect(await postPage(`${url}/x`, picture, { token })).toMatchObject({ status: 404 })
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(405)
    await reader.stop()
    const other = await listen({ from: ['192.0.2.7'] })
    expect(await postPage(other.url, picture, { token })).toMatchObject({ status: 403 })
    expect(delivered).toEqual([])
    expect(reader.health().counters.postsRefused).toBe(1)
  })

  test('a page that is too large is refused, with its length and without', async () => {
    const { url } = await listen({ maximumBytes: 1024 })
    const large = Buffer.alloc(5000, 1)
    expect(await postPage(url, large, { token })).toMatchObject({
      status: 413,
      answer: { code: 'too-large' },
    })
    const stream = new Blob([large]).stream()
    const answered = await fetch(url, {
      method: 'POST',
      body: stream,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
      ...{ duplex: 'half' },
    }).then(
      ({ status }) => status,
      () => 'hung up',
    )
    expect([413, 'hung up']).toContain(answered)
    expect(delivered).toEqual([])
  })

  test('texts of a reader: MRZ lines are a document, others a barcode by its identifier', async () => {
    const { url } = await listen()
    const lines = [
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ]
    const type = 'text/plain; charset=utf-8'
    await postPage(url, `${lines.join('\r\n')}\r\n`, { token, type })
    await postPage(url, ']L0KG|КАМАЗ', { token, type })
    expect(delivered).toMatchObject([
      { type: 'DocumentScanned', lines },
      { type: 'BarcodeScanned', format: 'PDF417', text: 'KG|КАМАЗ' },
    ])
    expect(await postPage(url, ' ', { token, type })).toMatchObject({ status: 422 })
    expect(await postPage(url, '{}', { token, type: 'application/json' })).toMatchObject({ status: 415 })
  })

  test('a lane PC that hangs up in the middle of a page does no harm', async () => {
    const { port, url } = await listen()
    const socket = connect(port, '127.0.0.1')
    const head = `POST /pages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 900\r\n\r\n`
    socket.write(`${head}half`, () => socket.destroy())
    await expect.poll(() => reader.health().counters.framesRejected).toBe(1)
    expect(await postPage(url, await page(1, 'jpeg'), { token })).toMatchObject({ status: 200 })
  })

  test('a lane PC that hangs in the middle of a page does not keep the reader from stopping', async () => {
    const { port } = await listen()
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    const cut = new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
    })
    const head = `POST /pages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 900\r\n\r\n`
    await new Promise<void>((sent) => {
      socket.write(`${head}half`, () => sent())
    })
    await reader.stop()
    await cut
    expect(reader.health().state).toBe('stopped')
  })

  test('a token file without a token is told, and read again', async () => {
    const folder = await testDirectory()
    const tokenFile = join(folder, 'token')
    const upload = await uploadReader({ tokenFile, reconnect: { firstMs: 20, maxMs: 20 } })
    reader = upload.create()
    await reader.start()
    await expect.poll(() => reader.health().reason).toContain('config.unreadable')
    await writeFile(tokenFile, token)
    await inState(reader, 'online')
  })
})
