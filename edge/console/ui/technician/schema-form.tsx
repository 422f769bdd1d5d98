import { useState } from 'preact/hooks'
import type { ConfigurationFault, ConfigurationPath } from '../../../ports/configuration.ts'
import { isMapping } from './edits.ts'
import { emptyValue, fieldOf, type SchemaNode } from './schema-fields.ts'
import { useTechnicianTexts } from './texts.ts'

interface FormProps {
  readonly node: SchemaNode
  readonly path: ConfigurationPath
  readonly value: unknown
  readonly faults: readonly ConfigurationFault[]
  readonly change: (path: ConfigurationPath, value: unknown) => void
  /** Keys that are asked for elsewhere. */
  readonly without?: readonly string[]
}

/** The fields of a mapping, as its schema has them: required ones first as the schema names them, then the rest. */
export function SchemaForm({ node, path, value, faults, change, without = [] }: FormProps) {
  const mapping = isMapping(value) ? value : {}
  return (
    <div class="schema-form">
      {Object.entries(node.properties ?? {})
        .filter(([key]) => !without.includes(key))
        .map(([key, child]) => (
          <SchemaField
            key={key}
            name={key}
            node={child}
            required={node.required?.includes(key) === true}
            path={[...path, key]}
            value={mapping[key]}
            faults={faults}
            change={change}
          />
        ))}
    </div>
  )
}

interface FieldProps extends Omit<FormProps, 'without'> {
  readonly name: string
  readonly required: boolean
}

function SchemaField(props: FieldProps) {
  const { name, node, required, path, value, faults, change } = props
  const texts = useTechnicianTexts()
  const field = fieldOf(node)
  const id = path.join('.')
  const own = faults.filter((fault) => fault.path === id)
  const set = (next: unknown) => change(path, next)
  const compound = ['group', 'variants', 'table', 'list'].includes(field.ask)

  if (compound && value === undefined) {
    return (
      <div class="schema-field">
        <Name name={name} node={node} />
        <button type="button" class="tool" data-add={id} onClick={() => set(emptyValue(node))}>
          {texts.form.add} {name}
        </button>
        <Faults faults={own} />
      </div>
    )
  }
  if (compound) {
    return (
      <fieldset class="schema-group">
        <legend>
          <span class="mono">{name}</span>
        </legend>
        {node.description !== undefined && (
          <p class="muted small" lang="en">
            {node.description}
          </p>
        )}
        {field.ask === 'group' && <SchemaForm {...{ node, path, value, faults, change }} />}
        {field.ask === 'variants' && <Variants {...props} />}
        {field.ask === 'table' && <Table {...props} item={field.item} />}
        {field.ask === 'list' && (
          <ul>
            {(value as readonly unknown[]).map((one, index) => (
              <li key={index}>
                <SchemaForm node={field.item} path={[...path, index]} value={one} {...{ faults, change }} />
              </li>
            ))}
          </ul>
        )}
        <Faults faults={own} />
        {!required && (
          <button type="button" class="tool" onClick={() => set(undefined)}>
            {texts.form.remove} {name}
          </button>
        )}
      </fieldset>
    )
  }
  return (
    <div class="schema-field">
      <label for={`field-${id}`}>
        <Name name={name} node={node} />
      </label>
      <Input {...props} />
      <Faults faults={own} />
    </div>
  )
}

function Name({ name, node }: { readonly name: string; readonly node: SchemaNode }) {
  return (
    <>
      <span class="mono schema-name">{name}</span>{' '}
      {node.description !== undefined && (
        <small class="muted" lang="en">
          {node.description}
        </small>
      )}
    </>
  )
}

function Input({ node, path, value, required, change }: FieldProps) {
  const texts = useTechnicianTexts()
  const field = fieldOf(node)
  const set = (next: unknown) => change(path, next)
  const name = path.join('.')
  const otherwise =
    node.default === undefined ? texts.form.none : `${texts.form.default} ${shown(node.default)}`
  switch (field.ask) {
    case 'choice':
    case 'yesNo': {
      const words: readonly unknown[] = field.ask === 'yesNo' ? [true, false] : field.words
      return (
        <select
          id={`field-${name}`}
          name={name}
          value={value === undefined ? '' : shown(value)}
          onChange={({ currentTarget }) => set(words.find((word) => shown(word) === currentTarget.value))}
        >
          {(!required || value === undefined) && <option value="">{otherwise}</option>}
          {words.map((word) => (
            <option key={shown(word)} value={shown(word)}>
              {shown(word)}
            </option>
          ))}
        </select>
      )
    }
    case 'number':
      return (
        <input
          id={`field-${name}`}
          name={name}
          inputMode="numeric"
          placeholder={otherwise}
          value={value === undefined ? '' : shown(value)}
          onInput={({ currentTarget: { value: text } }) =>
            set(text === '' ? undefined : Number.isFinite(Number(text)) ? Number(text) : text)
          }
        />
      )
    case 'words':
      return (
        <input
          id={`field-${name}`}
          name={name}
          placeholder={texts.form.words}
          value={Array.isArray(value) ? value.join(', ') : shown(value ?? '')}
          onChange={({ currentTarget: { value: text } }) =>
            set(text.trim() === '' ? undefined : text.split(',').map((word) => word.trim()))
          }
        />
      )
    default:
      return (
        <input
          id={`field-${name}`}
          name={name}
          placeholder={otherwise}
          value={shown(value ?? '')}
          onInput={({ currentTarget: { value: text } }) => set(text === '' && !required ? undefined : text)}
        />
      )
  }
}

function Variants({ node, path, value, faults, change }: FieldProps) {
  const field = fieldOf(node)
  if (field.ask !== 'variants') return null
  const word = isMapping(value) ? String(value[field.by]) : ''
  const chosen = field.variants.find((one) => one.word === word) ?? field.variants[0]
  return (
    <>
      <label class="schema-field">
        <span class="mono schema-name">{field.by}</span>{' '}
        <select
          name={[...path, field.by].join('.')}
          value={word}
          onChange={({ currentTarget }) => {
            const next = field.variants.find((one) => one.word === currentTarget.value)
            if (next) change(path, emptyValue(next.node))
          }}
        >
          {field.variants.map((one) => (
            <option key={one.word} value={one.word}>
              {one.word}
            </option>
          ))}
        </select>
      </label>
      {chosen && <SchemaForm node={chosen.node} without={[field.by]} {...{ path, value, faults, change }} />}
    </>
  )
}

function Table({ path, value, faults, change, item }: FieldProps & { readonly item: SchemaNode }) {
  const texts = useTechnicianTexts()
  const [name, setName] = useState('')
  const entries = isMapping(value) ? Object.entries(value) : []
  return (
    <>
      {entries.map(([key, one]) => (
        <details key={key} class="schema-entry">
          <summary class="mono">
            {key} <small class="muted">{summary(one)}</small>
          </summary>
          <SchemaForm node={item} path={[...path, key]} value={one} {...{ faults, change }} />
          <button type="button" class="tool" onClick={() => change([...path, key], undefined)}>
            {texts.form.remove} {key}
          </button>
        </details>
      ))}
      <div class="schema-new">
        <input
          aria-label={texts.form.newName}
          placeholder={texts.form.newName}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <button
          type="button"
          class="tool"
          disabled={name === '' || entries.some(([key]) => key === name)}
          onClick={() => {
            change([...path, name], emptyValue(item))
            setName('')
          }}
        >
          {texts.form.add}
        </button>
      </div>
    </>
  )
}

export function Faults({ faults }: { readonly faults: readonly ConfigurationFault[] }) {
  const texts = useTechnicianTexts()
  return (
    <>
      {faults.map(({ path, problem, allowed, suggestion }) => (
        <p key={`${path} ${problem}`} class="schema-fault" lang="en">
          <span aria-hidden="true">✕</span> {problem}
          {allowed !== '' && `; ${texts.form.allowed}: ${allowed}`}
          {suggestion !== '' && ` (${suggestion}?)`}
        </p>
      ))}
    </>
  )
}

function summary(value: unknown): string {
  if (!isMapping(value)) return ''
  return Object.entries(value)
    .map(([key, one]) => `${key} ${shown(one)}`)
    .join(', ')
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
