import type { StepState } from '../../../domain/crossing/explain.ts'
import type { Party } from '../../../domain/party.ts'

/** State of a step by shape: ○ planned, ◐ under way, ● completed, ⊘ waived. */
export function StepShape({ state }: { readonly state: StepState }) {
  return (
    <svg class={`step-shape step-${state}`} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2.5" />
      {state === 'started' && <path d="M12 3 A9 9 0 0 1 12 21 Z" fill="currentColor" />}
      {state === 'completed' && (
        <>
          <circle cx="12" cy="12" r="9" fill="currentColor" />
          <path d="M7.5 12.5 l3 3 l6 -6.5" fill="none" stroke="var(--surface)" stroke-width="2.6" />
        </>
      )}
      {state === 'suspended' && <path d="M9.5 8 v8 M14.5 8 v8" stroke="currentColor" stroke-width="2.5" />}
      {state === 'waived' && <path d="M6 18 L18 6" stroke="currentColor" stroke-width="2.5" />}
      {state === 'notApplicable' && <path d="M8 12 H16" stroke="currentColor" stroke-width="2.5" />}
    </svg>
  )
}

export type Trust = 'sure' | 'check' | 'unsure'

/** How far a read may be trusted: a disc with a tick, a triangle, a diamond with a cross. */
export function TrustShape({ trust }: { readonly trust: Trust }) {
  return (
    <svg class={`trust-shape trust-${trust}`} viewBox="0 0 24 24" aria-hidden="true">
      {trust === 'sure' && (
        <>
          <circle cx="12" cy="12" r="10" fill="currentColor" />
          <path d="M7 12.5 l3.5 3.5 l7 -8" fill="none" stroke="var(--surface)" stroke-width="2.8" />
        </>
      )}
      {trust === 'check' && (
        <>
          <path d="M12 2 L23 21 H1 Z" fill="currentColor" />
          <path d="M12 9 v6 M12 17 v2.2" stroke="var(--surface)" stroke-width="2.6" />
        </>
      )}
      {trust === 'unsure' && (
        <>
          <path d="M12 1 L23 12 L12 23 L1 12 Z" fill="currentColor" />
          <path d="M8.5 8.5 l7 7 M15.5 8.5 l-7 7" stroke="var(--surface)" stroke-width="2.6" />
        </>
      )}
    </svg>
  )
}

/** A disc, a ring or a cross: working, waiting, not working. */
export function LampShape({ state }: { readonly state: 'good' | 'waiting' | 'bad' }) {
  return (
    <svg class={`lamp lamp-${state}`} viewBox="0 0 16 16" aria-hidden="true">
      {state === 'good' && <circle cx="8" cy="8" r="6" fill="currentColor" />}
      {state === 'waiting' && (
        <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2.5" />
      )}
      {state === 'bad' && <path d="M3 3 L13 13 M13 3 L3 13" stroke="currentColor" stroke-width="3" />}
    </svg>
  )
}

/** Two fields in the colours of the Party's flag; its code stands beside it, never the colour alone. */
export function PartySign({ party }: { readonly party: Party }) {
  return (
    <span class="party-sign">
      <span class={`flag flag-${party}`} aria-hidden="true" />
      {party}
    </span>
  )
}

export function LockSign() {
  return (
    <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
      <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2" fill="none" stroke="currentColor" stroke-width="1.8" />
      <rect x="2.5" y="7" width="11" height="7.5" rx="1.2" fill="currentColor" />
    </svg>
  )
}
