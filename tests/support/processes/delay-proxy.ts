/**
 * Passes TCP on to a port of this machine and lets every byte wait, so that the way there and back takes
 * the given time: `delay-proxy.ts TARGET-PORT ROUND-TRIP-MS`. Prints the port on which it listens.
 */
import { connect, createServer, type Socket } from 'node:net'

const [target = 0, roundTripMs = 0] = process.argv.slice(2).map(Number)

/** Chunks keep their order: timers of the same wait fire in the order in which they were set. */
function pass(from: Socket, to: Socket): void {
  from.on('data', (chunk) => {
    setTimeout(() => {
      if (!to.write(chunk)) from.pause()
    }, roundTripMs / 2)
  })
  to.on('drain', () => from.resume())
  from.on('end', () => setTimeout(() => to.end(), roundTripMs / 2))
  from.on('error', () => to.destroy())
  from.on('close', () => setTimeout(() => to.destroy(), roundTripMs))
}

const server = createServer((client) => {
  const broker = connect(target, '127.0.0.1')
  for (const socket of [client, broker]) socket.setNoDelay(true)
  pass(client, broker)
  pass(broker, client)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`)
})
