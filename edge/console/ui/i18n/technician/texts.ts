import type { ControlTopic } from '../../../../ports/configuration.ts'
import type { Plural } from '../catalogue.ts'

/** What the gateway may answer a technician with. */
export type TechnicianFailure =
  | 'config.changed'
  | 'config.invalid'
  | 'config.not-kept'
  | 'config.not-writable'
  | 'config.proposal'
  | 'config.restart'

/** The pages of technicians beside the list of devices. */
export interface TechnicianTexts {
  readonly tabs: Readonly<Record<'devices' | 'configuration' | 'trial' | 'setup', string>>
  readonly failure: Readonly<Record<TechnicianFailure, string>>
  readonly form: {
    readonly add: string
    readonly remove: string
    readonly default: string
    readonly none: string
    readonly words: string
    readonly newName: string
    readonly allowed: string
  }
  readonly config: {
    readonly sections: string
    readonly devices: string
    readonly lanes: string
    readonly gateway: string
    readonly newDevice: string
    readonly name: string
    readonly kind: string
    readonly notWritable: string
    readonly byHand: string
    readonly readAgain: string
    readonly overridden: string
    /** `{parts}` */
    readonly later: string
    readonly restart: string
    readonly restarting: string
    readonly changes: string
    readonly noChanges: string
    readonly nothing: string
    readonly discard: string
    readonly faults: Plural
    /** `{devices}` */
    readonly restarts: string
    readonly alone: string
    /** `{article}` */
    readonly both: string
    readonly topic: Readonly<Record<ControlTopic, string>>
    readonly reason: string
    readonly save: string
    readonly propose: string
    readonly saved: string
    readonly waiting: string
    /** `{officer}` `{time}` */
    readonly waitingBy: string
    readonly confirm: string
    readonly confirmHint: string
    readonly withdraw: string
    readonly history: string
    readonly noHistory: string
    /** `{officer}` */
    readonly agreed: string
    readonly rollback: string
  }
  readonly trial: {
    readonly hint: string
    readonly reason: string
    readonly begin: string
    readonly end: string
  }
  readonly setup: {
    readonly lane: string
    readonly exit: string
    readonly host: string
    readonly devices: string
    readonly nothingPlugged: string
    readonly plugged: string
    readonly look: string
    readonly kind: string
    readonly port: string
    readonly overNetwork: string
    readonly cameraAddress: string
    readonly networkAddress: string
    readonly probe: string
    readonly contacts: string
    readonly contactsHint: string
    readonly contact: string
    readonly address: string
    readonly normallyClosed: string
    readonly agree: string
    readonly agreeHint: string
    readonly take: string
  }
}
