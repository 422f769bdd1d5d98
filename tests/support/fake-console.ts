import { fileURLToPath } from 'node:url'
import type { ConsoleOptions } from '../../edge/console/context.ts'
import { createOfficerDirectory, hashPin, type OfficerRecord } from '../../edge/console/officers.ts'
import type { Clock } from '../../edge/ports/clock.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { createFakeCheckpoint, type FakeCheckpoint } from './fake-lane-control.ts'
import { fakeRulePack } from './fake-lane-data.ts'

/** Small, so that a test does not wait for a hash that only has to be right. */
const testCost = 1024

export const fakePins = {
  'K-101': '2468',
  'K-102': '1357',
  'R-201': '8642',
  'R-202': '7531',
  'K-199': '9999',
}

/** What a reader gives of the badges of those who have one. */
export const fakeBadges = { 'K-101': '04A2B3C4D5', 'R-201': '0006123456' } as const

/** One border and one customs officer a Party, and one (K-199) whose pass has run out. */
export async function fakeOfficers(): Promise<readonly OfficerRecord[]> {
  const record = async (
    officer: keyof typeof fakePins,
    party: OfficerRecord['party'],
    body: OfficerRecord['body'],
    passValidUntil = '2099-12-31',
  ): Promise<OfficerRecord> => ({
    officer,
    party,
    body,
    ...(officer in fakeBadges && { badge: fakeBadges[officer as keyof typeof fakeBadges] }),
    ...(officer === 'K-101' && { duties: ['supervisor'] }),
    pin: await hashPin(fakePins[officer], testCost),
    passValidUntil,
  })
  return Promise.all([
    record('K-101', 'KAZ', 'border'),
    record('K-102', 'KAZ', 'customs'),
    record('R-201', 'KGZ', 'border'),
    record('R-202', 'KGZ', 'customs'),
    record('K-199', 'KAZ', 'border', '2020-01-31'),
  ])
}

/** Options of a console on a fake checkpoint; `change` replaces single ones. */
export async function fakeConsoleOptions(
  change: Partial<ConsoleOptions> & { readonly clock?: Clock } = {},
): Promise<{ readonly options: ConsoleOptions; readonly checkpoint: FakeCheckpoint }> {
  const clock = change.clock ?? systemClock
  const checkpoint = createFakeCheckpoint(clock)
  const options: ConsoleOptions = {
    host: '127.0.0.1',
    port: 0,
    lanes: checkpoint.lanes,
    journal: checkpoint.journal,
    replication: checkpoint.replication,
    equipment: checkpoint.equipment,
    officers: createOfficerDirectory(await fakeOfficers()),
    gateway: {
      id: 'gw-karasu-1',
      checkpoint: 'Карасу — Ак-Тилек',
      version: '0.1.0',
      timeZone: 'Asia/Almaty',
    },
    rulePack: {
      name: fakeRulePack.name,
      version: fakeRulePack.version,
      sha256: 'a'.repeat(64),
      refusalCauses: fakeRulePack.refusalCauses,
    },
    uiDirectory: fileURLToPath(new URL('../../dist/console', import.meta.url)),
    log: silentLog,
    clock,
    ...change,
  }
  return { options, checkpoint }
}
