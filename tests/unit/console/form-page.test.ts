import { expect, it } from 'vitest'
import { formPage } from '../../../edge/console/forms/form-page.ts'
import { asSeenBy } from '../../../edge/journal/seen-by.ts'
import type { NewEvent, RecordedEvent } from '../../../edge/ports/journal.ts'
import { newEvent, opened } from '../../contract/journal/sample-events.ts'

const recorded = (events: readonly NewEvent[]): readonly RecordedEvent[] =>
  events.map((event, index) => ({ ...event, epoch: 1, seq: index + 1, recordTime: event.eventTime }))
const page = (events: readonly RecordedEvent[]) =>
  formPage({
    form: 'refusal',
    language: 'ru',
    events,
    checkpoint: 'Карасу',
    timeZone: 'Asia/Bishkek',
    now: new Date('2026-05-01T10:00:00.000Z'),
  })
const refusal = (share: RecordedEvent['shares']['KAZ']) =>
  newEvent(
    {
      type: 'CrossingRefused',
      data: {
        refusedBy: 'KGZ',
        cause: 'other',
        reason: 'secret-4711',
        article: 'BR 17.2',
        lawInForce: 'KGZ',
      },
    },
    { shares: { KAZ: share, KGZ: { withheld: [] } } },
  )

it('BR 17.2: the paper shows a Party nothing that the sharing policy keeps from it', () => {
  const events = recorded([opened('c-1'), refusal({ withheld: ['reason', 'lawInForce'] })])
  expect(page(asSeenBy(events, 'KGZ'))).toContain('secret-4711')
  const other = page(asSeenBy(events, 'KAZ'))
  expect(other).not.toContain('secret-4711')
  expect(other).toContain('<i>не указано</i>')
  expect(page(asSeenBy(recorded([opened('c-1'), refusal(null)]), 'KAZ'))).toBeNull()
})
