import { overdue } from '../../edge/domain/checkpoint/alarms.ts'
import { paperGaps } from '../../edge/domain/checkpoint/paper-gaps.ts'
import { noticeTable } from '../../edge/domain/notices/table.ts'
import { otherParty, type Party, parties } from '../../edge/domain/party.ts'
import type { DayLane } from './lane.ts'
import type { Site } from './site.ts'
import { listed } from './travellers.ts'
import { border } from './work.ts'

const left = 'left without receipt'

/** Lists that both Parties send before the day; a tourist list that comes too late is not taken. */
export async function sendLists({ checkpoint }: Site): Promise<void> {
  const base = { party: 'KAZ', version: 1, issuer: 'akimat', until: '2026-12-31' } as const
  const when = { from: '2026-11-20', sentOn: '2026-11-01' }
  const plate = (text: string) => ({ entry: '1', plate: text, document: null })
  const person = (text: string) => ({ entry: '1', plate: null, document: text })
  const send = async (category: 'rescue' | 'service-staff' | 'tourist-group' | 'resident') => {
    const entries = [
      category === 'rescue' || category === 'service-staff'
        ? plate(listed[category])
        : person(listed[category]),
    ]
    const equipment = category === 'rescue' ? ['pump', 'saw'] : []
    const register = { ...base, ...when, category, list: `${category}-1`, equipment, entries }
    await taken(checkpoint.receive({ kind: 'register', register }, 'feed', 'unread'), 'taken')
    await taken(checkpoint.receive({ kind: 'register', register }, 'file', 'unread'), 'known')
  }
  for (const category of ['rescue', 'service-staff', 'tourist-group', 'resident'] as const)
    await send(category)
  const late = { ...base, category: 'tourist-group', list: 'late', equipment: [], entries: [] } as const
  const register = { ...late, from: '2026-11-25', sentOn: '2026-11-11' }
  await taken(checkpoint.receive({ kind: 'register', register }, 'feed', 'unread'), 'rejected')
  for (const party of parties) {
    const entries = [listed.wanted[party], listed.wanted.both].map((text, index) => ({
      ...plate(text),
      entry: String(index + 1),
      instruction: `own-${party}-hit: call the officer on duty`,
    }))
    const watchList = { party, list: `own-${party}-list`, version: 1, entries }
    await taken(checkpoint.receive({ kind: 'watch-list', watchList }, 'feed', 'unread'), 'taken')
  }
}

async function taken(answer: Promise<string>, wanted: string): Promise<void> {
  const found = await answer
  if (found !== wanted) throw new Error(`a list should be ${wanted}, and is ${found}`)
}

/** Notices by hand, each once; those that need a lead time are refused an hour too late. */
export async function issueNotices(lane: DayLane): Promise<void> {
  const { time } = lane.site
  const inHours = (hours: number) => new Date(time.now().getTime() + hours * 3_600_000).toISOString()
  for (const { kind, automatic, fields, leadHours, leadDays, inAdvance } of noticeTable) {
    if (automatic) {
      const command = { type: 'IssueNotice', by: border('KAZ'), notice: kind, fields: {} } as const
      await lane.refused(command, 'notice.not-by-hand')
      continue
    }
    const lead = leadHours ?? (leadDays ?? 0) * 24
    const filled = (from: string) =>
      Object.fromEntries(fields.map((field) => [field, field === 'from' ? from : `${field} of the day`]))
    const issue = { type: 'IssueNotice', by: border('KAZ'), notice: kind } as const
    if (lead > 0 || inAdvance) {
      await lane.refused({ ...issue, fields: filled(inHours(lead - 25)) }, 'notice.too-late')
    }
    await lane.refused({ ...issue, fields: {} }, 'notice.incomplete')
    await lane.act({ ...issue, fields: filled(inHours(lead + 25)) })
    await lane.wait(20, 60)
  }
  const fields = { mark: '17', what: left, time: inHours(0) }
  await lane.act({ type: 'IssueNotice', by: border('KGZ'), notice: 'border-mark-lost', fields })
}

/** The border representative of a Party confirms what came since; one notice is left alone. */
export async function confirmReceipts(lane: DayLane, party: Party): Promise<void> {
  for (const notice of lane.site.checkpoint.state().notices) {
    if (notice.receivedAt !== null || notice.from === party || notice.fields.what === left) continue
    await lane.act({ type: 'ConfirmReceipt', by: border(party), subject: notice.id })
    await lane.refused({ type: 'ConfirmReceipt', by: border(party), subject: notice.id }, 'notice.received')
  }
}

/** Degraded mode: numbered paper forms entered afterwards, of which number 4 is missing. */
export async function enterPaperForms(lane: DayLane): Promise<void> {
  const { time, checkpoint } = lane.site
  for (const number of [1, 2, 3, 5, 6]) {
    const filledAt = new Date(time.now().getTime() - (10 - number) * 600_000).toISOString()
    const enter = {
      ...({ type: 'EnterPaperForm', series: 'A', outcome: 'released', reason: 'no power' } as const),
      ...{ by: border(lane.hostParty), number, filledAt, plate: `90${number}PAP02` },
    }
    await lane.act(enter)
    await lane.refused(enter, 'paper.known')
  }
  const gaps = JSON.stringify(paperGaps(checkpoint.state().papers))
  const wanted = JSON.stringify([{ party: lane.hostParty, series: 'A', from: 4, to: 4 }])
  if (gaps !== wanted) throw new Error(`the missing form is not shown: ${gaps}`)
}

/** A day later only the notice that was left alone is overdue, to the Party that should have confirmed it. */
export function overdueOf(site: Site): readonly string[] {
  const later = new Date(site.time.now().getTime() + 49 * 3_600_000).toISOString()
  const state = site.checkpoint.state()
  const found = overdue(state, later, site.today()).map(({ subject, party }) => `${subject} ${party}`)
  const wanted = state.notices
    .filter(({ fields }) => fields.what === left)
    .map(({ id, from }) => `${id} ${otherParty(from)}`)
  return JSON.stringify(found) === JSON.stringify(wanted)
    ? []
    : [`${site.identity.checkpoint}: overdue should be [${wanted}], is [${found}]`]
}
