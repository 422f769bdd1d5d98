import type { Fault } from './faults.ts'

/** Faults of the journal, the streams and the centre, each against one promise of docs/guarantees.md. */
export const journalFaults: readonly Fault[] = [
  {
    what: 'a commit that does not wait for the disk is taken',
    file: 'edge/journal/durability.ts',
    find: 'synchronous < FULL',
    replace: 'synchronous < 1',
  },
  {
    what: 'the file is not checked at start',
    file: 'edge/journal/durability.ts',
    find: "if (findings !== 'ok')",
    replace: "if (findings === 'damaged')",
  },
  {
    what: 'leaves of a refused call stay in the tree',
    file: 'edge/journal/store.ts',
    find: '      fresh.length = nodesBefore\n',
    replace: '',
  },
  {
    what: 'the nodes of a group are not kept',
    file: 'edge/journal/store.ts',
    find: '      keepNodes(fresh)\n',
    replace: '',
  },
  {
    what: 'a restored gateway goes on in the old epoch',
    file: 'edge/journal/store.ts',
    find: 'if (before > 0 && !newEpoch) return before',
    replace: 'if (before > 0) return before',
  },
  {
    what: 'more may wait for the disk than is allowed',
    file: 'edge/journal/group-commit.ts',
    find: 'if (pending + size > options.maxPending)',
    replace: 'if (pending > options.maxPending * 2)',
  },
  {
    what: 'the ballast is kept when a write finds the disk full',
    file: 'edge/journal/open-journal.ts',
    find: '      ballast.release()\n      return writer.write(calls)',
    replace: '      return writer.write(calls)',
  },
  {
    what: 'a picture that finds the disk full does not get the room of the ballast',
    file: 'edge/journal/open-journal.ts',
    find: '      ballast.release()\n      return evidence.put',
    replace: '      return evidence.put',
  },
  {
    what: 'the ballast is not made again',
    file: 'edge/journal/ballast.ts',
    find: 'if (bytes > 0 && !held && making === undefined) {',
    replace: 'if (bytes > 0 && !held && making === undefined && releases === 0) {',
  },
  {
    what: 'a gateway that starts without room does not say so',
    file: 'edge/journal/ballast.ts',
    find: 'if (!hasRoom) full = true',
    replace: 'if (!hasRoom) void 0',
  },
  {
    what: 'a restored journal goes on in the epoch of its backup',
    file: 'edge/journal/open-journal.ts',
    find: 'if (restored !== null && !options.newEpoch) {',
    replace: 'if (restored !== null && options.newEpoch === 0) {',
  },
  {
    what: 'a restore that broke off is taken for a journal',
    file: 'edge/journal/restored.ts',
    find: "if (readFileSync(mark, 'utf8').trim() !== ('whole' satisfies Progress))",
    replace: "if (readFileSync(mark, 'utf8').trim() === '')",
  },
  {
    what: 'verify does not compare the leaf of an event',
    file: 'edge/journal/verify.ts',
    find: 'if (!kept.equals(hash))',
    replace: 'if (level > 0 && !kept.equals(hash))',
  },
  {
    what: 'the signature of an acknowledgement is not checked',
    file: 'edge/replication/acknowledgement.ts',
    find: 'if (!verify(null, acknowledgementBytes(ack)',
    replace: 'if (ack.signature === "" && !verify(null, acknowledgementBytes(ack)',
  },
  {
    what: 'the cursor passes what was sent',
    file: 'edge/replication/acknowledgement.ts',
    find: 'comparePositions(acknowledged, at.sent) > 0 ? at.sent : acknowledged',
    replace: 'acknowledged',
  },
  {
    what: 'a journal that is behind its centre is not noticed',
    file: 'edge/replication/acknowledgement.ts',
    find: 'if (comparePositions(acknowledged, at.head) > 0)',
    replace: 'if (acknowledged.seq < 0)',
  },
  {
    what: 'a new epoch begins before the centre has the one before',
    file: 'edge/replication/session.ts',
    find: 'if (first.epoch !== after.epoch && comparePositions(state.cursor(), after) < 0) return false',
    replace: '',
  },
  {
    what: 'Receive Maximum is not kept',
    file: 'edge/replication/session.ts',
    find: 'inFlight >= Math.min(connection.receiveMaximum, window + maxLive)',
    replace: 'inFlight >= window + maxLive',
  },
  {
    what: 'the birth does not count under Receive Maximum',
    file: 'edge/replication/session.ts',
    find: '  let inFlight = 1\n',
    replace: '  let inFlight = 0\n',
  },
  {
    what: 'new events wait behind a backlog',
    file: 'edge/replication/session.ts',
    find: 'if (!probing && (full || !liveLast) && (await sendLive()))',
    replace: 'if (probing && !probing && (await sendLive()))',
  },
  {
    what: 'acknowledgements of another session count',
    file: 'edge/replication/session.ts',
    find: 'if (ack.session !== options.id) return',
    replace: '',
  },
  {
    what: 'the watermark of a centre passes a gap',
    file: 'edge/central/store.ts',
    find: 'if (next !== seq + 1) break',
    replace: '',
  },
  {
    what: 'a new epoch begins at a centre that lacks the end of the old one',
    file: 'edge/central/store.ts',
    find: '(message.after.epoch === before.epoch && message.after.seq <= before.seq)',
    replace: 'message.after.epoch === before.epoch',
  },
]
