import { tooLate } from '../notices/clocks.ts'
import type { CheckpointCommand, CheckpointContext } from './commands.ts'
import { type CheckpointDecision, needsReason, reject } from './decision.ts'
import { instantOf } from './instant.ts'
import { noticeEvent } from './notices-for.ts'
import type { CheckpointState } from './state.ts'

type Of<Type extends CheckpointCommand['type']> = Extract<CheckpointCommand, { type: Type }>

/**
 * BR 11, 14.3, 25. Outside established places the other side is told at least 48 hours before (BR 11(2));
 * elsewhere a shorter time is lawful and recorded as exceptional.
 */
export function decideRestriction(
  command: Of<'DeclareRestriction'> | Of<'LiftRestriction'>,
  state: CheckpointState,
  context: CheckpointContext,
): CheckpointDecision {
  if (command.by.body !== 'border' && command.by.body !== 'veterinary') {
    return reject('officer.wrong-body', `${command.by.party}/border, you act for ${command.by.body}`, [
      { kind: 'officer', party: command.by.party, body: 'border' },
    ])
  }
  return command.type === 'DeclareRestriction' ? declare(command, context) : lift(command, state)
}

function declare(command: Of<'DeclareRestriction'>, context: CheckpointContext): CheckpointDecision {
  const { by, article, cause, scope, reason } = command
  const from = instantOf(command.from)
  const until = instantOf(command.until)
  if (from === null || until === null || until <= from) {
    return reject('restriction.term', 'the term does not begin before it ends', [by])
  }
  if (reason.trim() === '') return needsReason(article, 'a restriction states why', by)
  if (article === 'BR 25' && scope.goods.length === 0) {
    return reject('restriction.goods-required', 'no goods are named', [by])
  }
  const { now, localDate } = context
  const late = tooLate('restriction-outside-established-places', {
    issuedAt: now,
    issuedOn: localDate(now),
    effectiveAt: from,
    effectiveOn: localDate(from),
  })
  const outside = command.place === 'outside' && article === 'BR 11'
  if (outside && late) return reject('restriction.lead-time', late, [by])
  const fields = { place: scope.lane ?? command.place, reason: `${cause}: ${reason}`, from, until }
  const notice = outside ? 'restriction-outside-established-places' : 'restriction'
  return {
    ok: true,
    events: [
      {
        type: 'RestrictionDeclared',
        data: { party: by.party, article, cause, scope, from, until, exceptional: late !== null, reason },
      },
      noticeEvent(notice, {
        ...{ from: by.party, fields, issuedAt: now, effectiveAt: from },
        ...(late !== null && { exceptional: late }),
        // BR 11(2) is the ground of the notice itself; else it names that of the restriction.
        ...(!outside && { article }),
      }),
    ],
  }
}

function lift({ by, subject, reason }: Of<'LiftRestriction'>, state: CheckpointState): CheckpointDecision {
  const found = state.restrictions.find(({ id }) => id === subject)
  if (!found) return reject('restriction.unknown', 'no such restriction', [{ kind: 'nobody' }])
  if (found.party !== by.party) {
    return reject('officer.wrong-party', `it belongs to ${found.party}, you act for ${by.party}`, [
      { kind: 'officer', party: found.party },
    ])
  }
  if (reason.trim() === '') return needsReason(found.article, 'lifting states why', by)
  return {
    ok: true,
    events: [{ type: 'RestrictionLifted', data: { restriction: subject, party: by.party, reason } }],
  }
}
