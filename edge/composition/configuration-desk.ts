import { accessSync, constants, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parseDocument } from 'yaml'
import { touchesControl } from '../../config/edit/control-table.ts'
import { differences, shownValue } from '../../config/edit/differences.ts'
import { editText } from '../../config/edit/edit-text.ts'
import { configurationJsonSchema } from '../../config/json-schema.ts'
import { type Configuration, parseConfiguration } from '../../config/load-configuration.ts'
import { ConfigurationError, type ConfigurationProblem, dotted } from '../../config/problem.ts'
import { readTextFile } from '../../config/text-file.ts'
import { driverRegistry } from '../../drivers/registry.ts'
import type { MaintenanceEvent } from '../domain/maintenance/events.ts'
import type { Actor } from '../domain/party.ts'
import type { Clock } from '../ports/clock.ts'
import type {
  Change,
  CheckedEdit,
  ConfigurationDesk,
  ConfigurationDifference,
  ConfigurationFault,
  ConfigurationRevision,
  Proposal,
  SaveOutcome,
  Technician,
} from '../ports/configuration.ts'
import { AyaldamaError } from '../ports/errors.ts'
import type { Journal } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import type { ReloadReport } from './devices.ts'
import { createKeptTexts, textHash } from './kept-texts.ts'
import { replaceFile } from './replace-file.ts'

export interface DeskOptions {
  readonly configuration: Configuration
  /** `path=value` texts of the command line, which go before the file. */
  readonly set: readonly string[]
  /** Folder of former texts. */
  readonly folder: string
  readonly journal: Pick<Journal, 'ofTypes'>
  /** Puts a fact into the journal; resolves when it is durable. */
  readonly note: (event: MaintenanceEvent, actor: Actor) => Promise<void>
  readonly reload: (next: Configuration) => Promise<ReloadReport>
  /** Stops and starts the gateway; null where its starter cannot. */
  readonly restart: (() => void) | null
  /** A crossing is open in one of the lanes. */
  readonly busy: () => boolean
  readonly nextId: () => string
  readonly clock: Clock
  readonly log: Log
}

/** The desk, and what tells it that the configuration was read again from outside. */
export interface GatewayDesk extends ConfigurationDesk {
  /** What the gateway runs with now: after a SIGHUP. */
  runsWith(configuration: Configuration, later: readonly string[]): void
}

type Source = ConfigurationRevision['source']

interface Examined extends CheckedEdit {
  readonly text: string
  readonly before: string
  readonly next: Configuration | null
}

/** A change that a technician of the other Party has not seen yet. */
interface Waiting {
  readonly proposal: Proposal
  readonly source: Source
  readonly base: string
  readonly text: string
}

/** Two changes never cross: each is looked at, journalled, written and taken before the next. */
export function createConfigurationDesk(options: DeskOptions): GatewayDesk {
  const { set, journal, note, clock, log } = options
  const { file } = options.configuration
  const kept = createKeptTexts(options.folder)
  const listeners = new Set<() => void>()
  let running = { configuration: options.configuration, later: [] as readonly string[] }
  let waiting: Waiting | null = null
  let turn: Promise<unknown> = Promise.resolve()

  const changed = () => {
    for (const listener of listeners) listener()
  }
  const inTurn = <Result>(task: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(task)
    turn = mine.catch(() => {})
    return mine
  }

  const onDisk = (): string => {
    const read = readTextFile(file)
    if ('failure' in read) throw new AyaldamaError('config.unreadable', file, read.failure)
    return read.text
  }
  const parse = (text: string) => parseConfiguration(file, text, { registry: driverRegistry, set })

  async function examine(base: string, change: Change): Promise<Examined> {
    const before = onDisk()
    if (textHash(before) !== base) throw new AyaldamaError('config.changed', basename(file))
    const text = 'edits' in change ? editText(before, change.edits) : await former(change.rollbackTo)
    return look(before, text)
  }

  function look(before: string, text: string): Examined {
    const { next, faults } = tryParse(text)
    const told = differencesOf(before, text)
    const takes = next === null ? { restarts: [], later: [] } : takesEffect(running.configuration, next)
    return { text, before, next, faults, differences: told, ...takes }
  }

  async function former(sha256: string): Promise<string> {
    const text = await kept.find(sha256)
    if (text === null) throw new AyaldamaError('config.not-kept', sha256.slice(0, 12))
    return text
  }

  function tryParse(text: string): { next: Configuration | null; faults: readonly ConfigurationFault[] } {
    try {
      return { next: parse(text), faults: [] }
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      return { next: null, faults: error.problems.map(faultOf) }
    }
  }

  async function apply(
    { text, before, differences: told, next }: Examined & { readonly next: Configuration },
    source: Source,
    by: Technician,
    confirmedBy: Technician | null,
    reason: string,
  ): Promise<SaveOutcome> {
    if (!isWritable(file)) throw new AyaldamaError('config.not-writable', file)
    await kept.keep(before)
    await kept.keep(text)
    await note(
      {
        type: 'ConfigurationChanged',
        data: {
          before: textHash(before),
          after: textHash(text),
          changes: told,
          ...{ source, party: by.party, confirmedBy, reason },
        },
      },
      { kind: 'technician', officer: by.officer },
    )
    // The last look before the old text is gone: a hand may have been quicker than the journal.
    if (onDisk() !== before) throw new AyaldamaError('config.changed', basename(file))
    await replaceFile(file, text, statSync(file).mode & 0o777)
    const { restarted, later } = await options.reload(next)
    const waits = [
      ...new Set([...later.map((id) => `devices.${id}`), ...laterPaths(running.configuration, next)]),
    ]
    running = { configuration: withTaken(running.configuration, next), later: waits }
    log.info({ officer: by.officer, sha256: next.sha256, restarted, later: waits }, 'configuration changed')
    changed()
    return { outcome: 'applied', sha256: next.sha256, restarted, later: waits }
  }

  async function take(
    examined: Examined,
    source: Source,
    base: string,
    reason: string,
    by: Technician,
  ): Promise<SaveOutcome> {
    const { next, faults, differences: told } = examined
    if (next === null) return { outcome: 'invalid', faults }
    if (told.length === 0 && examined.text === examined.before) return { outcome: 'unchanged' }
    if (told.every(({ touches }) => touches === null)) {
      return apply({ ...examined, next }, source, by, null, reason)
    }
    if (!isWritable(file)) throw new AyaldamaError('config.not-writable', file)
    const at = clock.now().toISOString()
    const proposal = { id: options.nextId(), by, at, reason, differences: told }
    waiting = { proposal, source, base, text: examined.text }
    changed()
    return { outcome: 'waiting', proposal }
  }

  function ofOtherParty(id: string, by: Technician): Waiting {
    if (waiting?.proposal.id !== id) throw new AyaldamaError('config.proposal', 'proposal')
    if (waiting.proposal.by.party === by.party) {
      throw new AyaldamaError('config.proposal', `technician of ${by.party}`)
    }
    return waiting
  }

  return {
    schema: () => configurationJsonSchema(driverRegistry),

    read() {
      const text = onDisk()
      const { faults } = tryParse(text)
      const sha256 = textHash(text)
      const runsWith = running.configuration.sha256
      return {
        file: basename(file),
        sha256,
        value: valueIn(text),
        faults,
        runsWith: runsWith === sha256 ? null : runsWith,
        overridden: set.map((one) => one.split('=', 1)[0] ?? one),
        later: running.later,
        writable: isWritable(file),
        proposal: waiting?.proposal ?? null,
      }
    },

    async check(base, change) {
      const { faults, differences: told, restarts, later } = await examine(base, change)
      return { faults, differences: told, restarts, later }
    },

    save: (base, change, reason, by) =>
      inTurn(async () => {
        const examined = await examine(base, change)
        if (waiting !== null)
          throw new AyaldamaError('config.proposal', waiting.proposal.id, 'One waits already.')
        return take(examined, 'edits' in change ? 'page' : 'rollback', base, reason, by)
      }),

    confirm: (id, by) =>
      inTurn(async () => {
        const { proposal, source, base, text } = ofOtherParty(id, by)
        const before = onDisk()
        waiting = null
        changed()
        // What was agreed to was agreed on this text: what a hand changed meanwhile nobody has seen.
        if (textHash(before) !== base) throw new AyaldamaError('config.changed', basename(file))
        const examined = look(before, text)
        const { next, faults } = examined
        if (next === null) return { outcome: 'invalid', faults }
        return apply({ ...examined, next }, source, proposal.by, by, proposal.reason)
      }),

    withdraw: (id, by) =>
      inTurn(async () => {
        if (waiting?.proposal.id !== id) throw new AyaldamaError('config.proposal', 'proposal')
        log.info({ officer: by.officer, proposal: id }, 'a change of the configuration was withdrawn')
        waiting = null
        changed()
      }),

    async history() {
      const recorded = await journal.ofTypes(['ConfigurationChanged'])
      const revisions = await Promise.all(
        recorded.map(async ({ event, actor, eventTime }): Promise<ConfigurationRevision[]> => {
          if (event.type !== 'ConfigurationChanged' || actor.kind !== 'technician') return []
          const { before, after, changes, source, party, confirmedBy, reason } = event.data
          return [
            {
              at: eventTime,
              sha256: after,
              by: { officer: actor.officer, party },
              ...{ confirmedBy, reason, source },
              differences: changes as readonly ConfigurationDifference[],
              before: { sha256: before, kept: (await kept.find(before)) !== null },
            },
          ]
        }),
      )
      return revisions.flat().reverse()
    },

    async restart(by) {
      if (options.restart === null)
        throw new AyaldamaError('config.restart', 'gateway', 'Nothing starts it again.')
      if (options.busy()) throw new AyaldamaError('config.restart', 'gateway', 'A crossing is open.')
      log.warn({ officer: by.officer }, 'a technician starts the gateway anew')
      options.restart()
    },

    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    runsWith(configuration, later) {
      const waits = [
        ...later.map((id) => `devices.${id}`),
        ...laterPaths(running.configuration, configuration),
      ]
      running = { configuration: withTaken(running.configuration, configuration), later: waits }
      changed()
    },
  }
}

function valueIn(text: string): unknown {
  const document = parseDocument(text, { schema: 'core', merge: false, resolveKnownTags: false })
  if (document.errors.length > 0) return null
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown
  } catch {
    return null
  }
}

/** Both texts as written: what is left out is no difference to its default. */
function differencesOf(before: string, after: string): readonly ConfigurationDifference[] {
  const [old, fresh] = [valueIn(before), valueIn(after)]
  return differences(old, fresh).map(({ path, before: was, after: is }) => ({
    path: dotted(path),
    before: shownValue(was, path),
    after: shownValue(is, path),
    touches: touchesControl(path, [roleAt(old, path[1]), roleAt(fresh, path[1])]),
  }))
}

function roleAt(value: unknown, id: unknown) {
  const devices = (value as { devices?: Record<string, { kind?: unknown } | null> } | null)?.devices
  const kind = typeof id === 'string' ? devices?.[id]?.kind : undefined
  return driverRegistry.find((one) => one.kind === kind)?.role
}

/** As the devices take a configuration: those whose kind or options changed restart, all else waits. */
function takesEffect(now: Configuration, next: Configuration) {
  const restarts: string[] = []
  const later: string[] = []
  for (const device of next.devices) {
    const known = now.devices.find(({ id }) => id === device.id)
    if (known?.role !== device.role) later.push(`devices.${device.id}`)
    else if (!isDeepStrictEqual(known, device)) restarts.push(device.id)
  }
  for (const { id } of now.devices) {
    if (!next.devices.some((device) => device.id === id)) later.push(`devices.${id}`)
  }
  return { restarts, later: [...later, ...laterPaths(now, next)] }
}

/** What the gateway runs with after a reload: its own devices with their new options, and nothing else that is new. */
function withTaken(now: Configuration, next: Configuration): Configuration {
  const taken = (device: Configuration['devices'][number]) =>
    next.devices.find(({ id, role }) => id === device.id && role === device.role) ?? device
  return { ...now, sha256: next.sha256, devices: now.devices.map(taken) }
}

/** What is not of the devices, and is not as the gateway runs with it. */
function laterPaths(now: Configuration, next: Configuration): readonly string[] {
  const parts = ['gateway', 'rulePack', 'law', 'console', 'recognition', 'replication', 'lanes'] as const
  return parts.filter((part) => !isDeepStrictEqual(now[part], next[part]))
}

function faultOf({
  line,
  column,
  path,
  problem,
  allowed,
  suggestion,
}: ConfigurationProblem): ConfigurationFault {
  return { line, column, path, problem, allowed, suggestion }
}

/** The file is replaced, so that its folder must be writable too. */
function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    accessSync(dirname(file), constants.W_OK)
    return true
  } catch {
    return false
  }
}
