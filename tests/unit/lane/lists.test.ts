import { describe, expect, it } from 'vitest'
import { createRuleBook } from '../../../edge/domain/control/rule-book.ts'
import type { Register } from '../../../edge/domain/registers/register.ts'
import { createCheckpoint } from '../../../edge/lane/checkpoint.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { officer, pack } from '../../support/crossing-spec.ts'
import { createMemoryJournal } from '../../support/memory-journal.ts'

const list: Register = {
  ...({
    party: 'KAZ',
    category: 'service-staff',
    list: 'dam',
    version: 1,
    issuer: 'water authority',
  } as const),
  ...{ from: '2026-11-24', until: '2026-12-24', sentOn: '2026-11-20', equipment: [] },
  entries: [{ entry: '1', plate: '123ABC02', document: null }],
}

function open() {
  const journal = createMemoryJournal()
  let ids = 0
  const checkpoint = createCheckpoint(
    {
      ...{ journal, clock: systemClock, log: silentLog, lane: 'lane-1' },
      rules: createRuleBook([{ pack, ref: { name: 'test', version: '1', sha256: '0'.repeat(64) } }]),
      nextId: () => `id-${++ids}`,
      localDate: (at) => at.slice(0, 10),
    },
    [],
  )
  const receive = (change: Partial<Register> = {}) =>
    checkpoint.receive({ kind: 'register', register: { ...list, ...change } }, 'feed', 'signature')
  return { checkpoint, receive, types: () => journal.events.map(({ event }) => event.type), journal }
}

describe('BR 14.2: a list that a Party sends in advance', () => {
  it('holds, is told to the other Party, and waits for its receipt', async () => {
    const { checkpoint, receive, types } = open()
    expect(await receive()).toBe('taken')
    expect(types()).toEqual(['RegisterReceived', 'NoticeIssued'])
    const [notice] = checkpoint.state().notices
    expect(notice).toMatchObject({ notice: 'service-staff-list', from: 'KAZ', receivedAt: null })
    expect(JSON.stringify(notice)).not.toContain('123ABC02')
    const place = { lane: 'lane-1', hostParty: 'KAZ' } as const
    const confirm = { type: 'ConfirmReceipt', subject: notice?.id ?? '' } as const
    expect(await checkpoint.execute({ ...confirm, by: officer('KAZ') }, place)).toMatchObject({ ok: false })
    expect(await checkpoint.execute({ ...confirm, by: officer('KGZ') }, place)).toMatchObject({ ok: true })
    expect(checkpoint.state().notices[0]?.receivedAt).not.toBeNull()
  })

  it('is taken once; a later version takes its place and is told anew', async () => {
    const { checkpoint, receive, types } = open()
    expect([await receive(), await receive(), await receive({ version: 2 })]).toEqual([
      'taken',
      'known',
      'taken',
    ])
    expect(types().filter((type) => type === 'NoticeIssued')).toHaveLength(2)
    expect(checkpoint.registers().map(({ version }) => version)).toEqual([2])
  })

  it('comes before its first day, or is refused under its article', async () => {
    const { checkpoint, receive, journal } = open()
    expect(await receive({ sentOn: '2026-11-25' })).toBe('rejected')
    expect(await receive({ category: 'resident', sentOn: '2026-11-25' })).toBe('rejected')
    expect(await receive({ category: 'tourist-group', sentOn: '2026-11-20' })).toBe('rejected')
    expect(journal.events.map(({ event }) => 'article' in event.data && event.data.article)).toEqual([
      'BR 14.2',
      'BR 18.3(1)',
      'BR 18.3(2)',
    ])
    expect(checkpoint.registers()).toEqual([])
  })
})
