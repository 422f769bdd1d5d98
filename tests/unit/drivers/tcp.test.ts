import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTcp } from '../../../drivers/transport/tcp.ts'

describe('a TCP stream', () => {
  let server: Server
  let port = 0
  const sockets: Socket[] = []

  beforeEach(async () => {
    server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (typeof address === 'object' && address !== null) port = address.port
  })
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  })

  const open = (unansweredMs?: number) =>
    openTcp({ type: 'tcp', host: '127.0.0.1', port }, unansweredMs)(new AbortController().signal)

  test('a device that answers nothing for long enough is taken for gone', async () => {
    const stream = await open(40)
    stream.onData(() => {})
    const closed = new Promise<string>((resolve) => stream.onClose(resolve))
    stream.write(Buffer.from('?'))
    expect(await closed).toBe('nothing was received for 40 ms after a request')
  })

  test('a device that floods is slowed down and told of, and what it sent is read in its order', async () => {
    const stream = await open()
    let floods = 0
    stream.onFlood?.(() => {
      floods += 1
    })
    const received: Buffer[] = []
    const all = new Promise<void>((resolve) => {
      stream.onData((bytes) => {
        received.push(Buffer.from(bytes))
        if (Buffer.concat(received).length >= 50_000) resolve()
      })
    })
    await expect.poll(() => sockets.length).toBe(1)
    const sent = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7) % 251))
    sockets[0]?.write(sent)
    await all
    expect(Buffer.concat(received).equals(sent)).toBe(true)
    expect(floods).toBeGreaterThan(0)
    await stream.close()
  })

  test('an idle device is not', async () => {
    const stream = await open(1)
    const accepted = new Promise<Socket>((resolve) => {
      if (sockets[0]) resolve(sockets[0])
      else server.once('connection', resolve)
    })
    let reason: string | undefined
    stream.onClose((why) => {
      reason = why
    })
    const received = new Promise((resolve) => stream.onData(resolve))
    const peer = await accepted
    await new Promise((resolve) => setTimeout(resolve, 5))
    peer.write('hello')
    expect(String(await received)).toBe('hello')
    expect(reason).toBeUndefined()
    await stream.close()
    expect(reason).toBe('closed here')
  })

  test('a peer that ends its half ends the stream, and the reason is told to a late listener too', async () => {
    const connection = new Promise<Socket>((resolve) => server.once('connection', resolve))
    const stream = await open()
    stream.onData(() => {})
    const closed = new Promise<string>((resolve) => stream.onClose(resolve))
    const peer = await connection
    peer.end()
    expect(await closed).toBe('the other end closed the connection')
    expect(await new Promise((resolve) => stream.onClose(resolve))).toBe(
      'the other end closed the connection',
    )
    stream.write(Buffer.from('into the void'))
  })

  test('a refused connection rejects with device.connect', async () => {
    await new Promise((resolve) => server.close(resolve))
    await expect(open()).rejects.toMatchObject({
      code: 'device.connect',
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  test('an aborted attempt rejects', async () => {
    const abort = new AbortController()
    const opening = openTcp({ type: 'tcp', host: '127.0.0.1', port })(abort.signal)
    abort.abort()
    await expect(opening).rejects.toMatchObject({ code: 'device.connect' })
  })
})
