import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCheckpoint, until } from '../../support/checkpoint.ts'
import { runCommand } from '../../support/cli.ts'

test('a gateway whose disk is lost starts from its backup, and says what the centres have that it lacks', async () => {
  const checkpoint = await createCheckpoint()
  try {
    const [data, backup] = ['data', 'backup'].map((name) => join(checkpoint.folder, name)) as [string, string]
    let officer = await checkpoint.officer('KAZ', 'border')
    const allAtBoth = async () => {
      const status = await officer.replication()
      return status.every(({ backlog, lastAcknowledged }) => backlog === 0 && lastAcknowledged !== null)
    }
    await until('all facts at both centres', allAtBoth)
    expect((await runCommand('journal', 'backup', data, backup)).status).toBe(0)
    // Sign-ins are facts too: the backup lacks these.
    await checkpoint.officer('KGZ', 'customs')
    await until('all facts at both centres', allAtBoth)
    const received = checkpoint.centres.KAZ.summary().received

    await checkpoint.gateway().kill()
    await rm(data, { recursive: true })
    const restored = await runCommand('journal', 'restore', backup, data)
    expect([restored.status, restored.stdout]).toEqual([0, expect.stringContaining('new epoch')])
    await checkpoint.restart()

    officer = await checkpoint.officer('KAZ', 'border')
    await until('all facts at both centres', allAtBoth)
    for (const { party, alarms, head } of await officer.replication()) {
      expect(head.epoch).toBeGreaterThan(1)
      expect(alarms.filter((alarm) => alarm.startsWith('backup-lacked: the centre has 1/'))).toHaveLength(1)
      const summary = checkpoint.centres[party].summary()
      expect(summary).toMatchObject({ conflicts: 0, duplicates: 0, missing: 0 })
    }
    expect(checkpoint.centres.KAZ.summary().received).toBeGreaterThan(received)
  } finally {
    await checkpoint.close()
  }
}, 120_000)
