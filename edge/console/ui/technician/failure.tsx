import { FailureText } from '../components/failure-text.tsx'
import type { Failure } from '../model/api.ts'
import { useTechnicianTexts } from './texts.ts'

/** What the gateway did not do for a technician; other failures as everywhere. */
export function TechnicianFailureText({ failure }: { readonly failure: Failure }) {
  const texts = useTechnicianTexts().failure
  if (!(failure.code in texts)) return <FailureText failure={failure} />
  return (
    <p class="failure" role="alert">
      {texts[failure.code as keyof typeof texts]}
    </p>
  )
}
