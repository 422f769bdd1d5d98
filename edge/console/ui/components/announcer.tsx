import { useEffect, useRef, useState } from 'preact/hooks'
import { useStore } from '../model/store.ts'

/** Says changes of a lane to screen readers: its state, the phase of its crossing, whose turn it is. */
export function Announcer() {
  const store = useStore()
  const { t, lane: laneName } = store.say.value
  const said = useRef(new Map<string, string>())
  const [text, setText] = useState('')
  const lanes = store.lanes.value

  useEffect(() => {
    const news: string[] = []
    for (const { lane, view } of lanes) {
      const phase = view.crossing === null ? t.lane.state[view.state] : t.lane.phase[view.crossing.phase]
      const turn = view.turn === null ? '' : ` ${t.lane.turn}: ${t.partyShort[view.turn]}.`
      const now = `${laneName(lane)}: ${phase}.${turn}`
      if (said.current.get(lane) !== now) news.push(now)
      said.current.set(lane, now)
    }
    if (news.length > 0) setText(news.join(' '))
  }, [lanes, t, laneName])

  return (
    <div class="hidden" role="status" aria-live="polite">
      {text}
    </div>
  )
}
