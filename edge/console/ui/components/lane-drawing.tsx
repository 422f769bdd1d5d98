import type { BarrierView, LaneView } from '../../../ports/lane.ts'
import { useStore } from '../model/store.ts'
import { BoomAct } from './boom-act.tsx'

const placeOf = { approachBarrier: 190, releaseBarrier: 470, returnBarrier: 214 } as const

/** The lane from above, as its sensors have it now: booms, loops, light curtains, light, vehicle. */
export function LaneDrawing({ view }: { readonly view: LaneView }) {
  const { t } = useStore().say.value
  const description = view.barriers
    .map((barrier) => `${t.drawing.barrier[barrier.role]}: ${t.drawing.position[barrier.position]}`)
    .join('; ')
  const hasReturn = view.barriers.some((barrier) => barrier.role === 'returnBarrier')
  const vehicle = vehiclePlace(view)
  // What a sensor reports takes the place of the legend.
  const quiet = view.barriers.every(({ loop, photocell }) => loop === 'clear' && photocell === 'clear')
  return (
    <div class="drawing">
      <svg viewBox="0 0 660 108" role="img" aria-label={`${t.drawing.alt}. ${description}`}>
        {hasReturn && <path class="road" d="M246 70 H300 L262 108 H196 Z" />}
        <rect class="road" x="0" y="26" width="660" height="48" />
        <rect class="zone" x="190" y="26" width="280" height="48" />
        <path class="road-line" d="M0 50 H660" />
        {quiet && (
          <>
            <rect class="zone" x="530" y="88" width="14" height="14" rx="3" />
            <text class="drawing-label small-label" x="550" y="99">
              {t.drawing.zone}
            </text>
          </>
        )}
        <path class="way" d="M18 50 h22 m-7 -7 l7 7 l-7 7" />
        <TrafficLight light={view.light} />
        {view.barriers.map((barrier) => (
          <Barrier key={barrier.role} barrier={barrier} />
        ))}
        {vehicle !== null && (
          <g class="vehicle" transform={`translate(${vehicle} 50)`}>
            <title>{t.drawing.vehicle}</title>
            <rect x="-38" y="-17" width="76" height="34" rx="9" />
            <path class="vehicle-glass" d="M8 -12 h12 q5 12 0 24 h-12 q4 -12 0 -24 Z" />
            <path class="vehicle-glass" d="M-30 -11 h8 q-4 11 0 22 h-8 q-4 -11 0 -22 Z" />
            <path class="vehicle-lamp" d="M35 -12 v7 M35 5 v7" />
          </g>
        )}
      </svg>
    </div>
  )
}

function vehiclePlace(view: LaneView): number | null {
  const release = view.barriers.find((barrier) => barrier.role === 'releaseBarrier')
  if (release?.loop === 'occupied') return placeOf.releaseBarrier
  const approach = view.barriers.find((barrier) => barrier.role === 'approachBarrier')
  if (approach?.loop === 'occupied') return placeOf.approachBarrier
  if (view.occupied.zone === 'occupied') return 330
  if (view.occupied.approach === 'occupied') return 95
  return null
}

function TrafficLight({ light }: { readonly light: LaneView['light'] }) {
  const { t } = useStore().say.value
  return (
    <g class={`light light-${light}`} transform="translate(4 1)">
      <title>{`${t.drawing.lightName}: ${t.drawing.light[light]}`}</title>
      <rect class="light-box" x="0" y="0" width="44" height="22" rx="5" />
      <circle class="lamp-red" cx="12" cy="11" r="7" />
      <circle class="lamp-green" cx="32" cy="11" r="7" />
      {light === 'red' && <path class="lamp-sign" d="M8 11 h8" />}
      {light === 'green' && <path class="lamp-sign" d="M28 11 l3 3 l5 -6" />}
      {light === 'unknown' && (
        <text class="lamp-query" x="22" y="16" text-anchor="middle">
          ?
        </text>
      )}
    </g>
  )
}

const angleOf: Readonly<Record<BarrierView['position'], number>> = {
  closed: 0,
  opening: -50,
  open: -84,
  closing: -35,
  stopped: -45,
  unknown: -45,
}

function Barrier({ barrier }: { readonly barrier: BarrierView }) {
  const { t } = useStore().say.value
  const { role, position, loop, photocell, faults } = barrier
  const x = placeOf[role]
  const name = t.drawing.barrier[role]
  const back = role === 'returnBarrier'
  const odd = loop !== 'clear' || photocell !== 'clear'
  const title =
    `${name}: ${t.drawing.position[position]}; ${t.drawing.loopName}: ${t.drawing.loop[loop]}; ` +
    `${t.drawing.photocellName}: ${t.drawing.photocell[photocell]}`
  const shape = `barrier barrier-${position} ${faults.length > 0 ? 'barrier-fault' : ''}`
  if (back) {
    return (
      <g class={shape} transform={`translate(${x} 86)`}>
        <title>{title}</title>
        <g class="boom" transform={`rotate(${angleOf[position] - 90})`}>
          <path class="boom-bar" d="M0 0 V62" />
        </g>
        <circle class="pivot" r="5.5" />
        <text class="drawing-label" x="76" y="10">
          {name}: <tspan class="position">{t.drawing.position[position]}</tspan>
        </text>
      </g>
    )
  }
  return (
    <g class={shape} transform={`translate(${x} 26)`}>
      <title>{title}</title>
      <rect class={`loop loop-${loop}`} x="-22" y="9" width="44" height="30" rx="6" />
      <path class={`beam beam-${photocell}`} d="M30 0 V48" />
      <rect class={`cell beam-${photocell}`} x="27" y="-4" width="6" height="6" />
      <rect class={`cell beam-${photocell}`} x="27" y="46" width="6" height="6" />
      <g class="boom" transform={`rotate(${angleOf[position]} 0 -2)`}>
        <path class="boom-bar" d="M0 -2 V46" />
      </g>
      <circle class="pivot" cy="-2" r="5.5" />
      <text
        class="drawing-label"
        x={role === 'approachBarrier' ? 56 - x : 656 - x}
        y="-11"
        text-anchor={role === 'approachBarrier' ? 'start' : 'end'}
      >
        {name}: <tspan class="position">{t.drawing.position[position]}</tspan>
      </text>
      {odd && (
        <text
          class="drawing-label small-label"
          x={role === 'approachBarrier' ? -40 : 44}
          y="64"
          text-anchor={role === 'approachBarrier' ? 'end' : 'start'}
        >
          {[
            loop === 'clear' ? '' : `${t.drawing.loopName}: ${t.drawing.loop[loop]}`,
            photocell === 'clear' ? '' : `${t.drawing.photocellName}: ${t.drawing.photocell[photocell]}`,
          ]
            .filter((text) => text !== '')
            .join(' · ')}
        </text>
      )}
    </g>
  )
}

/** Rule 3 after a restart, rule 6 after a missed limit: an officer's look goes on where the loops cannot. */
function mayNeedALook({ mayClose, faults }: LaneView['barriers'][number]): boolean {
  return (
    mayClose?.code === 'barrier.restart-unproven' ||
    mayClose?.code === 'barrier.close-broken-off' ||
    faults.includes('motorJammed')
  )
}

/** A boom on its way, or up for the vehicle that passes, is no news. */
function isHeldUp({ mayClose, position, loop, photocell }: LaneView['barriers'][number]): boolean {
  if (mayClose === null) return false
  const unknown = loop === 'unknown' || photocell === 'unknown'
  // An occupied loop is drawn already; one that cannot be read is worth words.
  if (mayClose.code === 'barrier.safety-input-not-clear') return position !== 'closed' && unknown
  if (mayClose.code === 'barrier.restart-unproven') return true
  return position !== 'closed' && mayClose.code !== 'barrier.moving' && mayClose.code !== 'barrier.hold-off'
}

/** Faults, and why a raised boom may not come down; an officer who sees the way clear can say so. */
export function BarrierNotes({ view }: { readonly view: LaneView }) {
  const store = useStore()
  const { t, article } = store.say.value
  const signedIn = store.session.value !== null
  const notes = view.barriers.filter((barrier) => barrier.faults.length > 0 || isHeldUp(barrier))
  if (notes.length === 0) return null
  return (
    <ul class="barrier-notes">
      {notes.map((barrier) => (
        <li key={barrier.role}>
          <span>
            <strong>{t.drawing.barrier[barrier.role]}</strong>{' '}
            {barrier.faults
              .map((fault) => (fault in t.drawing.fault ? t.drawing.fault[fault as 'tamper'] : fault))
              .join(', ')}
            {barrier.mayClose !== null && (
              <>
                {' '}
                {t.drawing.mayNotClose}: {t.refusal[barrier.mayClose.code]}{' '}
                {article(barrier.mayClose.article)}
              </>
            )}
          </span>
          {signedIn && barrier.faults.includes('stopInput') && (
            <BoomAct
              lane={view.lane}
              act="ResetEmergency"
              name={t.drawing.resetEmergency}
              hint={t.drawing.resetEmergencyHint}
              perform={(second) => store.api.emergencyReset(view.lane, second)}
            />
          )}
          {signedIn && mayNeedALook(barrier) && (
            <BoomAct
              lane={view.lane}
              act="ConfirmWayClear"
              name={t.drawing.wayClear}
              hint={t.drawing.wayClearHint}
              perform={(second) => store.api.wayClear(view.lane, barrier.role, second)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
