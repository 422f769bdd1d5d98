import type { ControlKey } from '../../../domain/crossing/events.ts'
import type { Party } from '../../../domain/party.ts'
import type { Refusal, Unblocker } from '../../../domain/refusal.ts'
import type { Catalogue, Language, Plural } from './catalogue.ts'
import { en } from './en.ts'
import { explainFact } from './facts.ts'
import { kk } from './kk.ts'
import { ky } from './ky.ts'
import { ru } from './ru.ts'

export const catalogues: Readonly<Record<Language, Catalogue>> = { kk, ky, ru, en }
export const languages: readonly Language[] = ['kk', 'ky', 'ru', 'en']

/** What components say things with: the texts, and the texts that need a number, a date or a name. */
export interface Translator {
  readonly t: Catalogue
  count(forms: Plural, n: number): string
  /** Hours, minutes and seconds in the checkpoint's time zone. */
  time(iso: string | Date): string
  dateTime(iso: string): string
  /** A calendar date YYYY-MM-DD. */
  date(iso: string): string
  percent(share: number): string
  number(n: number): string
  lane(id: string): string
  article(article: string): string
  /** As `article`, without the full name of the agreement. */
  articleShort(article: string): string
  control(key: ControlKey): string
  fact(refusal: Refusal): { readonly text: string; readonly translated: boolean }
  unblockers(who: readonly Unblocker[]): string
  cause(cause: string): string
  country(sign: string): string
  party(party: Party): string
}

export function createTranslator(language: Language, timeZone: string): Translator {
  const t = catalogues[language]
  const { locale } = t
  const plurals = new Intl.PluralRules(locale)
  // Browsers lack Kyrgyz dates and fall back to month first; both languages write dates as Russian does.
  const dates = language === 'en' ? locale : 'ru'
  const clock = new Intl.DateTimeFormat(dates, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const moment = new Intl.DateTimeFormat(dates, {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const day = new Intl.DateTimeFormat(dates, {
    timeZone: 'UTC',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  })
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const numbers = new Intl.NumberFormat(locale)

  const control = ({ party, kind }: ControlKey): string => `${t.kind[kind]} (${t.partyShort[party]})`

  function who(unblocker: Unblocker): string {
    switch (unblocker.kind) {
      case 'officer': {
        const party = t.partyOf[unblocker.party]
        return unblocker.body === undefined
          ? fill(t.unblock.officer, { party })
          : fill(t.unblock.officerOfBody, { party, body: lowerFirst(t.kind[unblocker.body]) })
      }
      case 'device':
        return fill(t.unblock.device, { device: unblocker.device })
      default:
        return t.unblock[unblocker.kind]
    }
  }

  const self: Translator = {
    t,
    count: (forms, n) => fill(forms[plurals.select(n)] ?? forms.other, { n: numbers.format(n) }),
    time: (iso) => clock.format(new Date(iso)),
    dateTime: (iso) => moment.format(new Date(iso)),
    date: (iso) => day.format(new Date(`${iso}T00:00:00Z`)),
    percent: (share) => percents.format(share),
    number: (n) => numbers.format(n),
    lane: (id) => fill(t.lane.name, { lane: /^lane-?(\d+)$/.exec(id)?.[1] ?? id }),
    article(article) {
      const [agreement, ...rest] = article.split(' ')
      if (agreement !== 'JC' && agreement !== 'BR' && agreement !== 'IL') return article
      return fill(t.article[agreement], { article: rest.join(' ') })
    },
    articleShort(article) {
      const [agreement, ...rest] = article.split(' ')
      if (agreement !== 'JC' && agreement !== 'BR') return self.article(article)
      return fill(t.articleShort[agreement], { article: rest.join(' ') })
    },
    control,
    fact: (refusal) => explainFact(refusal.fact, self),
    unblockers: (list) => list.map(who).join('; '),
    cause: (cause) => (cause in t.cause ? t.cause[cause as keyof typeof t.cause] : cause),
    country: (sign) => (sign === 'unknown' ? t.plate.unknownCountry : sign),
    party: (party) => t.party[party],
  }
  return self
}

export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole)
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
