import { type LawRule, type RuleStatus, ruleStatus } from '../domain/law/rule.ts'
import { lawRules } from '../domain/law/rules.ts'

type ListedRule = LawRule & RuleStatus

/** `ayaldama rules`: every rule of the two agreements, where it is decided, seen and proved, or what lacks. */
export function rulesCommand(options: { readonly json: boolean }): number {
  const rules = lawRules.map((rule): ListedRule => ({ ...rule, ...ruleStatus(rule) }))
  const missing = rules.filter(({ status }) => status === 'missing').length
  const counts = { rules: rules.length, built: rules.length - missing, missing }
  const lines = options.json
    ? [JSON.stringify({ ...counts, list: rules }, null, 2)]
    : [...rules.flatMap(listed), `${counts.rules} rules: ${counts.built} built, ${counts.missing} missing`]
  for (const line of lines) process.stdout.write(`${line}\n`)
  return 0
}

function listed(rule: ListedRule): readonly string[] {
  const { articles, id, text, decidedBy, screen, test, lacks } = rule
  return [
    `${articles.join(', ')}  ${id}${lacks.length > 0 ? `  MISSING: ${lacks.join(', ')}` : ''}`,
    `  ${text}`,
    ...(decidedBy ? [`  decided by  ${decidedBy}`] : []),
    ...(screen ? [`  on screen   ${screen.what} (${screen.file})`] : []),
    ...(test ? [`  proved by   ${test}`] : []),
  ]
}
