import { useStore } from '../model/store.ts'

/** One value of a document with its name; `bad`: a check of it failed. */
export function Field({
  label,
  value,
  bad,
}: {
  readonly label: string
  readonly value: string
  readonly bad: boolean
}) {
  return (
    <div class={bad ? 'field field-bad' : 'field'}>
      <dt>{label}</dt>
      <dd>
        {bad && '✕ '}
        {value}
      </dd>
    </div>
  )
}

/** Opens the picture of a page beside the console. */
export function PageLink({ page }: { readonly page: { readonly sha256: string } | null | undefined }) {
  const { t } = useStore().say.value
  if (!page) return null
  return (
    <a class="page-link" href={`/api/v1/evidence/${page.sha256}`} target="_blank" rel="noreferrer">
      {t.papers.page}
    </a>
  )
}
