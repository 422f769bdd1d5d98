import type { Fault } from './faults.ts'

const table = 'edge/domain/notices/table.ts'
const register = 'edge/domain/registers/register.ts'
const checkpoint = 'edge/domain/checkpoint/decide.ts'
const outcome = 'edge/domain/crossing/decide-outcome.ts'
const tree = 'edge/journal/evidence-tree.ts'
const evidence = { tests: ['tests/property/journal/evidence-tree.test.ts'] }

/** Faults of notices, lists and incidents, and of what an archive of evidence proves. */
export const noticeFaults: readonly Fault[] = [
  {
    what: 'a meeting in seven calendar days that are less than seven times 24 hours',
    file: table,
    find: '...hours(7 * 24),',
    replace: '...days(7),',
  },
  {
    what: 'tourist lists fourteen days before',
    file: table,
    find: '...days(15),',
    replace: '...days(14),',
  },
  {
    what: 'a list of service staff that comes after its first day',
    file: register,
    find: "'service-staff': { days: 0, article: 'BR 14.2' },",
    replace: '',
  },
  {
    what: 'a list that came is told to nobody',
    file: 'edge/lane/checkpoint.ts',
    find: '[received, ...listNotices(received.data, clock.now().toISOString())]',
    replace: '[received]',
    tests: ['tests/unit/lane/lists.test.ts'],
  },
  {
    what: 'a meeting without those who take part',
    file: checkpoint,
    find: ' || named.length === 0',
    replace: '',
  },
  {
    what: 'how an incident was settled goes under one article',
    file: checkpoint,
    find: "  diplomatic: 'BR 43',",
    replace: "  diplomatic: 'BR 39.4',",
  },
  {
    what: 'a person kept out is told of to nobody',
    file: outcome,
    find: '    ...personsNotAdmitted(state),\n',
    replace: '',
  },
  {
    what: 'a person whom the exit Party held is told of as refused',
    file: outcome,
    find: ' && heldBy === entryParty)',
    replace: ')',
  },
  {
    what: 'a return without a reason goes under the article of refusals',
    file: outcome,
    find: "needsReason('JC 7.2', 'a return",
    replace: "needsReason('BR 17.2', 'a return",
  },
  {
    what: 'a flight is told without the focal length of its camera',
    file: table,
    find: "...(['camera', 'focalLength'] as const),",
    replace: "...(['camera'] as const),",
  },
  {
    what: 'any path proves any leaf',
    file: tree,
    find: '  if (!provesInclusion(',
    replace: '  if (false && !provesInclusion(',
    ...evidence,
  },
  {
    what: 'the event of an archive is not compared with its leaf',
    file: tree,
    find: 'canonicalJson(told) === canonicalJson(event) ? null',
    replace: 'true ? null',
    ...evidence,
  },
  {
    what: 'words that open no commitment are taken',
    file: tree,
    find: '  if (fault !== null) return fault\n',
    replace: '',
    ...evidence,
  },
  {
    what: 'a head of anybody is taken',
    file: tree,
    find: 'if (!keys.gateway.some(',
    replace: 'if (false && !keys.gateway.some(',
    ...evidence,
  },
  {
    what: 'a cosignature of another centre is taken',
    file: tree,
    find: 'return key === undefined || isCosignedBy(',
    replace: 'return true || key === undefined || isCosignedBy(',
    ...evidence,
  },
  {
    what: 'a cosigned tree of another history is taken',
    file: tree,
    find: '  if (!provesConsistency(',
    replace: '  if (false && !provesConsistency(',
    ...evidence,
  },
  {
    what: 'the words withheld from a Party are opened to it',
    file: tree,
    find: '.filter(([path]) => shown.has(path))\n',
    replace: '\n',
    ...evidence,
  },
  {
    what: 'a withheld value that stands plain in the row is handed over with it',
    file: tree,
    find: 'if (gone.some(([, isSealed]) => !isSealed))',
    replace: 'if (false)',
    ...evidence,
  },
]
