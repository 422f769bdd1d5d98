import { useEffect, useState } from 'preact/hooks'
import { type Party, parties } from '../../../domain/party.ts'
import type { ConfigurationEdit } from '../../../ports/configuration.ts'
import type { PluggedDevice, Probe } from '../../../ports/discovery.ts'
import { LampShape, PartySign } from '../components/shapes.tsx'
import type { Failure } from '../model/api.ts'
import { useStore } from '../model/store.ts'
import { technicianApi } from './api.ts'
import { TechnicianFailureText } from './failure.tsx'
import {
  type Contact,
  freeLaneId,
  type LanePlan,
  laneEdits,
  type PlannedDevice,
  standardContacts,
  withContacts,
} from './lane-plan.ts'
import { useTechnicianTexts } from './texts.ts'

type Part = 'camera' | 'reader' | 'board'

/** Kinds that a lane begins with; every other is put in by the configuration. */
const kinds: Readonly<Record<Part, readonly string[]>> = {
  camera: ['camera-http', 'camera-rtsp', 'camera-folder'],
  reader: ['document-reader', 'scanner-ssi'],
  board: ['modbus-board'],
}

/** What a technician knows of a device: an address of the network, or the port that it is plugged into. */
interface Way {
  readonly kind: string
  readonly address: string
  readonly path: string
}

const empty = (part: Part): Way => ({ kind: kinds[part][0] ?? '', address: '', path: '' })

/** From devices that are found to a lane in the configuration, which is looked over and agreed to there. */
export function SetupPage({ take }: { readonly take: (edits: readonly ConfigurationEdit[]) => void }) {
  const store = useStore()
  const { t } = store.say.value
  const texts = useTechnicianTexts().setup
  const [configuration, setConfiguration] = useState<unknown>(null)
  const [plugged, setPlugged] = useState<readonly PluggedDevice[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const [exitParty, setExitParty] = useState<Party>('KAZ')
  const [hostParty, setHostParty] = useState<Party>('KGZ')
  const [ways, setWays] = useState<Readonly<Record<Part, Way>>>({
    camera: empty('camera'),
    reader: empty('reader'),
    board: empty('board'),
  })
  const [contacts, setContacts] = useState(standardContacts)
  const id = freeLaneId(configuration)
  const camera = planned('camera', ways.camera)

  const find = async () => {
    const answer = await technicianApi.plugged()
    if (answer.ok) setPlugged(answer.value.plugged)
    else setFailure(answer.failure)
  }
  useEffect(() => {
    void find()
    void technicianApi.configuration().then((answer) => {
      if (answer.ok) setConfiguration(answer.value.value)
      else setFailure(answer.failure)
    })
  }, [])

  return (
    <form
      class="setup"
      onSubmit={(event) => {
        event.preventDefault()
        if (camera === null) return
        const reader = planned('reader', ways.reader)
        const board = planned('board', ways.board)
        const plan: LanePlan = { ...{ id, exitParty, hostParty, camera, reader, board, contacts } }
        take(laneEdits(plan, configuration))
      }}
    >
      {failure !== null && <TechnicianFailureText failure={failure} />}
      <section>
        <h2>
          1 · {texts.lane} <span class="mono">{id}</span>
        </h2>
        <PartyChoice name={texts.exit} value={exitParty} change={setExitParty} />
        <PartyChoice name={texts.host} value={hostParty} change={setHostParty} />
      </section>
      <section>
        <h2>2 · {texts.devices}</h2>
        <p class="muted">
          {plugged.length === 0 ? texts.nothingPlugged : texts.plugged}{' '}
          <button type="button" class="tool" onClick={() => void find()}>
            {texts.look}
          </button>
        </p>
        {(['camera', 'reader', 'board'] as const).map((part) => (
          <DevicePart
            key={part}
            part={part}
            contacts={part === 'board' ? contacts : []}
            title={
              t.equipment.role[part === 'reader' ? 'documentReader' : part === 'board' ? 'ioBoard' : 'camera']
            }
            way={ways[part]}
            plugged={plugged.filter((one) => one.kinds.some((kind) => kinds[part].includes(kind)))}
            change={(way) => setWays({ ...ways, [part]: way })}
          />
        ))}
      </section>
      <section>
        <h2>3 · {texts.contacts}</h2>
        <p class="muted">{texts.contactsHint}</p>
        <table class="contacts">
          <thead>
            <tr>
              <th scope="col">{texts.contact}</th>
              <th scope="col">{texts.address}</th>
              <th scope="col">{texts.normallyClosed}</th>
            </tr>
          </thead>
          <tbody>
            {contacts.map((contact) => {
              const { point, use, address, invert } = contact
              const set = (change: Partial<typeof contact>) =>
                setContacts(contacts.map((one) => (one.point === point ? { ...one, ...change } : one)))
              return (
                <tr key={point}>
                  <th scope="row" class="mono">
                    {use === 'input' ? '→' : '←'} {point}
                  </th>
                  <td>
                    <input
                      aria-label={`${texts.address}: ${point}`}
                      inputMode="numeric"
                      value={String(address)}
                      onInput={({ currentTarget }) => set({ address: Number(currentTarget.value) || 0 })}
                    />
                  </td>
                  <td>
                    {use === 'input' && (
                      <input
                        type="checkbox"
                        aria-label={`${texts.normallyClosed}: ${point}`}
                        checked={invert}
                        onChange={() => set({ invert: !invert })}
                      />
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      <section>
        <h2>4 · {texts.agree}</h2>
        <p>{texts.agreeHint}</p>
        <button type="submit" class="tool primary" disabled={camera === null || configuration === null}>
          {texts.take}
        </button>
      </section>
    </form>
  )
}

function PartyChoice(props: {
  readonly name: string
  readonly value: Party
  readonly change: (party: Party) => void
}) {
  return (
    <fieldset class="choices choices-two">
      <legend>{props.name}</legend>
      {parties.map((party) => (
        <label key={party} class="choice">
          <input
            type="radio"
            name={props.name}
            checked={props.value === party}
            onChange={() => props.change(party)}
          />
          <PartySign party={party} />
        </label>
      ))}
    </fieldset>
  )
}

function DevicePart(props: {
  readonly part: Part
  readonly title: string
  readonly way: Way
  /** Of a board: what is asked of it. */
  readonly contacts: readonly Contact[]
  readonly plugged: readonly PluggedDevice[]
  readonly change: (way: Way) => void
}) {
  const { part, title, way, contacts, plugged, change } = props
  const texts = useTechnicianTexts().setup
  const { t } = useStore().say.value
  const [probe, setProbe] = useState<Probe | 'asked' | Failure | null>(null)
  const device = planned(part, way)
  return (
    <fieldset class="schema-group" data-part={part}>
      <legend>{title}</legend>
      <label>
        {texts.kind}
        <select
          name={`${part}-kind`}
          value={way.kind}
          onChange={({ currentTarget }) => change({ ...way, kind: currentTarget.value })}
        >
          {kinds[part].map((kind) => (
            <option key={kind} value={kind}>
              {kind}
            </option>
          ))}
        </select>
      </label>
      {part !== 'camera' && plugged.length > 0 && (
        <label>
          {texts.port}
          <select
            name={`${part}-path`}
            value={way.path}
            onChange={({ currentTarget }) => change({ ...way, path: currentTarget.value })}
          >
            <option value="">{texts.overNetwork}</option>
            {plugged.map(({ path, name, write }) => (
              <option key={path} value={write.path ?? path}>
                {path} {name ?? ''}
              </option>
            ))}
          </select>
        </label>
      )}
      {way.path === '' && (
        <label>
          {part === 'camera' ? texts.cameraAddress : texts.networkAddress}
          <input
            name={`${part}-address`}
            value={way.address}
            onInput={({ currentTarget }) => change({ ...way, address: currentTarget.value.trim() })}
          />
        </label>
      )}
      <div>
        <button
          type="button"
          class="tool"
          disabled={device === null || probe === 'asked'}
          onClick={async () => {
            if (device === null) return
            setProbe('asked')
            const answer = await technicianApi.probe(
              part === 'board' ? withContacts(device, contacts) : device,
            )
            setProbe(answer.ok ? answer.value : answer.failure)
          }}
        >
          {texts.probe}
        </button>
        <span role="status">
          {probe === 'asked' && ' …'}
          {probe !== null && probe !== 'asked' && 'state' in probe && (
            <span class="probe">
              {' '}
              <LampShape state={probe.state === 'online' ? 'good' : 'bad'} />{' '}
              {t.foot.deviceState[probe.state]} <small lang="en">{probe.reason}</small>
            </span>
          )}
        </span>
        {probe !== null && probe !== 'asked' && 'code' in probe && <TechnicianFailureText failure={probe} />}
      </div>
    </fieldset>
  )
}

/** null while nothing says where the device is. */
function planned(part: Part, { kind, address, path }: Way): PlannedDevice | null {
  if (path !== '') return { kind, options: { transport: { type: 'serial', path }, ...preset(kind) } }
  if (address === '') return null
  if (part === 'camera')
    return { kind, options: kind === 'camera-folder' ? { folder: address } : { url: address } }
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(address) ?? []
  if (host === undefined) return null
  return { kind, options: { transport: { type: 'tcp', host, port: Number(port) }, ...preset(kind) } }
}

function preset(kind: string): object {
  return kind === 'document-reader' ? { preset: 'cr-lines' } : {}
}
