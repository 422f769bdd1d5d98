import type { Category } from '../../../domain/control/rule-pack.ts'
import type { Party } from '../../../domain/party.ts'
import type { RestrictionCause } from '../../../domain/restrictions/restriction.ts'
import type { Explain } from './facts.ts'
import type { LawTexts } from './law/texts.ts'
import { fill, type Translator } from './translator.ts'

const party = '(KAZ|KGZ)'

/** Forms in which the law of the lane states a fact, and how a screen says them. */
export const lawForms: readonly (readonly [RegExp, Explain])[] = [
  ...ofParty('jurisdiction of {party}', 'jurisdiction'),
  ...ofParty('{party} holds the vehicle', 'holds'),
  ...ofParty('{party} does not hold the vehicle', 'doesNotHold'),
  ...ofParty('{party} holds a person', 'holdsPerson'),
  ...ofParty('{party} holds no such person', 'unknown'),
  ...ofParty('{party} controls alone', 'controlsAlone'),
  ...ofParty('{party} has not asked', 'notAsked'),
  ...ofParty('{party} has not assented', 'notAssented'),
  ...ofParty('notice of {party}', 'noticeOf'),
  ...ofParty('(?:camera|documentReader|barriers) is not for {party} to command', 'deviceNotFor'),
  [
    form('document (\\w+) of a citizen of (\\w+)'),
    ([code, state], say) => fill(say.t.law.fact.documentOf, { code: code ?? '', state: state ?? '' }),
  ],
  [
    form('a citizen of (\\w+) on (\\S+)'),
    ([state, date], say) =>
      fill(say.t.law.fact.citizenOn, { state: state ?? '', date: say.date(date ?? '') }),
  ],
  [
    form('category (\\S+)'),
    ([category], say) =>
      fill(say.t.law.fact.category, {
        category: say.t.law.category[category as Category] ?? category ?? '',
      }),
  ],
  [
    form(`restriction of ${party}: (\\S+)`),
    ([of, cause], say) =>
      fill(say.t.law.fact.restrictionOf, {
        party: say.t.partyShort[of as Party],
        cause: say.t.law.restrictionCause[cause as RestrictionCause] ?? cause ?? '',
      }),
  ],
  [
    form(`${party} does not work \\S+ on (\\S+) at (\\S+)`),
    ([of, date, time], say) =>
      fill(say.t.law.fact.notWorking, {
        party: say.t.partyShort[of as Party],
        date: say.date(date ?? ''),
        time: time ?? '',
      }),
  ],
  [form('(\\S+) is alone'), ([officer], say) => fill(say.t.law.fact.alone, { officer: officer ?? '' })],
  [form('the disk of the journal is full'), (_, say) => say.t.law.fact.diskFull],
  [form('the mains have failed and the battery is low'), (_, say) => say.t.law.fact.batteryLow],
  [form('(\\d+) h of (\\d+) h'), ([found, wanted], say) => amount(say.t.law.fact.hours, found, wanted)],
  [
    form('(-?\\d+|NaN) days of (\\d+) days'),
    ([found, wanted], say) => amount(say.t.law.fact.days, found, wanted),
  ],
  [
    form('form (\\S+) (\\d+)'),
    ([series, number], say) => fill(say.t.law.fact.form, { series: series ?? '', number: number ?? '' }),
  ],
  [form('it begins before the notice|it does not say when it begins'), fixed('beginsBefore')],
  [form('\\S+ is under joint control'), fixed('jointControl')],
  [form('reopening is never'), fixed('never')],
  [form('no list names the vehicle or its persons'), fixed('noList')],
  [form('no such .+|no transit is timed|no meeting waits|notice \\S+'), fixed('unknown')],
  [form('the person is held|the transit is explained|receipt is confirmed'), fixed('already')],
  [
    form(
      '.+ (?:states? (?:why|its result|why and where|its cause and reason)|is empty|are missing|is missing|is listed|are named|is stated)' +
        '|series, number or time .+|point or time .+|the term does not begin before it ends',
    ),
    fixed('missing'),
  ],
]

function ofParty(pattern: string, text: keyof LawTexts['fact']): readonly (readonly [RegExp, Explain])[] {
  return [
    [
      form(pattern.replace('{party}', party)),
      ([of], say) => fill(say.t.law.fact[text], { party: say.t.partyShort[of as Party] }),
    ],
  ]
}

function fixed(text: keyof LawTexts['fact']): Explain {
  return (_, say: Translator) => say.t.law.fact[text]
}

function amount(text: string, found: string | undefined, wanted: string | undefined): string {
  return fill(text, { found: found ?? '', wanted: wanted ?? '' })
}

function form(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`)
}
