/**
 * A process of its own, so that making a flood costs the measured one nothing: `board` is the board of a lane
 * that works, `flood` are devices that send without end, and stop and go on at a word of the parent; the camera
 * stands calm at ten pictures a second.
 */
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { createBoardSimulator } from '../../drivers/simulator/board/board-simulator.ts'
import { readerFrame } from '../../drivers/simulator/reader/reader-frames.ts'
import { ssiFrames } from '../../drivers/simulator/reader/scanner-frames.ts'
import { scaleFrame } from '../../drivers/simulator/scale/scale-frames.ts'
import { smallJpeg } from '../unit/camera/small-jpeg.ts'

const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const floods = [
  scaleFrame('toledo', { kilograms: 25_340 }),
  Buffer.from(readerFrame('cr-lines', td3)),
  Buffer.concat(ssiFrames(0x11, Buffer.from('KG01'.repeat(50)))),
].map((frame) => Buffer.concat(Array.from({ length: Math.ceil(65_536 / frame.length) }, () => frame)))

let flooding = false
const pours = new Set<() => void>()
const sockets = new Map<Socket, Buffer>()

function pour(socket: Socket): void {
  while (flooding && !socket.destroyed && socket.writableLength < 1_000_000) {
    if (!socket.write(sockets.get(socket) ?? Buffer.of())) return
  }
}

async function listen(bytes: Buffer): Promise<number> {
  const server = createServer((socket) => {
    sockets.set(socket, bytes)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('drain', () => pour(socket))
    pour(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const picture = Buffer.concat([
  Buffer.from('\r\n--b\r\nContent-Type: image/jpeg\r\n\r\n'),
  Buffer.from(smallJpeg()),
])
const pictures = Buffer.concat(Array.from({ length: Math.ceil(65_536 / picture.length) }, () => picture))

/** A camera whose stream never ends. */
async function camera(): Promise<number> {
  const server = createHttpServer((request, response) => {
    if (request.url === '/picture') {
      response.end(smallJpeg())
      return
    }
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=b' })
    const calm = setInterval(() => {
      if (!flooding) response.write(picture)
    }, 100)
    const pour = () => {
      while (flooding && !response.destroyed && response.writableLength < 1_000_000) {
        if (!response.write(pictures)) return
      }
    }
    pours.add(pour)
    response.on('drain', pour)
    request.on('close', () => {
      clearInterval(calm)
      pours.delete(pour)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const ports =
  process.argv[2] === 'board'
    ? [(await createBoardSimulator()).port]
    : [...(await Promise.all(floods.map((bytes) => listen(bytes)))), await camera()]

process.on('message', (word) => {
  flooding = word === 'flood'
  for (const socket of sockets.keys()) pour(socket)
  for (const again of pours) again()
})
process.on('disconnect', () => process.exit())
process.send?.(ports)
