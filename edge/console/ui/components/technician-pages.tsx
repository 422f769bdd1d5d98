import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ConfigurationEdit } from '../../../ports/configuration.ts'
import { useStore } from '../model/store.ts'

type Pages = typeof import('../technician/pages.tsx')

const tabs = ['devices', 'configuration', 'trial', 'setup'] as const
export type TechnicianTab = (typeof tabs)[number]

/** Loaded when a technician first opens the page: officers do not wait for it. */
function useTechnicianPages(wanted: boolean): Pages | null {
  const [pages, setPages] = useState<Pages | null>(null)
  useEffect(() => {
    if (wanted) void import('../technician/pages.tsx').then(setPages)
  }, [wanted])
  return pages
}

/** The list of devices for everybody, and the other pages for technicians. */
export function TechnicianPages({ devices: Devices }: { readonly devices: ComponentType }) {
  const store = useStore()
  const technician = store.session.value?.duties.includes('technician') === true
  const pages = useTechnicianPages(technician)
  /** Edits of the set-up, on their way into the form of the configuration. */
  const [begun, setBegun] = useState<readonly ConfigurationEdit[]>([])
  const [tab, setTab] = useState<TechnicianTab>('devices')
  if (!technician || pages === null) return <Devices />
  const texts = pages.technicianTexts[store.language.value]
  return (
    <div class="technician">
      <nav class="tabs">
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            class="tool"
            aria-current={tab === one ? 'page' : undefined}
            data-tab={one}
            onClick={() => setTab(one)}
          >
            {texts.tabs[one]}
          </button>
        ))}
      </nav>
      {tab === 'devices' && <Devices />}
      {tab === 'configuration' && <pages.ConfigurationPage begin={begun} begunWith={() => setBegun([])} />}
      {tab === 'setup' && (
        <pages.SetupPage
          take={(edits) => {
            setBegun(edits)
            setTab('configuration')
          }}
        />
      )}
      {tab === 'trial' && <pages.TrialPage />}
    </div>
  )
}
