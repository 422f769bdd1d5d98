import type { ReplicationStatus } from '../../../ports/replication.ts'
import type { Catalogue } from '../i18n/catalogue.ts'
import { useStore } from '../model/store.ts'
import { LampShape, PartySign } from './shapes.tsx'

export function lampOfStream(stream: ReplicationStatus): 'good' | 'waiting' | 'bad' {
  if (stream.alarms.length > 0 || stream.link === 'stopped') return 'bad'
  return stream.link === 'connected' ? 'good' : 'waiting'
}

/** Where nothing waits: a broker's word is not shown as if it were the centre's. */
export function upToDate(t: Catalogue, stream: ReplicationStatus): string {
  return stream.acknowledgedBy === 'broker' ? t.foot.upToBroker : t.foot.upToDate
}

/** One Party's stream: its link, how far its centre has acknowledged, and its alarms. */
export function Stream({ stream }: { readonly stream: ReplicationStatus }) {
  const { t, count, time } = useStore().say.value
  return (
    <>
      <p>
        <PartySign party={stream.party} /> <LampShape state={lampOfStream(stream)} />{' '}
        {t.foot.link[stream.link]}
        {stream.reason !== '' && <small lang="en"> {stream.reason}</small>}
      </p>
      <p>
        {t.foot.cursor}: <span class="mono">{position(stream.cursor)}</span> /{' '}
        <span class="mono">{position(stream.head)}</span> ·{' '}
        {stream.backlog === 0 ? upToDate(t, stream) : count(t.foot.backlog, stream.backlog)}
      </p>
      <p class="muted">
        {t.foot.lastAcknowledged}:{' '}
        {stream.lastAcknowledged === null ? t.foot.never : time(stream.lastAcknowledged)}
      </p>
      {stream.acknowledgedBy === 'broker' && (
        <p>
          <strong>{t.foot.byBroker}</strong>
        </p>
      )}
      {stream.alarms.map((alarm) => (
        <p key={alarm} class="failure" lang="en">
          {alarm}
        </p>
      ))}
    </>
  )
}

function position({ epoch, seq }: { readonly epoch: number; readonly seq: number }): string {
  return `${epoch}:${seq}`
}
