import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSceneRenderer } from '../../../drivers/simulator/camera/scene/render-scene.ts'
import { runCommand } from '../../support/cli.ts'
import { requireSystem } from '../../support/system-package.ts'

describe.skipIf(!requireSystem('ffmpeg', 'ffmpeg'))('ayaldama read clip', () => {
  it('prints one track for a vehicle that drives up', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ayaldama-clip-'))
    try {
      const renderer = createSceneRenderer()
      for (const [index, distance] of [0.6, 0.4, 0.2, 0].entries()) {
        const plate = { text: '382SBK13', country: 'KZ', style: 'standard' } as const
        const scene = { plate, vehicle: 'car', light: 'day', dirt: 0, seed: 1, distance } as const
        await writeFile(join(folder, `${index}.jpg`), await renderer.renderScene(scene))
      }
      const clip = join(folder, 'clip.mp4')
      const input = ['-v', 'error', '-framerate', '5', '-i', join(folder, '%d.jpg')]
      execFileSync('ffmpeg', [...input, '-pix_fmt', 'yuv420p', '-crf', '18', clip])
      const { status, stdout } = await runCommand('read', 'clip', '--json', clip)
      expect(status).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({
        file: clip,
        tracks: [{ text: '382SBK13', country: 'KZ', accepted: true, frames: 4 }],
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 60_000)

  it('says what is no clip', async () => {
    const { status, stderr } = await runCommand('read', 'clip', 'package.json')
    expect(status).toBe(1)
    expect(stderr).toContain('No frame could be decoded')
    expect((await runCommand('read', 'clip', 'nothing.mp4')).stderr).toContain('nothing.mp4')
  }, 60_000)
})
