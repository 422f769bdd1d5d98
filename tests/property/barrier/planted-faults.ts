import { initialBarrierState } from '../../../edge/domain/barrier/state.ts'
import { boomProperty, lockProperty } from './properties.ts'
import type { Variant } from './simulated-boom.ts'

/** Interlocks broken on purpose, each in one place: a run of any of them must find a breach. */
const broken: Readonly<Record<string, Variant>> = {
  'stale read as fresh (rule 1)': { settings: { maxInputAgeMs: Number.POSITIVE_INFINITY } },
  'photocell not looked at (rule 1)': {
    tell: (input) =>
      input.type === 'inputs' && input.readings.photocell !== undefined
        ? {
            ...input,
            readings: { ...input.readings, photocell: { ...input.readings.photocell, value: false } },
          }
        : input,
  },
  'no turning back (rule 1)': {
    after: (state) =>
      state.order?.kind === 'open' && state.order.cause === 'reversal' ? { ...state, order: null } : state,
  },
  'no hold-off (rule 2)': { settings: { holdOffMs: 0 } },
  'chattering does not begin the hold-off anew (rule 2)': {
    after: (state) => ({ ...state, wayClearSince: state.wayClearSince === null ? null : 1000 }),
  },
  'restart taken as proven (rule 3)': { after: (state) => ({ ...state, proven: true }) },
  'boom found up closes after a passage (rule 3)': {
    after: (state) => ({ ...state, officerNeeded: false }),
  },
  'loss of the device forgotten (rule 3)': {
    tell: (input) => (input.type === 'deviceLost' ? null : input),
  },
  'a confirmation overrules the sensors (rule 3)': {
    after: (state, { type }) =>
      type === 'confirmWayClear' ? { ...state, proven: true, officerNeeded: false } : state,
  },
  'outputs taken as cleared (rule 4)': {
    after: (state) =>
      state.order?.stage === 'waiting' || state.order?.stage === 'clearing'
        ? { ...state, busy: null, order: { ...state.order, stage: 'proving' } }
        : state,
  },
  'the opposite output is not cleared first (rule 4)': {
    act: (action, { order }) =>
      action === 'clearOutputs' && order !== null
        ? order.kind === 'open'
          ? 'pulseOpen'
          : 'pulseClose'
        : action,
  },
  'open and close wired crosswise (rule 1)': {
    act: (action) => (action === 'pulseOpen' ? 'pulseClose' : action === 'pulseClose' ? 'pulseOpen' : action),
  },
  'the command taken for the position (rule 5)': {
    tell: (input) =>
      input.type === 'inputs' && input.readings.openOutput?.value === true
        ? { ...input, readings: { ...input.readings, openLimit: input.readings.openOutput } }
        : input,
  },
  'both limits not taken for a fault (rule 5)': {
    tell: (input) =>
      input.type === 'inputs' && input.readings.openLimit?.value === true && input.readings.closedLimit
        ? {
            ...input,
            readings: {
              ...input.readings,
              closedLimit: { ...input.readings.closedLimit, value: false },
            },
          }
        : input,
  },
  'travel fault ignored (rule 6)': {
    after: (state) => (state.travelFault === null ? state : { ...state, travelFault: null, wantClose: true }),
  },
  'a pulse that failed is sent again (rule 6)': {
    after: (state, { type }) =>
      type === 'pulseFailed' && state.order !== null
        ? { ...state, order: { ...state.order, stage: 'waiting', pulsedAt: null } }
        : state,
  },
  'a restart replays the order (rule 7)': { keep: (state) => ({ ...state, busy: null }) },
  'a restart remembers the wish to close (rule 7)': {
    keep: ({ wantClose, proven, emergency, lastPulseEnd }) => ({
      ...initialBarrierState(lastPulseEnd, emergency),
      wantClose,
      proven,
    }),
  },
  'emergency stop not latched (rule 8)': { after: (state) => ({ ...state, emergency: false }) },
  'a restart forgets the latch (rule 8)': { keep: ({ lastPulseEnd }) => initialBarrierState(lastPulseEnd) },
  'lock not looked at (rule 9)': {
    tell: (input) => (input.type === 'otherBarriers' ? { ...input, confirmedClosed: true } : input),
  },
}

export const plantedFaults = {
  ...Object.fromEntries(Object.entries(broken).map(([name, variant]) => [name, boomProperty(variant)])),
  'an opening that was ordered does not count for the lock (rule 9)': lockProperty({
    confirmedClosed: ({ readings }) => readings.closedLimit?.value === true,
  }),
  'the lock looks at the position only (rule 9)': lockProperty({
    confirmedClosed: ({ position }) => position !== 'open',
  }),
  'a closed limit of long ago counts for the lock (rule 9)': lockProperty({
    confirmedClosed: ({ readings, order }) => readings.closedLimit?.value === true && order === null,
  }),
}
