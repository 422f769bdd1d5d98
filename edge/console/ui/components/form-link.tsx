import { useStore } from '../model/store.ts'

interface FormLinkProps {
  readonly crossing: string
  readonly outcome: string | null
}

/** Opens the paper of a refusal (BR 17.2) or of a return (JC 7.2) to print; nothing for other outcomes. */
export function FormLink({ crossing, outcome }: FormLinkProps) {
  const store = useStore()
  const form = outcome === 'refused' ? 'refusal' : outcome === 'returned' ? 'return' : null
  if (form === null) return null
  // The forms are in the languages of the two States and in Russian.
  const language = store.language.value === 'en' ? 'ru' : store.language.value
  return (
    <a
      class="form-link"
      href={`/api/v1/crossings/${encodeURIComponent(crossing)}/forms/${form}?language=${language}`}
      target="_blank"
      rel="noopener"
    >
      {store.say.value.t.lane.printForm}
    </a>
  )
}
