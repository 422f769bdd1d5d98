import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProductionPackage } from './production-tree.ts'

interface Component {
  readonly 'bom-ref': string
  readonly name: string
  readonly version: string
}

interface Bill {
  readonly metadata: { readonly tools: unknown }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[]
}

interface Manifest {
  readonly models: readonly { readonly file: string; readonly name: string; readonly sha256: string }[]
}

/**
 * What the package consists of, as CycloneDX 1.5 JSON: the packages by `npm sbom`, less those of
 * development and other platforms, and Node and the models, which npm does not see. No random serial number and the time of the
 * commit: the same sources give the same bill.
 */
export function billOfMaterials(
  root: string,
  options: {
    readonly packages: readonly ProductionPackage[]
    readonly node: { readonly version: string; readonly sha256: string }
    readonly version: string
    readonly commit: string
    readonly epoch: number
  },
): string {
  // Not `--omit=dev`: that leaves out what a package of development needs as well.
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']
  const answer = spawnSync('npm', words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (answer.status !== 0) throw new Error(`npm sbom: ${answer.stderr}`)
  const bill = JSON.parse(answer.stdout) as Bill
  const packaged = new Set(options.packages.map(({ name, version }) => `${name}@${version}`))
  const isInside = ({ name, version }: Component) => packaged.has(`${name}@${version}`)
  const { models } = JSON.parse(readFileSync(join(root, 'models/manifest.json'), 'utf8')) as Manifest
  const self = `ayaldama@${options.version}`
  const own = [
    {
      'bom-ref': `node@${options.node.version}`,
      type: 'platform',
      name: 'node',
      version: options.node.version,
      purl: `pkg:generic/node@${options.node.version}`,
      hashes: [{ alg: 'SHA-256', content: options.node.sha256 }],
      licenses: [{ license: { id: 'MIT' } }],
    },
    ...models.map(({ name, file, sha256 }) => ({
      'bom-ref': `model:${file}`,
      type: 'machine-learning-model',
      name,
      version: options.version,
      hashes: [{ alg: 'SHA-256', content: sha256 }],
    })),
  ]
  const packages = bill.components.filter(isInside)
  const missing = [...packaged].filter((ref) => !packages.some((one) => `${one.name}@${one.version}` === ref))
  if (missing.length > 0) throw new Error(`npm sbom does not name ${missing.join(', ')}`)
  const inside = new Set([...packages, ...own].map((component) => component['bom-ref']))
  // The root goes by the name of the project's own version, whatever version is packaged.
  const links = bill.dependencies
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((to) => inside.has(to)).sort() }))
    .map((link) =>
      inside.has(link.ref) || !link.ref.startsWith('ayaldama@') ? link : { ...link, ref: self },
    )
    .filter(({ ref }) => ref === self || inside.has(ref))
  return `${JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      metadata: {
        timestamp: new Date(options.epoch * 1000).toISOString(),
        tools: bill.metadata.tools,
        component: {
          'bom-ref': self,
          type: 'application',
          name: 'ayaldama',
          version: options.version,
          properties: [{ name: 'ayaldama:commit', value: options.commit }],
        },
      },
      components: [...packages, ...own].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
      dependencies: links.sort((a, b) => (a.ref < b.ref ? -1 : 1)),
    },
    null,
    1,
  )}\n`
}
