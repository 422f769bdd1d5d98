import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LawRule } from '../../edge/domain/law/rule.ts'

/**
 * What is untrue in a table of rules: a place in the sources that is not there, a test that is not there or
 * is not named after the article, an id given twice, a rule that is decided and proved by no test.
 */
export function untruths(rules: readonly LawRule[], root: string): readonly string[] {
  const ids = new Map<string, number>()
  for (const { id } of rules) ids.set(id, (ids.get(id) ?? 0) + 1)
  return rules.flatMap((rule) => [
    ...((ids.get(rule.id) ?? 0) > 1 ? [`${rule.id}: the id is given twice`] : []),
    ...(rule.decidedBy === null ? [] : wrongSource(rule.decidedBy, root)).map(
      (what) => `${rule.id}: ${what}`,
    ),
    ...(rule.screen === null || existsSync(join(root, rule.screen.file))
      ? []
      : [`${rule.id}: there is no ${rule.screen.file}`]),
    ...wrongTest(rule, root).map((what) => `${rule.id}: ${what}`),
  ])
}

function wrongSource(place: string, root: string): readonly string[] {
  const [file = '', name = ''] = place.split('#')
  if (!existsSync(join(root, file))) return [`there is no ${file}`]
  const declared = new RegExp(`\\b(?:function|const)\\s+${name}\\b`)
  return name !== '' && declared.test(readFileSync(join(root, file), 'utf8'))
    ? []
    : [`${file} declares no ${name}`]
}

function wrongTest({ test, decidedBy, articles }: LawRule, root: string): readonly string[] {
  if (test === null) return decidedBy === null ? [] : ['it is decided, and no test proves it']
  const hash = test.indexOf('#')
  const file = test.slice(0, hash)
  const title = test.slice(hash + 1)
  const named = articles.some((article) => begins(title, article))
  return [
    ...(named ? [] : [`the test "${title}" does not begin with ${articles.join(' or ')}`]),
    ...(existsSync(join(root, file)) && titlesOf(readFileSync(join(root, file), 'utf8')).has(title)
      ? []
      : [`no test of ${file} is named "${title}"`]),
  ]
}

/** `JC 1` begins `JC 1: one stop` and not `JC 14.1: …`. */
function begins(title: string, article: string): boolean {
  return title.startsWith(article) && !/^[\d.(]/.test(title.slice(article.length))
}

/** Titles of tests and groups that run: skipped ones prove nothing. */
export function titlesOf(source: string): ReadonlySet<string> {
  const call = /(?:^|\n)\s*(?:describe|it|test)(?:\.for\([^\n]*\)|\.each\([^\n]*\))?\(\s*(['"`])(.*?)\1\s*,/g
  return new Set([...source.matchAll(call)].map(([, , title = '']) => title))
}
