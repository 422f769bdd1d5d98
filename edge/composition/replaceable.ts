import type { Unsubscribe } from '../ports/devices.ts'

interface Held {
  stop(): Promise<void>
  start(): Promise<void>
}

/** A device that another may take the place of; what was subscribed stays so, with the successor. */
export interface Replaceable<Device extends Held> {
  readonly device: Device
  /** Stops the present one, which tells its listeners so, and starts the next; the others know nothing of it. */
  replace(next: Device): Promise<void>
}

type Listen = (listener: (value: unknown) => void) => Unsubscribe

interface Subscription {
  readonly key: PropertyKey
  readonly listener: (value: unknown) => void
  unsubscribe: Unsubscribe
}

/**
 * Everything is asked of the device that is there at that moment; `on…` methods are subscriptions. A subscription
 * that the successor's kind does not know rests until one comes that does.
 */
export function createReplaceable<Device extends Held>(first: Device): Replaceable<Device> {
  const subscriptions = new Set<Subscription>()
  let current = first

  const isSubscription = (key: PropertyKey) => typeof key === 'string' && /^on[A-Z]/.test(key)

  function attach(subscription: Subscription): void {
    const method: unknown = Reflect.get(current, subscription.key)
    subscription.unsubscribe =
      typeof method === 'function' ? (method as Listen).call(current, subscription.listener) : () => {}
  }

  function subscribe(key: PropertyKey, listener: (value: unknown) => void): Unsubscribe {
    const subscription: Subscription = { key, listener, unsubscribe: () => {} }
    subscriptions.add(subscription)
    attach(subscription)
    return () => {
      subscriptions.delete(subscription)
      subscription.unsubscribe()
    }
  }

  const device = new Proxy(first, {
    get(_first, key) {
      const value: unknown = Reflect.get(current, key)
      if (typeof value !== 'function') return value
      if (isSubscription(key)) return (listener: (value: unknown) => void) => subscribe(key, listener)
      return value.bind(current)
    },
  })

  return {
    device,
    async replace(next) {
      await current.stop()
      for (const subscription of subscriptions) subscription.unsubscribe()
      current = next
      for (const subscription of subscriptions) attach(subscription)
      await current.start()
    },
  }
}
