import { markNewEpoch } from '../journal/restored.ts'

/** `ayaldama journal new-epoch`: the gateway begins a new epoch when it starts, above what the centres then say. */
export async function journalNewEpochCommand(data: string): Promise<number> {
  await markNewEpoch(data)
  process.stdout.write(`${data}: the next start begins a new epoch.\n`)
  return 0
}
