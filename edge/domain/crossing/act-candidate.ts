import type { OfficerCommand } from './commands.ts'
import type { BarrierRole, ControlKey } from './events.ts'
import type { ActionExplanation } from './explain.ts'

/** An act that a screen could offer, as the command that it would give. */
export interface Candidate {
  /** Filled where the officer will be asked, so that only the state can refuse it. */
  readonly command: OfficerCommand
  readonly control: ControlKey | null
  readonly barrier: BarrierRole | null
  readonly subject?: string
  readonly article: string
  readonly needs: ActionExplanation['needs']
}
