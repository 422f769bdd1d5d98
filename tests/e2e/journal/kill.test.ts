import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'

const program = new URL('./appending-process.ts', import.meta.url).pathname

/** Runs the appending process until it has had `promises` ids acknowledged, then kills it at once. */
async function appendAndKill(directory: string, promises: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const ids: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.length === 36) ids.push(line)
    if (ids.length === promises) child.kill('SIGKILL')
  }
  await exited
  return ids
}

// A kill keeps the page cache: this proves the recovery and the promises, not the flush to the disk.
test('kill -9 while appending: what was acknowledged is there, calls are whole, numbers have no gap', async () => {
  const directory = await testDirectory()
  try {
    const promised: string[] = []
    for (const promises of [1, 40, 400]) promised.push(...(await appendAndKill(directory, promises)))
    const journal = await openJournal({ directory, log: silentLog, clock: systemClock })
    const found: string[] = []
    let after = { epoch: 1, seq: 0 }
    for (;;) {
      const page = await journal.read(after, 1_000)
      const last = page.at(-1)
      if (last === undefined) break
      for (const { id, seq } of page) {
        found.push(id)
        expect(seq).toBe(found.length)
      }
      after = last
    }
    expect(found.length % 2).toBe(0)
    expect(promised.filter((id) => !new Set(found).has(id))).toEqual([])
    for (const party of ['KAZ', 'KGZ'] as const) {
      expect(await journal.streamHead(party)).toEqual({ epoch: 1, seq: found.length })
    }
    await journal.close()
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

test('another process is refused while one has the journal, and let in when that one is killed', async () => {
  const directory = await testDirectory()
  const child = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await once(child.stdout, 'data')
    await expect(openJournal({ directory, log: silentLog, clock: systemClock })).rejects.toMatchObject({
      code: 'journal.locked',
    })
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
    const journal = await openJournal({ directory, log: silentLog, clock: systemClock })
    await journal.close()
  } finally {
    child.kill('SIGKILL')
    await rm(directory, { recursive: true, force: true })
  }
})
