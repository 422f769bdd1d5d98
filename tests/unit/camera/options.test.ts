import { describe, expect, it } from 'vitest'
import { cameraFolderOptions } from '../../../drivers/camera-folder/options.ts'
import { cameraHttpOptions } from '../../../drivers/camera-http/options.ts'

const url = 'http://192.0.2.10/snapshot.jpg'

describe('the options of a camera', () => {
  it('need only an address, and have the burst of three and 16 MiB by default', () => {
    expect(cameraHttpOptions.parse({ url })).toMatchObject({
      burstMs: [0, 150, 300],
      maximumBytes: 16 * 1024 * 1024,
      auth: { scheme: 'none' },
    })
  })

  it.each([
    ['a password in the address', { url: 'http://lane:secret@192.0.2.10/' }],
    ['a password in the address of the stream', { url, stream: 'http://lane:secret@192.0.2.10/' }],
    ['another protocol', { url: 'file:///etc/passwd' }],
    ['no address', {}],
    ['a password in the configuration', { url, auth: { scheme: 'basic', username: 'lane', password: 'x' } }],
    ['no password at all', { url, auth: { scheme: 'digest', username: 'lane' } }],
    [
      'two passwords',
      { url, auth: { scheme: 'digest', username: 'lane', passwordFile: 'a', credential: 'b' } },
    ],
    [
      'a credential that leads out of its folder',
      { url, auth: { scheme: 'digest', username: 'lane', credential: '../shadow' } },
    ],
    ['an unknown key', { url, fps: 5 }],
    ['an empty burst', { url, burstMs: [] }],
  ])('refuse %s', (_, options) => {
    expect(cameraHttpOptions.safeParse(options).success).toBe(false)
  })

  it('of a folder need only the folder', () => {
    expect(cameraFolderOptions.parse({ folder: 'upload' })).toMatchObject({ existing: 'read', after: 'keep' })
  })
})
