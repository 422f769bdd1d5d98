import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backUpJournal, restoreJournal } from '../../../edge/journal/backup.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { markRestored } from '../../../edge/journal/restored.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { barrierOpened } from './sample-events.ts'
import { testDirectory } from './test-directory.ts'

test('a backup made while events are written holds whole calls, all promised before it, and the evidence', async () => {
  const directory = await testDirectory()
  const options = { log: silentLog, clock: systemClock }
  const [data, target] = [join(directory, 'data'), join(directory, 'copy')]
  const journal = await openJournal({ directory: data, ...options })
  try {
    const ref = await journal.putEvidence(Uint8Array.of(0xff, 0xd8, 0xff, 1), 'image/jpeg')
    const promised = await journal.append([barrierOpened(), barrierOpened()])
    const later = Array.from({ length: 200 }, () => journal.append([barrierOpened(), barrierOpened()]))
    const { events } = await backUpJournal(data, target)
    await Promise.all(later)
    expect(events % 2).toBe(0)
    const copy = await openJournal({ directory: target, newEpoch: true, ...options })
    const found = await copy.read({ epoch: 1, seq: 0 }, 1_000)
    expect(found).toHaveLength(events)
    expect(found.slice(0, 2)).toEqual(promised)
    expect(await copy.getEvidence(ref.sha256)).toMatchObject({ mediaType: 'image/jpeg' })
    expect(await copy.append([barrierOpened()])).toMatchObject([{ epoch: 2, seq: 1 }])
    await copy.close()
    // Nothing is mixed with what is there, were it only another file.
    const used = join(directory, 'used')
    await mkdir(used)
    await writeFile(join(used, 'note'), 'mine')
    await expect(backUpJournal(data, used)).rejects.toMatchObject({ code: 'journal.backup' })
  } finally {
    await journal.close()
    await rm(directory, { recursive: true, force: true })
  }
})

test('a restored journal opens in a new epoch only, once; a restore that broke off does not open at all', async () => {
  const directory = await testDirectory()
  const [data, backup, target] = ['data', 'backup', 'target'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ]
  const open = (newEpoch?: number) =>
    openJournal({
      ...{ directory: target, log: silentLog, clock: systemClock },
      ...(newEpoch !== undefined && { newEpoch }),
    })
  try {
    const journal = await openJournal({ directory: data, log: silentLog, clock: systemClock })
    const ref = await journal.putEvidence(Uint8Array.of(0xff, 0xd8, 0xff, 1), 'image/jpeg')
    const promised = await journal.append([barrierOpened()])
    await journal.close()
    await backUpJournal(data, backup)

    expect(await restoreJournal(backup, target)).toEqual({ events: 1 })
    await expect(restoreJournal(backup, target)).rejects.toMatchObject({ code: 'journal.restore' })
    await expect(open()).rejects.toMatchObject({ code: 'journal.open' })
    const restored = await open(7)
    expect(await restored.append([barrierOpened()])).toMatchObject([{ epoch: 7, seq: 1 }])
    expect((await restored.read({ epoch: 1, seq: 0 }, 10))[0]).toEqual(promised[0])
    expect(await restored.getEvidence(ref.sha256)).toMatchObject({ mediaType: 'image/jpeg' })
    await restored.close()
    const later = await open()
    expect(later.epoch()).toBe(7)
    await later.close()

    await markRestored(target, 'copying')
    await expect(open(9)).rejects.toThrow('broke off')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
