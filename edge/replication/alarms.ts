import type { Log } from '../ports/log.ts'

/**
 * `centre-went-back`, `journal-behind-centre`, `backup-lacked`, `acknowledgement-forged` and `gap-requested` stay until the
 * daemon restarts: they need a person. `certificate-refused` and `not-admitted` end with the next connection, the
 * others with the next acknowledgement that moves the cursor.
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
  | 'broker-without-subscriber'
  | 'waits-for-centre'
  | 'certificate-refused'
  | 'not-admitted'

const endedByProgress: readonly AlarmName[] = [
  'unacknowledged',
  'broker-refused',
  'broker-without-subscriber',
  'waits-for-centre',
]
const endedByConnection: readonly AlarmName[] = ['certificate-refused', 'not-admitted']

export interface Alarms {
  raise(name: AlarmName, detail: string): void
  progress(): void
  connected(): void
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
    connected: () => {
      for (const name of endedByConnection) raised.delete(name)
    },
    list: () => [...raised].map(([name, detail]) => `${name}: ${detail}`),
  }
}
