import { backUpJournal } from '../journal/backup.ts'

/** `ayaldama journal backup`: while the daemon runs. */
export async function journalBackupCommand(data: string, target: string): Promise<number> {
  const { events } = await backUpJournal(data, target)
  process.stdout.write(`${events} events in ${target}\n`)
  return 0
}
