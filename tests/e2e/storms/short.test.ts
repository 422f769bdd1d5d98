import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { requireSystem } from '../../support/system-package.ts'

/** A storm as a command, as long runs are made by hand: its status and what it printed. */
async function storm(name: string, ...args: readonly string[]) {
  const program = new URL(`../../storms/${name}.ts`, import.meta.url).pathname
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [printed, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { status, printed }
}

const patience = 120_000

test('a broker that lies in every way loses, doubles and reorders nothing', {
  timeout: patience,
}, async () => {
  expect(await storm('broker', '--scenarios', '6', '--seed', '3')).toMatchObject({ status: 0 })
})

describe.skipIf(!requireSystem('mosquitto', 'mosquitto'))('killed at random', () => {
  test('gateway, brokers and centres lose nothing that was promised', { timeout: patience }, async () => {
    expect(await storm('kill', '--rounds', '6', '--seed', '3')).toMatchObject({ status: 0 })
  })
})

describe.skipIf(!requireSystem('strace', 'strace'))('the power goes', () => {
  test('whatever the disk kept since the last sync, every promised event is there', {
    timeout: patience,
  }, async () => {
    expect(await storm('power', '--images', '25', '--groups', '40')).toMatchObject({ status: 0 })
  })

  test('the same images of a disk that ignores syncs show losses', { timeout: patience }, async () => {
    const { status, printed } = await storm('power', '--images', '8', '--groups', '40', '--plant', 'no-sync')
    expect(printed).toContain('are lost')
    expect(status).toBe(1)
  })
})
