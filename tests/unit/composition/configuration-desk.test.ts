import { chmod, stat, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GatewayDesk } from '../../../edge/composition/configuration-desk.ts'
import { textHash } from '../../../edge/composition/kept-texts.ts'
import type { ConfigurationEdit } from '../../../edge/ports/configuration.ts'
import { createDeskBench, type DeskBench, writtenConfiguration as written } from '../../support/desk-bench.ts'
import type { MemoryJournal } from '../../support/memory-journal.ts'

const kaz = { officer: 'KAZ-199', party: 'KAZ' } as const
const kgz = { officer: 'KGZ-199', party: 'KGZ' } as const
const newUrl: ConfigurationEdit = {
  op: 'set',
  path: ['devices', 'camera', 'url'],
  value: 'http://127.0.0.1:9/new.jpg',
}
const turned: ConfigurationEdit = {
  op: 'set',
  path: ['devices', 'board', 'points', 'zoneLoop', 'invert'],
  value: true,
}

let bench: DeskBench
let desk: GatewayDesk
let journal: MemoryJournal

const text = () => bench.text()
const base = () => desk.read().sha256

beforeEach(async () => {
  bench = await createDeskBench()
  desk = bench.desk
  journal = bench.journal
})
afterEach(() => bench.close())

describe('the configuration under the hands of technicians', () => {
  it('says of an edit what it would do, and writes nothing', async () => {
    const checked = await desk.check(base(), { edits: [newUrl] })
    expect(checked).toEqual({
      faults: [],
      differences: [
        {
          path: 'devices.camera.url',
          before: '"http://127.0.0.1:9/a.jpg"',
          after: '"http://127.0.0.1:9/new.jpg"',
          touches: null,
        },
      ],
      restarts: ['camera'],
      later: [],
    })
    expect(await text()).toBe(written)
  })

  it('names the place of what is wrong and what is allowed, and saves nothing of it', async () => {
    const wrong = { edits: [{ op: 'set', path: ['devices', 'board', 'pollMs'], value: 1 }] } as const
    const { faults } = await desk.check(base(), wrong)
    expect(faults).toMatchObject([
      {
        path: 'devices.board.pollMs',
        problem: '1 is out of range',
        allowed: 'a whole number from 10 to 5000',
      },
    ])
    expect(faults[0]?.line).toBeGreaterThan(10)
    expect(await desk.save(base(), wrong, 'try', kaz)).toMatchObject({ outcome: 'invalid' })
    expect([await text(), journal.events]).toEqual([written, []])
  })

  it('saves with one technician what touches no control: journalled, comments kept, one device restarts', async () => {
    const outcome = await desk.save(base(), { edits: [newUrl] }, 'camera replaced', kaz)
    expect(outcome).toMatchObject({ outcome: 'applied', restarted: ['camera'], later: [] })
    expect(await text()).toBe(written.replace('/a.jpg # the old one', '/new.jpg # the old one'))
    expect((await stat(bench.file)).mode & 0o777).toBe(0o640)
    expect(bench.restarted).toEqual([['camera']])
    expect(journal.events).toMatchObject([
      {
        actor: { kind: 'technician', officer: 'KAZ-199' },
        event: {
          type: 'ConfigurationChanged',
          data: { before: textHash(written), party: 'KAZ', confirmedBy: null, reason: 'camera replaced' },
        },
      },
    ])
  })

  it('JC 5.2: what touches control waits for a technician of the other Party, and takes nobody else', async () => {
    const outcome = await desk.save(base(), { edits: [turned] }, 'contact was changed', kaz)
    if (outcome.outcome !== 'waiting') throw new Error(outcome.outcome)
    expect(outcome.proposal.differences).toMatchObject([{ touches: 'points', after: 'true' }])
    expect([await text(), bench.restarted, journal.events]).toEqual([written, [], []])
    await expect(desk.confirm(outcome.proposal.id, kaz)).rejects.toMatchObject({ code: 'config.proposal' })
    await expect(desk.save(base(), { edits: [newUrl] }, 'x', kgz)).rejects.toMatchObject({
      code: 'config.proposal',
    })
    expect(await text()).toBe(written)
    expect(await desk.confirm(outcome.proposal.id, kgz)).toMatchObject({
      outcome: 'applied',
      restarted: ['board'],
    })
    expect(journal.events).toMatchObject([{ event: { data: { party: 'KAZ', confirmedBy: kgz } } }])
    await expect(desk.confirm(outcome.proposal.id, kgz)).rejects.toMatchObject({ code: 'config.proposal' })
  })

  it('takes a waiting change back', async () => {
    const outcome = await desk.save(base(), { edits: [turned] }, 'x', kaz)
    if (outcome.outcome !== 'waiting') throw new Error(outcome.outcome)
    await desk.withdraw(outcome.proposal.id, kgz)
    expect(desk.read().proposal).toBeNull()
    await expect(desk.confirm(outcome.proposal.id, kgz)).rejects.toMatchObject({ code: 'config.proposal' })
  })

  it('never overwrites what a hand has changed meanwhile: neither at saving nor at confirming', async () => {
    const seen = base()
    const waiting = await desk.save(seen, { edits: [turned] }, 'x', kaz)
    const byHand = `${written}# by hand\n`
    await writeFile(bench.file, byHand)
    expect(desk.read()).toMatchObject({ sha256: textHash(byHand), runsWith: textHash(written) })
    if (waiting.outcome !== 'waiting') throw new Error(waiting.outcome)
    await expect(desk.confirm(waiting.proposal.id, kgz)).rejects.toMatchObject({ code: 'config.changed' })
    await expect(desk.save(seen, { edits: [newUrl] }, 'x', kaz)).rejects.toMatchObject({
      code: 'config.changed',
    })
    expect([await text(), journal.events]).toEqual([byHand, []])
    expect(await desk.save(base(), { edits: [newUrl] }, 'x', kaz)).toMatchObject({ outcome: 'applied' })
  })

  it('goes back to a former text as it stood, with who and when and why', async () => {
    await desk.save(base(), { edits: [newUrl] }, 'camera replaced', kaz)
    const [revision] = await desk.history()
    expect(revision).toMatchObject({ by: kaz, reason: 'camera replaced', before: { kept: true } })
    const back = { rollbackTo: revision?.before.sha256 ?? '' }
    expect(await desk.save(base(), back, 'it was the cable', kgz)).toMatchObject({
      outcome: 'applied',
      restarted: ['camera'],
    })
    expect(await text()).toBe(written)
    expect(await desk.history()).toMatchObject([{ by: kgz, source: 'rollback' }, { by: kaz }])
    await expect(desk.save(base(), { rollbackTo: 'f'.repeat(64) }, 'x', kaz)).rejects.toMatchObject({
      code: 'config.not-kept',
    })
  })

  it('says of what both Parties took back that it was taken back', async () => {
    const agreed = async (change: Parameters<GatewayDesk['save']>[1]) => {
      const outcome = await desk.save(base(), change, 'x', kaz)
      if (outcome.outcome !== 'waiting') throw new Error(outcome.outcome)
      await desk.confirm(outcome.proposal.id, kgz)
    }
    await agreed({ edits: [turned] })
    await agreed({ rollbackTo: textHash(written) })
    expect(await text()).toBe(written)
    expect(await desk.history()).toMatchObject([{ source: 'rollback', confirmedBy: kgz }, { source: 'page' }])
  })

  it('says that what is no device waits for the next start, which no open crossing sees', async () => {
    const edits: readonly ConfigurationEdit[] = [{ op: 'set', path: ['recognition'], value: { workers: 1 } }]
    expect(await desk.save(base(), { edits }, 'x', kaz)).toMatchObject({ later: ['recognition'] })
    expect(desk.read().later).toEqual(['recognition'])
    bench.busy = true
    await expect(desk.restart(kaz)).rejects.toMatchObject({ code: 'config.restart' })
    bench.busy = false
    await desk.restart(kaz)
    expect(bench.restarts).toBe(1)
  })

  it.skipIf(process.getuid?.() === 0)('says that it may not write where it may not', async () => {
    await chmod(bench.file, 0o440)
    expect(desk.read().writable).toBe(false)
    await expect(desk.save(base(), { edits: [newUrl] }, 'x', kaz)).rejects.toMatchObject({
      code: 'config.not-writable',
    })
    expect(journal.events).toEqual([])
  })

  it('writes nothing where the journal does not take it', async () => {
    journal.failure = new Error('full')
    await expect(desk.save(base(), { edits: [newUrl] }, 'x', kaz)).rejects.toThrow('full')
    expect([await text(), bench.restarted]).toEqual([written, []])
  })
})
