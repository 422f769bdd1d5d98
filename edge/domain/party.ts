import type { SignedAct } from './signed-act.ts'

/** The two States that control together (ISO 3166-1 alpha-3, as ICAO 9303 prints them). */
export type Party = 'KAZ' | 'KGZ'

export const parties: readonly Party[] = ['KAZ', 'KGZ']

export function otherParty(party: Party): Party {
  return party === 'KAZ' ? 'KGZ' : 'KAZ'
}

/** Controlling bodies (JC 2, JC 9). */
export type ControlKind =
  | 'border'
  | 'customs'
  | 'veterinary'
  | 'phytosanitary'
  | 'sanitary'
  | 'transport'
  | 'radiation'
  | 'other'

export const controlKinds: readonly ControlKind[] = [
  'border',
  'customs',
  'veterinary',
  'phytosanitary',
  'sanitary',
  'transport',
  'radiation',
  'other',
]

/**
 * Who acts. An officer is known by a service number only: names of officers are personal data that no
 * journal, feed or log needs. `device` and `gateway` act where no person did.
 */
export type Actor =
  | {
      readonly kind: 'officer'
      readonly officer: string
      readonly party: Party
      readonly body: ControlKind
      /** Left out where the act was not signed. */
      readonly act?: SignedAct
    }
  | { readonly kind: 'technician'; readonly officer: string }
  | { readonly kind: 'device'; readonly device: string }
  | { readonly kind: 'gateway' }

export type OfficerActor = Extract<Actor, { kind: 'officer' }>

/** What an officer may do besides the work in a lane. A supervisor looks into the crossings of past days. */
export const duties = ['supervisor'] as const
export type OfficerDuty = (typeof duties)[number]
