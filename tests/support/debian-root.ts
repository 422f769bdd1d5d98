import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Kept between runs: making one takes a minute and needs the mirror. */
const cache = resolve(import.meta.dirname, '../../dist/roots')

export type Suite = 'bookworm' | 'trixie'

/** A clean Debian as its installer leaves it, with `packages` besides; made where it is not there yet. */
export function debianTar(suite: Suite, name: string, packages: readonly string[] = []): string {
  const tar = join(cache, `${suite}-${name}.tar`)
  if (existsSync(tar)) return tar
  mkdirSync(cache, { recursive: true })
  const partial = `${tar}.partial.tar`
  const include = packages.length > 0 ? [`--include=${packages.join(',')}`] : []
  const words = ['--mode=root', '--variant=important', '--aptopt=Acquire::Check-Valid-Until "false"']
  execFileSync('mmdebstrap', [...words, ...include, suite, partial, mirror()], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  renameSync(partial, tar)
  return tar
}

/** The mirror that this machine takes Debian from. */
function mirror(): string {
  const targets = execFileSync('apt-get', ['indextargets', '--format', '$(SITE) $(LABEL) $(CODENAME)'], {
    encoding: 'utf8',
  })
  const found = targets.split('\n').find((line) => / Debian (bookworm|trixie)$/.test(line))
  const site = found?.split(' ')[0]
  if (site === undefined) throw new Error('apt of this machine has no Debian mirror')
  return site
}

export interface DebianRoot {
  readonly folder: string
  /** Runs a shell command inside, with no network but an own loopback, and answers what it wrote. */
  run(command: string): { readonly status: number | null; readonly output: string }
  remove(): void
}

/** Unpacks a root into a folder of its own. Needs to be root. */
export function unpackRoot(tar: string): DebianRoot {
  const folder = mkdtempSync(join(tmpdir(), 'ayaldama-root-'))
  execFileSync('tar', ['-xf', tar, '-C', folder])
  return {
    folder,
    run(command) {
      const apart = ['--net', '--mount', '--pid', '--ipc', '--uts', '--fork', `--mount-proc=${folder}/proc`]
      const { status, stdout } = spawnSync(
        'unshare',
        [...apart, 'chroot', folder, '/bin/sh', '-c', `exec 2>&1; ip link set lo up; ${command}`],
        {
          encoding: 'utf8',
          maxBuffer: 1 << 26,
          timeout: 300_000,
          env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C.UTF-8', TERM: 'dumb' },
        },
      )
      return { status, output: stdout }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
