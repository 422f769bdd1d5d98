export type Level = 'ok' | 'warning' | 'problem'

/** What was looked at. */
export type Check =
  | 'program'
  | 'configuration'
  | 'rule-pack'
  | 'officers'
  | 'models'
  | 'clock'
  | 'disk'
  | 'port'
  | 'device'
  | 'broker'
  | 'certificate'

/** One thing that `ayaldama doctor` found; the form of its JSON. */
export interface Finding {
  readonly level: Level
  readonly check: Check
  /** The device, file, Party or part that it is about. */
  readonly subject: string
  readonly what: string
  /** What to do; '' where nothing is. */
  readonly todo: string
}

/** Makes findings about one subject. */
export function about(check: Check, subject: string) {
  return {
    ok: (what: string): Finding => ({ level: 'ok', check, subject, what, todo: '' }),
    warning: (what: string, todo: string): Finding => ({ level: 'warning', check, subject, what, todo }),
    problem: (what: string, todo: string): Finding => ({ level: 'problem', check, subject, what, todo }),
  }
}

/** systemd lays credentials out for the running service alone, so that their absence here says nothing. */
export const credentialsFolder = '/run/credentials/'
export const forTheService =
  'It is there for the running service only: look at LoadCredential= by systemctl cat ayaldama.'

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
