/**
 * Builds the package twice and takes it through its life in clean Debian roots without a network: install,
 * use, upgrade, refused downgrade, removal, purge.
 * Run as root: npm run test:package [-- --suite bookworm] (needs mmdebstrap: apt-get install -y mmdebstrap)
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createSceneRenderer } from '../../drivers/simulator/camera/scene/render-scene.ts'
import { schemaVersion } from '../../edge/journal/schema.ts'
import { type DebianRoot, debianTar, type Suite, unpackRoot } from '../support/debian-root.ts'
import { requireSystem } from '../support/system-package.ts'

const { values } = parseArgs({ options: { suite: { type: 'string', multiple: true } } })
const suites: readonly Suite[] = (['bookworm', 'trixie'] as const).filter(
  (suite) => values.suite?.includes(suite) ?? true,
)
if (process.getuid?.() !== 0) {
  process.stderr.write('skipped: roots of Debian are unpacked by root only\n')
  process.exit(process.env.CI === 'true' ? 1 : 0)
}
if (!requireSystem('mmdebstrap', 'mmdebstrap')) process.exit(0)

const project = resolve(import.meta.dirname, '../..')
const work = mkdtempSync(join(tmpdir(), 'ayaldama-package-test-'))
let failures = 0

function check(what: string, holds: boolean, found = ''): void {
  process.stdout.write(`${holds ? 'ok    ' : 'FAILED'} ${what}${holds ? '' : `\n${found}`}\n`)
  if (!holds) failures += 1
}

function build(checkout: string, out: string, words: readonly string[] = []): void {
  const builder = join(checkout, 'systemd/package/build-package.ts')
  execFileSync(process.execPath, [builder, '--out', out, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

/** The same sources at another place, checked out at another time under another umask. */
function secondBuild(): string {
  const copy = join(work, 'another place', 'checkout')
  const script = `umask 027
    git clone -q --no-hardlinks "$1" "$2"
    (cd "$1" && git diff --binary HEAD) > "$2.patch"
    cd "$2" && if [ -s "$2.patch" ]; then git apply --index "$2.patch"; fi
    cp -al "$1/node_modules" "$2/node_modules"
    PATH="$2/node_modules/.bin:$PATH" TZ=Asia/Bishkek npm run -s package -- --out "$3"`
  mkdirSync(join(work, 'another place'))
  execFileSync('sh', ['-ec', script, 'sh', project, copy, join(work, 'second')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return join(work, 'second')
}

const configuration = (pictures: string) => `version: 1
gateway: { id: korday-1, checkpoint: korday-ak-jol, data: /var/lib/ayaldama }
rulePack: rule-packs/photographs.yaml
law: { draft: true }
console: { port: 8080, officers: officers.yaml }
recognition: { workers: 1 }
devices: { camera: { kind: camera-folder, folder: ${pictures}, paceMs: 500 } }
lanes: [{ id: lane-1, exitParty: KAZ, entryParty: KGZ, hostParty: KGZ, camera: camera }]
`

/** Loads every native part of the package by the Node that comes with it. */
const nativeParts = `cd /usr/lib/ayaldama && bin/node -e "
  require('node-hid'); require('serialport'); require('sharp'); require('onnxruntime-node');
  new (require('better-sqlite3'))(':memory:'); process.stdout.write(process.version)"`

/** A crossing is opened by the picture in the folder; then the daemon ends in order. */
const runAWhile = `ayaldama run --config /etc/ayaldama/lane.yaml --log-level error > /tmp/run.log 2>&1 & pid=$!
  for second in $(seq 1 60); do
    if [ -s /tmp/run.log ] || ! kill -0 $pid; then break; fi; sleep 1
  done
  sleep 5; kill -TERM $pid; wait $pid; status=$?; cat /tmp/run.log; exit $status`

/** Nothing stands against the package: native parts, models, configuration, folders. Clock and disk are the host's. */
function healthy(output: string): boolean {
  const { config, findings } = JSON.parse(output)
  const problems = findings.filter(
    ({ check, level }: Record<string, string>) =>
      level === 'problem' && check !== 'clock' && check !== 'disk',
  )
  return config === '/etc/ayaldama/lane.yaml' && findings.length > 10 && problems.length === 0
}

/** The summary of the demonstration: facts at both centres, none missing, none twice. */
function delivered(output: string): boolean {
  const { centres, crossings } = JSON.parse(output.trim().split('\n').at(-1) ?? '')
  return (
    crossings === 2 &&
    ['KAZ', 'KGZ'].every(
      (party) =>
        centres[party].received > 0 && centres[party].missing === 0 && centres[party].duplicates === 0,
    )
  )
}

/** What stands in the root, less what dpkg and the linker keep of themselves. */
function listing(root: DebianRoot): readonly string[] {
  const own = ['./proc', './run', './tmp', './var/lib/dpkg', './var/log', './var/cache', './root']
  const words = own.flatMap((path) => ['-path', path, '-prune', '-o'])
  const { stdout } = spawnSync('find', ['.', ...words, '-print'], { cwd: root.folder, encoding: 'utf8' })
  return stdout.split('\n').sort()
}

/** Writes the version of a journal into its header, as a later Ayaldama would have. */
function setJournalVersion(file: string, version: number): void {
  const bytes = readFileSync(file)
  bytes.writeUInt32BE(version, 60)
  writeFileSync(file, bytes)
}

async function livesIn(suite: Suite, first: string, next: string): Promise<void> {
  const root = unpackRoot(debianTar(suite, 'clean'))
  const inside = (path: string) => join(root.folder, path)
  const expectRun = (what: string, command: string, holds: (output: string) => boolean = () => true) => {
    const { status, output } = root.run(command)
    check(`${suite}: ${what}`, status === 0 && holds(output), output)
  }
  try {
    cpSync(first, inside('tmp/first.deb'))
    cpSync(next, inside('tmp/next.deb'))
    const before = listing(root)
    expectRun('there is no network', 'ip -o link', (text) => text.trim().split('\n').length === 1)
    expectRun('installs', 'dpkg -i /tmp/first.deb && dpkg --audit && dpkg --verify ayaldama')
    expectRun('says its version', 'ayaldama --version', (text) => text === '0.1.0\n')
    expectRun('runs on its own Node, all native parts load', nativeParts, (text) => /^v24\./.test(text))
    expectRun(
      'its unit is sound and enabled',
      'systemd-analyze verify --man=no ayaldama.service && systemctl is-enabled ayaldama',
    )
    expectRun('has a manual page', 'zcat /usr/share/man/man1/ayaldama.1.gz', (text) =>
      text.includes('journal verify'),
    )
    expectRun('its group is there', 'getent group ayaldama-gateway')
    expectRun(
      'the example of a lane is checked',
      'cp -r /usr/share/doc/ayaldama/examples/. /etc/ayaldama/ && ayaldama check-config /etc/ayaldama/lane.yaml; test $? = 1',
      (text) => text.includes('kaz-ca.pem'),
    )

    mkdirSync(inside('srv/pictures'))
    const picture = { text: '382SBK13', country: 'KZ', style: 'standard' } as const
    const jpeg = await createSceneRenderer().renderScene({
      ...{ plate: picture, vehicle: 'car', distance: 0, light: 'day', dirt: 0, seed: 1 },
    })
    writeFileSync(inside('srv/pictures/car.jpg'), jpeg)
    writeFileSync(inside('etc/ayaldama/lane.yaml'), configuration('/srv/pictures'))
    expectRun('the doctor finds no problem in it', 'ayaldama doctor --json; test $? -le 1', healthy)
    expectRun('reads a plate', 'ayaldama read plate --json /srv/pictures/car.jpg', (text) =>
      text.includes('"382SBK13"'),
    )
    expectRun('runs a lane and ends in order', runAWhile)
    const journal = inside('var/lib/ayaldama/journal.db')
    expectRun(
      'its journal is whole',
      'ayaldama journal verify --json /var/lib/ayaldama',
      (text) => JSON.parse(text).ok && JSON.parse(text).events > 3,
    )
    expectRun(
      'a demonstration delivers to both centres',
      'cd /tmp && ayaldama demo --once 2 --json --speed 10 --port 0',
      delivered,
    )

    const data = sha256(journal)
    const lane = sha256(inside('etc/ayaldama/lane.yaml'))
    setJournalVersion(journal, schemaVersion + 2)
    expectRun(
      'a later journal is not handed to this version',
      'dpkg -i /tmp/next.deb; test $? != 0 && ayaldama --version',
      (text) => text.endsWith('0.1.0\n') && text.includes('Nothing was changed'),
    )
    setJournalVersion(journal, schemaVersion)

    expectRun('upgrades', 'dpkg -i /tmp/next.deb && ayaldama --version', (text) => text.endsWith('0.2.0\n'))
    check(
      `${suite}: data and configuration are as they were`,
      sha256(journal) === data && sha256(inside('etc/ayaldama/lane.yaml')) === lane,
    )
    const kept = inside('var/backups/ayaldama/before-0.2.0')
    check(
      `${suite}: the journal before its migration is kept`,
      sha256(join(kept, 'journal.db')) === data && sha256(join(kept, 'configuration/lane.yaml')) === lane,
    )
    expectRun('its journal is still whole', 'ayaldama journal verify /var/lib/ayaldama')

    setJournalVersion(journal, schemaVersion + 1)
    expectRun(
      'refuses a downgrade that would lose data',
      'dpkg -i /tmp/first.deb; test $? != 0 && ayaldama --version && dpkg --audit',
      (text) => text.endsWith('0.2.0\n'),
    )
    setJournalVersion(journal, schemaVersion)
    writeFileSync(`${journal}-wal`, 'not empty')
    expectRun(
      'nor one whose last migration may stand in the log of a killed daemon',
      'dpkg -i /tmp/first.deb; test $? != 0 && ayaldama --version',
      (text) => text.endsWith('0.2.0\n'),
    )
    rmSync(`${journal}-wal`)
    expectRun(
      'takes a downgrade that loses nothing',
      'dpkg -i /tmp/first.deb && ayaldama --version',
      (text) => text.endsWith('0.1.0\n'),
    )

    expectRun('is removed', 'dpkg -r ayaldama && test ! -e /usr/lib/ayaldama && test ! -e /usr/bin/ayaldama')
    check(
      `${suite}: data and configuration outlast removal`,
      sha256(journal) === data && sha256(inside('etc/ayaldama/lane.yaml')) === lane,
    )
    setJournalVersion(journal, schemaVersion + 1)
    expectRun(
      'refuses old programs over new data after a removal too',
      'dpkg -i /tmp/first.deb; test $? != 0',
    )
    expectRun('is purged', 'dpkg -P ayaldama && ! getent group ayaldama-gateway')
    rmSync(inside('srv/pictures'), { recursive: true })
    const after = listing(root)
    const left = after.filter((path) => !before.includes(path))
    check(`${suite}: nothing is left`, left.length === 0, left.join('\n'))
    const gone = before.filter((path) => !after.includes(path))
    check(`${suite}: nothing else is gone`, gone.length === 0, gone.join('\n'))
  } finally {
    root.remove()
  }
}

try {
  execFileSync('npm', ['run', '-s', 'package', '--', '--out', join(work, 'first')], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const first = join(work, 'first/ayaldama_0.1.0_amd64.deb')
  const again = join(secondBuild(), 'ayaldama_0.1.0_amd64.deb')
  check(
    'built twice, at two places: the same bytes',
    sha256(first) === sha256(again),
    `${sha256(first)}\n${sha256(again)}`,
  )
  build(project, join(work, 'next'), ['--version', '0.2.0', '--schema', String(schemaVersion + 1)])
  for (const suite of suites) await livesIn(suite, first, join(work, 'next/ayaldama_0.2.0_amd64.deb'))
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.stdout.write(failures === 0 ? 'all of it holds\n' : `${failures} failed\n`)
process.exitCode = failures === 0 ? 0 : 1
