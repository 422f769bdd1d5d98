import { restoreJournal } from '../journal/backup.ts'

/** `ayaldama journal restore`: before the gateway starts. */
export async function journalRestoreCommand(backup: string, data: string): Promise<number> {
  const { events } = await restoreJournal(backup, data)
  process.stdout.write(
    `${events} events in ${data}. The gateway begins a new epoch when the centres have said where they stand.\n`,
  )
  return 0
}
