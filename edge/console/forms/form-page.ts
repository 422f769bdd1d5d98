import type { CrossingEvent } from '../../domain/crossing/events.ts'
import type { Actor } from '../../domain/party.ts'
import type { RecordedEvent } from '../../ports/journal.ts'
import { createTranslator } from '../ui/i18n/translator.ts'
import { type FormLanguage, type FormName, formTexts } from './form-texts.ts'

type Found<Type extends CrossingEvent['type']> = {
  /** As one Party may see it: any field may have been withheld. */
  readonly data: Partial<Extract<CrossingEvent, { type: Type }>['data']>
  readonly at: string
  readonly actor: Actor
}

export interface FormRequest {
  readonly form: FormName
  readonly language: FormLanguage
  /** Events of the crossing as the officer's Party may see them. */
  readonly events: readonly RecordedEvent[]
  readonly checkpoint: string
  readonly timeZone: string
  readonly now: Date
}

/**
 * The refusal (BR 17.2) or the return (JC 7.2) of a crossing as one A4 page to print; null where the Party
 * sees no such decision. Whatever stands in the journal is escaped.
 */
export function formPage({ form, language, events, checkpoint, timeZone, now }: FormRequest): string | null {
  const opening = last(events, 'CrossingOpened')
  const refusal = last(events, 'CrossingRefused')
  const returned = last(events, 'CrossingReturned')
  const decision = form === 'refusal' ? refusal : returned
  if (opening === null || decision === null) return null

  const say = createTranslator(language, timeZone)
  const texts = formTexts[language]
  const moment = new Intl.DateTimeFormat('ru', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  const time = (iso: string | Date) => moment.format(new Date(iso))
  const officer = (actor: Actor) =>
    actor.kind === 'officer'
      ? `${actor.officer}, ${say.party(actor.party)}, ${say.t.kind[actor.body].toLowerCase()}`
      : null
  const notice = last(events, 'RefusalNoticeIssued')
  const readmission = last(events, 'ReadmissionAccepted')
  const { lawInForce } = decision.data
  const { to } = notice?.data ?? {}

  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [texts.checkpoint, checkpoint],
    [texts.lane, opening.data.lane],
    [texts.crossing, events[0]?.crossing],
    [texts.opened, time(opening.at)],
    [texts.decided[form], time(decision.at)],
    [texts.ground, say.article(form === 'refusal' ? (refusal?.data.article ?? 'BR 17.2') : 'JC 7.2')],
    [texts.law, lawInForce && say.party(lawInForce)],
    ...(form === 'refusal'
      ? [[texts.cause, refusal?.data.cause && say.cause(refusal.data.cause)] as const]
      : []),
    [texts.reason, decision.data.reason],
    [texts.vehicle, plate(events, 'vehicle')],
    ...(plate(events, 'trailer') === null ? [] : [[texts.trailer, plate(events, 'trailer')] as const]),
    [texts.officer, officer(decision.actor)],
    ...(form === 'refusal'
      ? [
          [texts.notice, to && notice && `${to.map(say.party).join('; ')}, ${time(notice.at)}`] as const,
          [
            texts.readmission,
            readmission === null
              ? texts.notYet
              : [time(readmission.at), officer(readmission.actor)].filter(Boolean).join(', '),
          ] as const,
        ]
      : []),
  ]
  const papers = documents(events).map(({ fields }) => [
    [fields?.surname, fields?.givenNames].filter(Boolean).join(' '),
    fields?.documentNumber,
    fields?.issuingState,
    fields?.birthDate && say.date(fields.birthDate),
    fields?.expiryDate && say.date(fields.expiryDate),
  ])
  const title = escaped(texts.title[form])
  const cell = (value: string | null | undefined) => (value ? escaped(value) : `<i>${texts.none}</i>`)
  const signers =
    form === 'refusal' ? (['officer', 'otherParty', 'driver'] as const) : (['officer', 'driver'] as const)

  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="stylesheet" href="/api/v1/forms.css">
</head>
<body>
<main>
<h1>${title}</h1>
<p class="ground">${escaped(say.article(form === 'refusal' ? 'BR 17.2' : 'JC 7.2'))}</p>
<table class="facts">
${rows.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${cell(value)}</td></tr>`).join('\n')}
</table>
<h2>${escaped(texts.documents)}</h2>
${
  papers.length === 0
    ? `<p><i>${texts.none}</i></p>`
    : `<table class="papers">
<thead><tr>${[texts.name, texts.number, texts.issuer, texts.birth, texts.expiry]
        .map((name) => `<th scope="col">${escaped(name)}</th>`)
        .join('')}</tr></thead>
<tbody>
${papers.map((paper) => `<tr>${paper.map((value) => `<td>${cell(value)}</td>`).join('')}</tr>`).join('\n')}
</tbody>
</table>`
}
<div class="signatures">
${signers
  .map(
    (who) =>
      `<p><span>${escaped(texts.signature[who])}</span><span class="line"></span><small>${escaped(texts.signHere)}</small></p>`,
  )
  .join('\n')}
</div>
<footer>${escaped(texts.printed)}: ${escaped(time(now))}</footer>
</main>
</body>
</html>
`
}

function last<Type extends CrossingEvent['type']>(
  events: readonly RecordedEvent[],
  type: Type,
): Found<Type> | null {
  const found = events.findLast(({ event }) => event.type === type)
  return found === undefined
    ? null
    : { data: found.event.data as unknown as Found<Type>['data'], at: found.eventTime, actor: found.actor }
}

function plate(events: readonly RecordedEvent[], part: 'vehicle' | 'trailer'): string | null {
  const reads = events.flatMap(({ event }) =>
    event.type === 'PlateRead' && event.data.part === part ? [event.data] : [],
  )
  const read = reads.at(-1)
  if (read?.text === undefined) return null
  return read.country === undefined || read.country === 'unknown'
    ? read.text
    : `${read.text} (${read.country})`
}

/** The last read of each document. */
function documents(events: readonly RecordedEvent[]): readonly Found<'DocumentRead'>['data'][] {
  const byKey = new Map<string, Found<'DocumentRead'>['data']>()
  for (const { id, event } of events) {
    if (event.type !== 'DocumentRead') continue
    const data: Found<'DocumentRead'>['data'] = event.data
    byKey.set(data.document ?? id, data)
  }
  return [...byKey.values()]
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
