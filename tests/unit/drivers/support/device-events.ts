import type { Device, DeviceHealth, DeviceState } from '../../../../edge/ports/devices.ts'

/** Resolves with the first event from now on that fits. */
export function nextEvent<E>(device: Device<E>, fits: (event: E) => boolean = () => true): Promise<E> {
  return new Promise((resolve) => {
    const unsubscribe = device.onEvent((event) => {
      if (!fits(event)) return
      unsubscribe()
      resolve(event)
    })
  })
}

/** Resolves when the device is in the state, or is already. */
export function inState<E>(device: Device<E>, state: DeviceState): Promise<DeviceHealth> {
  return new Promise((resolve) => {
    if (device.health().state === state) {
      resolve(device.health())
      return
    }
    const unsubscribe = device.onHealth((health) => {
      if (health.state !== state) return
      unsubscribe()
      resolve(health)
    })
  })
}
