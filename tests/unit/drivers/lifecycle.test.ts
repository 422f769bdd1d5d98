import { describe, expect, test } from 'vitest'
import { createDeviceLifecycle } from '../../../drivers/lifecycle/device-lifecycle.ts'
import { mayGo } from '../../../drivers/lifecycle/transitions.ts'
import type { DeviceState } from '../../../edge/ports/devices.ts'
import { driverContext } from './support/driver-context.ts'

const device = () => createDeviceLifecycle<string>(driverContext('reader-1'), ['framesRead'])

describe('life of a device', () => {
  test.each<[DeviceState, DeviceState]>([
    ['stopped', 'online'],
    ['stopped', 'degraded'],
    ['stopped', 'stopping'],
    ['connecting', 'stopped'],
    ['online', 'stopped'],
    ['stopping', 'online'],
    ['stopping', 'connecting'],
  ])('%s → %s is refused', (from, to) => {
    expect(mayGo(from, to)).toBe(false)
  })

  test('an illegal step throws device.lifecycle and changes nothing', () => {
    const lifecycle = device()
    expect(() => lifecycle.to('online', 'x')).toThrow(expect.objectContaining({ code: 'device.lifecycle' }))
    expect(lifecycle.state()).toBe('stopped')
  })

  test('a second start is refused in every state but stopped', async () => {
    const lifecycle = device()
    lifecycle.begin()
    expect(() => lifecycle.begin()).toThrow(expect.objectContaining({ code: 'device.lifecycle' }))
    lifecycle.to('online', 'x')
    expect(() => lifecycle.begin()).toThrow(expect.objectContaining({ code: 'device.lifecycle' }))
    await lifecycle.end(async () => {})
    lifecycle.begin()
    expect(lifecycle.state()).toBe('connecting')
  })

  test('two ends at once release the device once and both end in stopped', async () => {
    const lifecycle = device()
    lifecycle.begin()
    let released = 0
    const release = async () => {
      released += 1
    }
    await Promise.all([lifecycle.end(release), lifecycle.end(release)])
    await lifecycle.end(release)
    expect(released).toBe(1)
    expect(lifecycle.state()).toBe('stopped')
  })

  test('a release that fails still ends in stopped', async () => {
    const lifecycle = device()
    lifecycle.begin()
    await expect(lifecycle.end(() => Promise.reject(new Error('port')))).rejects.toThrow('port')
    expect(lifecycle.state()).toBe('stopped')
  })

  test('health tells state, reason, time and counters, and listeners hear of changes only', () => {
    const lifecycle = device()
    const heard: string[] = []
    lifecycle.onHealth((health) => heard.push(`${health.state}: ${health.reason}`))
    lifecycle.begin()
    lifecycle.to('online', 'connected')
    lifecycle.to('online', 'connected')
    lifecycle.count('framesRead', 2)
    expect(heard).toEqual(['connecting: first attempt', 'online: connected'])
    expect(lifecycle.health()).toMatchObject({ state: 'online', counters: { framesRead: 2 } })
    expect(Date.parse(lifecycle.health().since)).not.toBeNaN()
  })

  test('no event leaves a device that is stopping, and a listener that throws harms no other', async () => {
    const lifecycle = device()
    const heard: string[] = []
    lifecycle.onEvent(() => {
      throw new Error('listener')
    })
    const unsubscribe = lifecycle.onEvent((event) => heard.push(event))
    lifecycle.emit('before start')
    lifecycle.begin()
    lifecycle.emit('one')
    await lifecycle.end(async () => lifecycle.emit('while stopping'))
    lifecycle.begin()
    unsubscribe()
    lifecycle.emit('after unsubscribe')
    expect(heard).toEqual(['one'])
  })
})
