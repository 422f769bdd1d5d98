import { describe } from 'vitest'
import { requireSystem } from '../../support/system-package.ts'
import { cameraContract } from './support/camera-suite.ts'
import { eventPeer } from './support/event-peer.ts'
import { ffmpegPeer } from './support/ffmpeg-peer.ts'
import { folderPeer } from './support/folder-peer.ts'
import { pushPeer } from './support/push-peer.ts'
import { simulatedPeer } from './support/simulated-peer.ts'

const officer = { username: 'lane', password: 'Stop: "1" \\ Аялдама' }

cameraContract('the simulated camera', () => simulatedPeer())
cameraContract('the simulated camera, basic', () => simulatedPeer({ scheme: 'basic', ...officer }))
cameraContract('the simulated camera, digest MD5, nonces that go stale', () =>
  simulatedPeer({ scheme: 'digest', staleAfter: 2, ...officer }),
)
cameraContract('the simulated camera, digest SHA-256', () =>
  simulatedPeer({ scheme: 'digest', algorithm: 'both', ...officer }),
)
cameraContract("Hikvision's alertStream, digest", () =>
  eventPeer('hikvision', { scheme: 'digest', ...officer }),
)
cameraContract("Dahua's attached events", () => eventPeer('dahua'))
cameraContract('Hikvision posts to the gateway', pushPeer)
cameraContract('a folder of JPEGs that are kept', () => folderPeer('jpeg', 'keep'))
cameraContract('a folder of PNGs that are moved', () => folderPeer('png', 'move'))

describe.skipIf(!requireSystem('ffmpeg', 'ffmpeg'))('an independent peer', () => {
  cameraContract("FFmpeg's MJPEG server", ffmpegPeer, 'pictures')
})
