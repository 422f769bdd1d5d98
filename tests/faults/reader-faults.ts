import type { Fault } from './faults.ts'

const persons = 'edge/domain/crossing/persons.ts'
const mismatches = 'edge/domain/checkpoint/mismatches.ts'
const sharing = 'edge/domain/control/sharing.ts'
const keyboard = 'drivers/barcode-scanner/keyboard-codec.ts'
const typed = 'drivers/barcode-scanner/typed-text.ts'
const folder = 'drivers/page-folder/driver.ts'
const picture = 'drivers/page-folder/page-picture.ts'
const upload = 'drivers/page-upload/driver.ts'
const pages = 'edge/lane/page-work.ts'

const ofPersons = ['tests/unit/crossing', 'tests/unit/law']
const ofKeys = ['tests/unit/drivers/keyboard-scanner.test.ts', 'tests/property/drivers/typed-text.test.ts']
const ofPages = ['tests/contract/drivers/page-reader.test.ts']
const ofLane = ['tests/unit/lane']

/** Slips of the pen on the way of a document from its reader into the crossing. */
export const readerFaults: readonly Fault[] = [
  {
    what: 'two readings of one document are two persons',
    file: 'edge/domain/crossing/decide.ts',
    find: 'document === read.document || sameDocument(fields, read.fields)',
    replace: 'document === read.document',
    tests: ofPersons,
  },
  {
    what: 'a document of another State with the same number is the same',
    file: persons,
    find: 'a.issuingState === b.issuingState &&',
    replace: '',
    tests: ofPersons,
  },
  {
    what: 'persons of unknown birth are one',
    file: persons,
    find: 'a.birthDate !== null &&',
    replace: '',
    tests: ofPersons,
  },
  {
    what: 'a visa makes a person',
    file: persons,
    find: 'else if (!isVisa(format)) groups',
    replace: 'else groups',
    tests: ofPersons,
  },
  {
    what: 'who was read last is taken for the driver',
    file: persons,
    find: ': index === 0',
    replace: ': index === groups.length - 1',
    tests: ofPersons,
  },
  {
    what: 'a paper of another vehicle is not told',
    file: mismatches,
    find: 'if (stated.length === 0 || stated.some((plate) => folded(plate) === folded(read))) return []',
    replace: 'return []',
    tests: ofPersons,
  },
  {
    what: 'a mismatch never ends',
    file: mismatches,
    find: 'found.some((one) => one.kind === known.kind && one.subject === known.subject)',
    replace: 'true',
    tests: ofPersons,
  },
  {
    what: 'a booking that names the document is held against the vehicle',
    file: mismatches,
    find: 'if (ofPlate.some(({ document }) => documents.includes(document))) return []',
    replace: '',
    tests: ofPersons,
  },
  {
    what: 'what a paper states is told to the other Party',
    file: sharing,
    find: "withheld.includes('text') ? ['stated'] : []",
    replace: '[]',
    tests: ofPersons,
  },
  {
    what: 'the picture of a paper is told to the other Party',
    file: sharing,
    find: "[...fields, 'page']",
    replace: 'fields',
    tests: ofPersons,
  },
  {
    what: 'a key that stays down is typed again',
    file: keyboard,
    find: 'held.filter((usage) => !down.includes(usage))',
    replace: 'held',
    tests: ofKeys,
  },
  {
    what: 'AltGr is not heeded',
    file: keyboard,
    find: 'third ? 2 :',
    replace: '',
    tests: ofKeys,
  },
  {
    what: 'a report that is none is not counted',
    file: keyboard,
    find: "into.push({ type: 'noise', bytes })",
    replace: "into.push({ type: 'noise', bytes: 0 })",
    tests: ofKeys,
  },
  {
    what: 'typed text grows for ever',
    file: typed,
    find: 'if (line.length + character.length > mostCharacters) {',
    replace: 'if (false) {',
    tests: ofKeys,
  },
  {
    what: 'lines that wait for the rest of a document are lost in the pause',
    file: typed,
    find: 'return [...flush(), ...(cut',
    replace: 'return [...(cut',
    tests: ofKeys,
  },
  {
    what: 'half a TIFF is a page',
    file: picture,
    find: 'if (length > 4 && view.getUint32(entry + 8, little) + length > view.byteLength) return false',
    replace: '',
    tests: ofPages,
  },
  {
    what: 'a page that was not recorded is put away',
    file: folder,
    find: 'is delivered again`)\n        return\n',
    replace: 'is delivered again`)\n',
    tests: ofPages,
  },
  {
    what: 'a page that is remembered is read again after a restart',
    file: folder,
    find: 'for (const file of remembered) memory.settle(file)',
    replace: '',
    tests: ofPages,
  },
  {
    what: 'a post without the token is taken',
    file: upload,
    find: "if (!timingSafeEqual(digest(request.headers.authorization ?? ''), token)) {",
    replace: 'if (false) {',
    tests: ofPages,
  },
  {
    what: 'a page without a length grows for ever',
    file: upload,
    find: 'if (length <= options.maximumBytes) {',
    replace: 'if (true) {',
    tests: ofPages,
  },
  {
    what: 'a page that was not recorded is answered as if it was',
    file: upload,
    find: "return refusal(503, code, 'The page is not recorded",
    replace: "return refusal(200, code, 'The page is not recorded",
    tests: ofPages,
  },
  {
    what: 'a page from before the vehicle is of its crossing',
    file: pages,
    find: 'Date.parse(writtenAt) >= Date.parse(state.openedAt)',
    replace: 'true',
    tests: ofLane,
  },
  {
    what: 'a page is of the next vehicle',
    file: pages,
    find: 'record.crossing() !== crossing ||',
    replace: '',
    tests: ofLane,
  },
  {
    what: 'news waits for the end of the time',
    file: 'edge/lane/coalesce.ts',
    find: 'else soon ??= setImmediate(make)',
    replace: 'else cooling = setTimeout(make, ms)',
    tests: ofLane,
  },
]
