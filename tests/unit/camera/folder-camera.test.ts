import { appendFile, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { cameraFolder } from '../../../drivers/camera-folder/definition.ts'
import type { FrameCaptured } from '../../../edge/ports/devices.ts'
import { inState } from '../drivers/support/device-events.ts'
import { driverContext } from '../drivers/support/driver-context.ts'
import { eventually } from './eventually.ts'
import { ascii, joined, smallJpeg } from './small-jpeg.ts'

const picture = smallJpeg({ data: [1, 2, 3] })

describe('a folder that pictures are put into', () => {
  let root: string
  let folder: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'camera-'))
    folder = join(root, 'upload')
    await mkdir(folder)
    return () => rm(root, { recursive: true })
  })

  const put = (name: string, bytes: Uint8Array = picture) => writeFile(join(folder, name), bytes)

  async function watching(options: object = {}) {
    const parsed = cameraFolder.options.parse({ folder, pollMs: 20, incompleteMs: 150, ...options })
    const camera = cameraFolder.create(parsed, driverContext('camera'), () => {
      throw new Error('a camera has no board')
    })
    onTestFinished(() => camera.stop())
    const frames: FrameCaptured[] = []
    camera.onEvent((frame) => frames.push(frame))
    await camera.start()
    await inState(camera, 'online')
    const names = () => frames.map(({ name }) => name)
    /** So many looks at the folder that what would come has come. */
    const settled = async () => {
      const marker = `zz-marker-${frames.length}.jpg`
      await put(marker)
      await eventually(() => names().includes(marker))
      return names().filter((name) => !name.startsWith('zz-marker'))
    }
    return { camera, frames, names, settled, count: (name: string) => camera.health().counters[name] ?? 0 }
  }

  it('is read in the order of names, numbers in them as numbers', async () => {
    for (const name of ['frame-10.jpg', 'frame-9.JPEG', 'b.jpg', 'frame-2.jpg']) await put(name)
    const { names } = await watching()
    await eventually(() => names().length === 4)
    expect(names()).toEqual(['b.jpg', 'frame-2.jpg', 'frame-9.JPEG', 'frame-10.jpg'])
  })

  it('gives each picture once, and again only when it was written anew', async () => {
    await put('snapshot.jpg')
    const { names, settled } = await watching()
    await eventually(() => names().length === 1)
    expect(await settled()).toEqual(['snapshot.jpg'])
    await put('snapshot.jpg', smallJpeg({ data: [7, 7, 7, 7] }))
    await eventually(() => names().filter((name) => name === 'snapshot.jpg').length === 2)
  })

  it('keeps what lay there before to itself where it shall ignore it', async () => {
    await put('old.jpg')
    const { settled } = await watching({ existing: 'ignore' })
    expect(await settled()).toEqual([])
  })

  it('waits for a picture that is still being written, and gives it whole', async () => {
    const { frames, names, settled } = await watching({ incompleteMs: 60_000 })
    await put('slow.jpg', picture.slice(0, 20))
    expect(await settled()).toEqual([])
    await appendFile(join(folder, 'slow.jpg'), picture.slice(20))
    await eventually(() => names().includes('slow.jpg'))
    expect(Buffer.from(frames.find(({ name }) => name === 'slow.jpg')?.picture ?? []).equals(picture)).toBe(
      true,
    )
  })

  it('takes a picture with bytes after its end, once it has stopped growing', async () => {
    const { names } = await watching()
    await put('padded.jpg', joined(picture, ascii('padding')))
    await eventually(() => names().includes('padded.jpg'))
  })

  it('refuses what stays incomplete, counts it once, and goes on', async () => {
    const { camera, settled, count } = await watching()
    await put('broken.jpg', picture.slice(0, 20))
    await eventually(() => count('framesRejected') === 1)
    await settled()
    expect(await settled()).toEqual([])
    expect(camera.health().counters).toMatchObject({ framesRejected: 1, filesRefused: 1 })
  })

  it('refuses huge files without reading them', async () => {
    const { settled, count } = await watching({ maximumBytes: 1024 })
    await put('huge.jpg', smallJpeg({ data: Array.from({ length: 2000 }, () => 1) }))
    await eventually(() => count('filesRefused') === 1)
    expect(await settled()).toEqual([])
  })

  it('follows no links, whether to a file or to a folder', async () => {
    await writeFile(join(root, 'outside.jpg'), picture)
    await symlink(join(root, 'outside.jpg'), join(folder, 'link.jpg'))
    await symlink(root, join(folder, 'folder.jpg'))
    const { settled, count } = await watching()
    await eventually(() => count('filesRefused') === 2)
    expect(await settled()).toEqual([])
    expect(count('filesRefused')).toBe(2)
  })

  it('sees no hidden files, uploads under way and other files', async () => {
    for (const name of ['.hidden.jpg', 'upload.jpg.part', 'notes.txt']) await put(name)
    const { settled } = await watching()
    expect(await settled()).toEqual([])
  })

  it('is emptied where pictures shall be deleted', async () => {
    await put('a.jpg')
    await put('notes.txt')
    const { names } = await watching({ after: 'delete' })
    await eventually(() => names().length === 1)
    await expect.poll(() => readdir(folder)).toEqual(['notes.txt'])
  })

  it('has them moved aside where they shall be, none over another of the same name', async () => {
    const { names } = await watching({ after: 'move' })
    for (const round of [1, 2]) {
      await put('a.jpg')
      await utimes(join(folder, 'a.jpg'), round, round)
      await eventually(() => names().length === round)
      await expect.poll(() => readdir(folder)).toEqual(['taken'])
    }
    expect(await readdir(join(folder, 'taken'))).toEqual(['2000-a.jpg', 'a.jpg'])
  })

  it('that cannot be emptied is degraded and still gives each picture once', async () => {
    await put('taken', ascii('in the way'))
    await put('a.jpg')
    const { camera, names } = await watching({ after: 'move' })
    await inState(camera, 'degraded')
    await put('b.jpg')
    await eventually(() => names().includes('b.jpg'))
    expect(names()).toEqual(['a.jpg', 'b.jpg'])
  })

  it('keeps a pace between pictures', async () => {
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) await put(name)
    const { frames } = await watching({ paceMs: 60 })
    await eventually(() => frames.length === 3)
    const gaps = frames.slice(1).map(({ at }, index) => at - (frames[index]?.at ?? 0))
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(59)
  })
})
