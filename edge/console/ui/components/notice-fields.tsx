import type { SeparateCause, SettlementWay } from '../../../domain/checkpoint/events.ts'
import type { TransitException } from '../../../domain/crossing/law-events.ts'
import type { ControlKind } from '../../../domain/party.ts'
import type { RestrictionCause } from '../../../domain/restrictions/restriction.ts'
import type { Translator } from '../i18n/translator.ts'
import { isTimeField } from '../model/law-acts.ts'
import { useStore } from '../model/store.ts'

/** What a notice says, field by field, in the officer's language; what a person wrote stays as written. */
export function NoticeFields({ fields }: { readonly fields: Readonly<Record<string, string>> }) {
  const say = useStore().say.value
  const { field } = say.t.law
  return (
    <small>
      {Object.entries(fields)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `${field[name as 'place'] ?? name}: ${fieldText(name, value, say)}`)
        .join(' · ')}
    </small>
  )
}

/**
 * A notice that goes out with an act carries the words of the code: kinds of place, causes, lanes, controls.
 * They are said in the language of the screen, alone or before what the officer wrote.
 */
export function fieldText(name: string, value: string, say: Translator): string {
  const { t, dateTime, lane } = say
  const { law } = t
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return say.date(value)
  if (isTimeField(name)) return Number.isNaN(Date.parse(value)) ? value : dateTime(value)
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    place: { established: law.form.established, outside: law.form.outside },
    what: law.exception satisfies Readonly<Record<TransitException, string>>,
    way: law.form.ways satisfies Readonly<Record<SettlementWay, string>>,
    answer: { accepted: law.form.accepted, declined: law.form.declined },
    reason: {
      ...(law.separateCause satisfies Readonly<Record<SeparateCause, string>>),
      ...(law.restrictionCause satisfies Readonly<Record<RestrictionCause, string>>),
    },
  }
  const words = known[name] ?? {}
  const own = (word: string) => (Object.hasOwn(words, word) ? words[word] : undefined)
  if (name === 'place') {
    const [, id, party] = /^(lane-\d+)(?: \((KAZ|KGZ)\))?$/.exec(value) ?? []
    if (id !== undefined) return `${lane(id)}${party ? ` (${t.partyShort[party as 'KAZ']})` : ''}`
  }
  if (name === 'what') {
    const [, party, kind] = /^(KAZ|KGZ)\/([a-z]+)$/.exec(value) ?? []
    const kindName = kind === undefined ? undefined : t.kind[kind as ControlKind]
    if (party && kindName) return `${kindName} (${t.partyShort[party as 'KAZ']})`
  }
  const [, word, rest] = /^([a-z-]+): (.*)$/s.exec(value) ?? []
  const before = name === 'reason' && word !== undefined ? own(word) : undefined
  return own(value) ?? (before === undefined ? value : `${before}: ${rest}`)
}
