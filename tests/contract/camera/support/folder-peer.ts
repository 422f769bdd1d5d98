import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { cameraFolder } from '../../../../drivers/camera-folder/definition.ts'
import { eventually } from '../../../unit/camera/eventually.ts'
import type { CameraPeer } from './camera-suite.ts'
import { noBoard } from './simulated-peer.ts'

/** A folder that a camera uploads into under another name, and renames. */
export async function folderPeer(
  format: 'jpeg' | 'png',
  after: 'keep' | 'delete' | 'move',
): Promise<CameraPeer> {
  const root = await mkdtemp(join(tmpdir(), 'camera-'))
  const folder = join(root, 'upload')
  await mkdir(folder)
  let number = 0

  async function put(bytes: Uint8Array): Promise<void> {
    number += 1
    const part = join(folder, `${number}.part`)
    await writeFile(part, bytes)
    await rename(part, join(folder, `frame-${number}.${format === 'png' ? 'PNG' : 'jpg'}`))
  }

  return {
    create: (context) =>
      cameraFolder.create(
        cameraFolder.options.parse({ folder, after, pollMs: 20, incompleteMs: 100, existing: 'ignore' }),
        context,
        noBoard,
      ),
    async shoot() {
      const background = { r: number % 255, g: 90, b: 120 }
      const picture = sharp({ create: { width: 64, height: 36, channels: 3, background } })
      const bytes = await picture.toFormat(format).toBuffer()
      await put(bytes)
      return bytes
    },
    async spoil(camera) {
      await put(new TextEncoder().encode('no picture at all'))
      await eventually(() => (camera.health().counters.framesRejected ?? 0) > 0)
    },
    lose: () => rename(folder, join(root, 'gone')),
    restore: () => rename(join(root, 'gone'), folder),
    dispose: () => rm(root, { recursive: true }),
  }
}
