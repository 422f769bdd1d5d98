import type { Log } from '../ports/log.ts'

/**
 * `centre-went-back`, `journal-behind-centre`, `backup-lacked`, `acknowledgement-forged` and `gap-requested` stay until the
 * daemon restarts: they need a person. The others end with the next acknowledgement that moves the cursor.
 */
export type AlarmName =
  | 'centre-went-back'
  | 'journal-behind-centre'
  | 'backup-lacked'
  | 'acknowledgement-forged'
  | 'cosignature-forged'
  | 'cosignature-of-another-tree'
  | 'cosignature-went-back'
  | 'unacknowledged'
  | 'broker-refused'

const endedByProgress: readonly AlarmName[] = ['unacknowledged', 'broker-refused']

export interface Alarms {
  raise(name: AlarmName, detail: string): void
  progress(): void
  /** `name: detail`, oldest first. */
  list(): readonly string[]
}

export function createAlarms(log: Log): Alarms {
  const raised = new Map<AlarmName, string>()
  return {
    raise: (name, detail) => {
      if (raised.get(name) !== detail) log.warn({ alarm: name, detail }, 'replication alarm')
      raised.set(name, detail)
    },
    progress: () => {
      for (const name of endedByProgress) raised.delete(name)
    },
    list: () => [...raised].map(([name, detail]) => `${name}: ${detail}`),
  }
}
