import { useState } from 'preact/hooks'
import type { ConfigurationFault, ConfigurationPath } from '../../../ports/configuration.ts'
import { isMapping, valueAt } from './edits.ts'
import { emptyValue, type SchemaNode } from './schema-fields.ts'
import { Faults, SchemaForm } from './schema-form.tsx'
import { useTechnicianTexts } from './texts.ts'

interface SectionsProps {
  readonly draft: unknown
  readonly schema: SchemaNode
  readonly faults: readonly ConfigurationFault[]
  readonly section: string
  readonly setSection: (section: string) => void
  readonly change: (path: ConfigurationPath, value: unknown) => void
}

/** Single parts of the file beside devices and lanes. */
const parts = ['gateway', 'rulePack', 'law', 'console', 'recognition', 'replication'] as const

/** Devices first: a technician comes for them. */
export function Sections({ draft, schema, faults, section, setSection, change }: SectionsProps) {
  const texts = useTechnicianTexts().config
  const [name, setName] = useState('')
  const [kind, setKind] = useState('')
  const devices = valueAt(draft, ['devices'])
  const names = isMapping(devices) ? Object.keys(devices) : []
  const lanes = valueAt(draft, ['lanes'])
  const ids = Array.isArray(lanes) ? lanes.map((lane: unknown) => String(valueAt(lane, ['id']) ?? '?')) : []
  const kinds = kindsOf(schema)
  const button = (key: string, text: string) => (
    <li key={key}>
      <button
        type="button"
        class={`tool section ${section === key ? 'section-open' : ''}`}
        aria-pressed={section === key}
        onClick={() => setSection(key)}
      >
        {text}
        {faults.some(({ path }) => path === key || path.startsWith(`${key}.`)) && (
          <span class="section-fault" aria-hidden="true">
            ✕
          </span>
        )}
      </button>
    </li>
  )
  return (
    <nav class="config-sections" aria-label={texts.sections}>
      <h3>{texts.devices}</h3>
      <ul>{names.map((id) => button(`devices.${id}`, id))}</ul>
      <form
        class="new-device"
        onSubmit={(event) => {
          event.preventDefault()
          const node = kinds.find((one) => kindOf(one) === (kind || kindOf(kinds[0])))
          if (node === undefined || name === '' || names.includes(name)) return
          change(['devices', name], emptyValue(node))
          setSection(`devices.${name}`)
          setName('')
        }}
      >
        <label>
          {texts.newDevice}
          <input
            name="new-device"
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <label>
          {texts.kind}
          <select
            name="new-kind"
            value={kind || kindOf(kinds[0])}
            onChange={({ currentTarget }) => setKind(currentTarget.value)}
          >
            {kinds.map((one) => (
              <option key={kindOf(one)} value={kindOf(one)}>
                {kindOf(one)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="tool">
          + {texts.newDevice}
        </button>
      </form>
      <h3>{texts.lanes}</h3>
      <ul>{ids.map((id, index) => button(`lanes.${index}`, id))}</ul>
      <h3>{texts.gateway}</h3>
      <ul>{parts.map((part) => button(part, part))}</ul>
    </nav>
  )
}

export function Section(props: Omit<SectionsProps, 'setSection'>) {
  const { draft, schema, section, faults, change } = props
  const texts = useTechnicianTexts()
  const path: ConfigurationPath = section.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  const value = valueAt(draft, path)
  const own = faults.filter((fault) => fault.path === section)
  if (path[0] === 'devices') {
    const node = kindsOf(schema).find((one) => kindOf(one) === valueAt(value, ['kind']))
    if (value === undefined) return null
    return (
      <section aria-label={section}>
        <h2>
          <span class="mono">{path[1]}</span> <small>{String(valueAt(value, ['kind']) ?? '')}</small>
        </h2>
        {node?.description !== undefined && (
          <p class="muted" lang="en">
            {node.description}
          </p>
        )}
        <Faults faults={own} />
        {node && <SchemaForm without={['kind']} {...{ node, path, value, faults, change }} />}
        <button type="button" class="tool" onClick={() => change(path, undefined)}>
          {texts.form.remove} {path[1]}
        </button>
      </section>
    )
  }
  const node = path[0] === 'lanes' ? schema.properties?.lanes?.items : schema.properties?.[section]
  if (node === undefined) return null
  const single = node.properties === undefined
  // A part that is a single value is the one field of a form around it.
  const around: SchemaNode = { type: 'object', properties: { [section]: node }, required: [section] }
  return (
    <section aria-label={section}>
      <h2 class="mono">{section}</h2>
      <Faults faults={own} />
      {single ? (
        <SchemaForm node={around} path={[]} value={draft} {...{ faults, change }} />
      ) : (
        <SchemaForm {...{ node, path, value, faults, change }} />
      )}
    </section>
  )
}

function kindsOf(schema: SchemaNode): readonly SchemaNode[] {
  const devices = schema.properties?.devices?.additionalProperties
  return typeof devices === 'object' ? (devices.oneOf ?? []) : []
}

function kindOf(node: SchemaNode | undefined): string {
  return String(node?.properties?.kind?.const ?? '')
}
