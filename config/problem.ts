import { AyaldamaError, type ErrorCode } from '../edge/ports/errors.ts'

/** One thing that is wrong in a file written by a person, with the place to go to. */
export interface ConfigurationProblem {
  readonly code: ErrorCode
  /** As the caller named it. */
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based. */
  readonly column: number
  /** Dotted path of the key, e.g. `devices.cam-1.kind`; '' for the file itself. */
  readonly path: string
  /** What is wrong. Never the value of a secret. */
  readonly problem: string
  /** What would be right; '' where nothing more can be said. */
  readonly allowed: string
  /** Nearest allowed name; '' where none is near. */
  readonly suggestion: string
  /** The `--set` path that brought the value in, as typed; '' where it stands in the file. */
  readonly override: string
}

/** Everything that is wrong at once; `problems` is never empty. */
export class ConfigurationError extends AyaldamaError {
  readonly problems: readonly ConfigurationProblem[]

  constructor(problems: readonly ConfigurationProblem[], options?: ErrorOptions) {
    const [first] = problems
    super(
      first?.code ?? 'config.invalid',
      first === undefined ? 'configuration' : placeOf(first),
      `\n${describeErrors(problems)}`,
      options,
    )
    this.name = 'ConfigurationError'
    this.problems = problems
  }
}

function placeOf(problem: ConfigurationProblem): string {
  return problem.override === ''
    ? `${problem.file}:${problem.line}:${problem.column}`
    : `--set ${problem.override}`
}

/** One problem a line: `lane.yaml:14:9 devices.cam-1.kind: …; allowed: …; did you mean "…"?` */
export function describeErrors(errors: ConfigurationError | readonly ConfigurationProblem[]): string {
  const problems = errors instanceof ConfigurationError ? errors.problems : errors
  return problems.map(describeProblem).join('\n')
}

function describeProblem(problem: ConfigurationProblem): string {
  const path = problem.path === '' || problem.path === problem.override ? '' : ` ${problem.path}`
  const allowed = problem.allowed === '' ? '' : `; allowed: ${problem.allowed}`
  const suggestion = problem.suggestion === '' ? '' : `; did you mean "${problem.suggestion}"?`
  return `${placeOf(problem)}${path}: ${problem.problem}${allowed}${suggestion}`.replaceAll(/[\r\n]+/g, ' ')
}

/** A path as people write it; names that are no plain words are quoted. */
export function dotted(path: readonly PropertyKey[]): string {
  return path.map((part) => (/^[\w-]+$/.test(String(part)) ? String(part) : JSON.stringify(part))).join('.')
}

/** A value as a message shows it: short, on one line, and nothing of what is secret. */
export function shown(value: unknown, path: readonly PropertyKey[]): string {
  if (/^(password|pin|secret|token)$/i.test(String(path.at(-1) ?? ''))) return 'the value'
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
