/**
 * Builds the installable package of the gateway: one .deb for amd64 with its own Node.
 * Run: npm run package [-- --version 1.2.3] [--schema 6] [--out FOLDER]
 *
 * The same commit gives the same bytes: names in order, times of the commit, no random number.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { createProgram } from '../../edge/commands/program.ts'
import { schemaVersion } from '../../edge/journal/schema.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { billOfMaterials } from './bill-of-materials.ts'
import { copyTree } from './copy-tree.ts'
import { licenceTexts } from './licences.ts'
import { manPage } from './man-page.ts'
import { copyProduction, productionPackages } from './production-tree.ts'

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: packageJson.version },
    schema: { type: 'string', default: String(schemaVersion) },
    out: { type: 'string', default: 'dist' },
  },
})
// The version of the journal may be told only to try what an upgrade and a downgrade do.
if (!/^\d+\.\d+\.\d+(~[a-z0-9.]+)?$/.test(values.version) || !/^\d+$/.test(values.schema)) {
  process.stderr.write('--version is like 1.2.3 or 1.2.3~rc1, --schema a whole number\n')
  process.exit(2)
}

const root = resolve(import.meta.dirname, '../..')
const git = (...words: readonly string[]) =>
  execFileSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
const commit = git('rev-parse', 'HEAD').trim()
const epoch = Number(process.env.SOURCE_DATE_EPOCH ?? git('log', '-1', '--format=%ct').trim())
const date = new Date(epoch * 1000).toISOString().slice(0, 10)
const stage = mkdtempSync(join(tmpdir(), 'ayaldama-package-'))

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(stage, path)), { recursive: true })
  writeFileSync(join(stage, path), content)
}

/** A file of the checkout, at the same or another place in the package. */
function take(from: string, to: string): void {
  mkdirSync(dirname(join(stage, to)), { recursive: true })
  copyFileSync(join(root, from), join(stage, to))
}

const lib = 'usr/lib/ayaldama'
const documents = 'usr/share/doc/ayaldama'
const executables = new Set(['usr/bin/ayaldama', `${lib}/bin/node`, `${lib}/bin/with-notify-socket`])
const notRun = /^(models\/training|config\/examples)\/|^models\/.*\.md$/

function stageFiles(): void {
  const packages = productionPackages(root)
  copyProduction(root, packages, join(stage, lib, 'node_modules'))
  const tracked = git('ls-files', '-z', 'edge', 'drivers', 'config', 'models').split('\0')
  for (const file of tracked) if (file !== '' && !notRun.test(file)) take(file, `${lib}/${file}`)
  copyTree(join(root, 'dist/console'), join(stage, lib, 'dist/console'))
  take('node_modules/node/bin/node', `${lib}/bin/node`)
  put(
    `${lib}/package.json`,
    `${JSON.stringify({ name: 'ayaldama', version: values.version, private: true, type: 'module' })}\n`,
  )
  put(`${lib}/schema-version`, `${values.schema}\n`)
  put('usr/bin/ayaldama', `#!/bin/sh\nexec /${lib}/bin/node /${lib}/edge/cli.ts "$@"\n`)

  take('systemd/with-notify-socket', `${lib}/bin/with-notify-socket`)
  take('systemd/ayaldama.service', 'usr/lib/systemd/system/ayaldama.service')
  take('systemd/ayaldama.sysusers', 'usr/lib/sysusers.d/ayaldama.conf')
  take('systemd/60-ayaldama.rules', 'usr/lib/udev/rules.d/60-ayaldama.rules')
  take('systemd/60-ayaldama.journald', 'usr/lib/systemd/journald.conf.d/60-ayaldama.conf')

  for (const file of git('ls-files', '-z', 'docs', 'models', 'config/examples', 'config/rule-packs').split(
    '\0',
  )) {
    if (/^docs\/.*\.(md|yaml|json)$/.test(file)) take(file, `${documents}/${file.slice('docs/'.length)}`)
    if (/^models\/[\w-]+\.md$/.test(file)) take(file, `${documents}/${file}`)
    if (file.startsWith('config/examples/')) take(file, `${documents}/${file.slice('config/'.length)}`)
    if (file.startsWith('config/rule-packs/'))
      take(file, `${documents}/examples/${file.slice('config/'.length)}`)
  }
  put(`${documents}/copyright`, copyright)
  put(`${documents}/third-party-licences.txt`, licenceTexts(root, packages))
  const nodeFile = readFileSync(join(root, 'node_modules/node/bin/node'))
  put(
    `${documents}/bill-of-materials.cdx.json`,
    billOfMaterials(root, {
      packages,
      node: { version: packageJson.dependencies.node, sha256: sha256(nodeFile) },
      ...{ version: values.version, commit, epoch },
    }),
  )
  const page = manPage(
    createProgram(() => {}),
    values.version,
    date,
  )
  put('usr/share/man/man1/ayaldama.1.gz', gzipSync(page, { level: 9 }))
}

const copyright = `Ayaldama belongs to its authors; no licence is granted by this package.
What it contains of others is listed in bill-of-materials.cdx.json (CycloneDX), with all licence texts in
third-party-licences.txt.
`

function stageControl(): void {
  const paths = filesOf('')
  const installed = paths.reduce((sum, path) => sum + statSync(join(stage, path)).size, 0)
  const sums = paths.map((path) => `${md5(readFileSync(join(stage, path)))}  ${path}\n`)
  put('DEBIAN/md5sums', sums.join(''))
  put(
    'DEBIAN/control',
    `Package: ayaldama
Version: ${values.version}
Architecture: amd64
Maintainer: Ayaldama <root@localhost>
Installed-Size: ${Math.ceil(installed / 1024)}
Depends: init-system-helpers, libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 8), libudev1, passwd, perl-base, systemd (>= 252), udev
Recommends: ca-certificates
Suggests: ffmpeg
Section: misc
Priority: optional
Description: ${packageJson.description}
 The daemon of the gateway box beside a lane: devices, recognition, journal, both Parties' centres and the
 officers' page, with its own Node, models and pages. Nothing is fetched when it is installed.
`,
  )
  for (const script of ['preinst', 'postinst', 'prerm', 'postrm']) {
    const text = readFileSync(join(root, 'systemd/package/maintainer', script), 'utf8')
    put(
      `DEBIAN/${script}`,
      text.replaceAll('@VERSION@', values.version).replaceAll('@SCHEMA@', values.schema),
    )
    executables.add(`DEBIAN/${script}`)
  }
}

/** Paths of all files, in order. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(join(stage, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? filesOf(path) : [path]
    })
    .sort()
}

/** Modes and times hang neither on the builder's umask nor on when a file was checked out. */
function settle(folder: string): void {
  for (const entry of readdirSync(join(stage, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) settle(path)
    else {
      chmodSync(join(stage, path), executables.has(path) ? 0o755 : 0o644)
      lutimesSync(join(stage, path), epoch, epoch)
    }
  }
  chmodSync(join(stage, folder), 0o755)
  lutimesSync(join(stage, folder), epoch, epoch)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

try {
  stageFiles()
  stageControl()
  settle('')
  const file = join(resolve(root, values.out), `ayaldama_${values.version}_amd64.deb`)
  mkdirSync(dirname(file), { recursive: true })
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z10', '--build', stage, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch), LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const bytes = readFileSync(file)
  process.stdout.write(`${file}\n${(bytes.length / 1e6).toFixed(1)} MB, sha256 ${sha256(bytes)}\n`)
} finally {
  rmSync(stage, { recursive: true, force: true })
}
