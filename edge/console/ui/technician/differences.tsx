import type { ConfigurationDifference } from '../../../ports/configuration.ts'
import { useTechnicianTexts } from './texts.ts'

/** Value by value, what stood and what would stand. */
export function Differences({ list }: { readonly list: readonly ConfigurationDifference[] }) {
  const texts = useTechnicianTexts().config
  return (
    <ul class="differences">
      {list.map(({ path, before, after, touches }) => (
        <li key={path}>
          <span class="mono">{path}</span>
          {touches !== null && <span class="chip chip-both">§ {texts.topic[touches]}</span>}
          <span class="difference">
            <del>{before ?? texts.nothing}</del> <span aria-hidden="true">→</span>{' '}
            <ins>{after ?? texts.nothing}</ins>
          </span>
        </li>
      ))}
    </ul>
  )
}
