import { once } from 'node:events'
import { createServer } from 'node:net'
import { Aedes } from 'aedes'

export interface Broker {
  readonly port: number
  close(): Promise<void>
}

/** An embedded MQTT 3.1.1 broker on the loopback interface; `port` 0 lets the system choose. */
export async function startBroker({ port }: { readonly port: number }): Promise<Broker> {
  const aedes = await Aedes.createBroker()
  const server = createServer(aedes.handle)
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    await closeBroker(aedes)
    throw error
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the broker has no port')
  return {
    port: address.port,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      await closeBroker(aedes)
      await closed
    },
  }
}

function closeBroker(aedes: Aedes): Promise<void> {
  return new Promise((resolve) => {
    aedes.close(resolve)
  })
}
