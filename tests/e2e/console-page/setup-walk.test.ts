import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import {
  createReaderSimulator,
  type ReaderSimulator,
} from '../../../drivers/simulator/reader/reader-simulator.ts'
import { hashPin } from '../../../edge/console/officers.ts'
import { createConsoleClient } from '../../../edge/demo/console-client.ts'
import { freePort } from '../../../edge/demo/free-port.ts'
import { type GatewayProcess, startGatewayProcess } from '../../../edge/demo/gateway-process.ts'
import { demoOfficers } from '../../../edge/demo/officers.ts'
import { createSite, type Site } from '../../../edge/demo/site.ts'
import { planVehicle } from '../../../edge/demo/traffic.ts'
import { until } from '../../support/checkpoint.ts'
import { requireSystem } from '../../support/system-package.ts'
import { chromiumArguments, findings } from './browser.ts'

const lane = 'lane-1'

/** The daemon itself in a process of its own, with a configuration that has no device and no lane. */
describe.skipIf(!requireSystem('chromium', 'chromium'))(
  'a technician at a gateway with nothing in it',
  () => {
    let folder: string
    let site: Site
    let gateway: GatewayProcess
    let browser: Browser
    let page: Page
    let other: Page
    let spare: ReaderSimulator

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ayaldama-setup-'))
      site = await createSite({ lane, exitParty: 'KAZ', entryParty: 'KGZ', speed: 4 })
      spare = await createReaderSimulator()
      const officers = await Promise.all(
        demoOfficers.map(async ({ pin, ...officer }) => ({
          ...{ ...officer, passValidUntil: '2099-12-31' },
          pin: await hashPin(pin, 1024),
        })),
      )
      await writeFile(join(folder, 'officers.yaml'), stringify(officers))
      await chmod(join(folder, 'officers.yaml'), 0o600)
      const pack = resolve(import.meta.dirname, '../../../config/rule-packs/korday-ak-jol.yaml')
      const file = join(folder, 'lane.yaml')
      await writeFile(
        file,
        `version: 1
gateway: { id: gw-1, checkpoint: korday-ak-jol, data: data, ballastMiB: 4, simulation: true }
rulePack: ${pack}
console: { port: ${await freePort(0)}, officers: officers.yaml }
recognition: { workers: 1 }
devices: {}
lanes: []
`,
      )
      gateway = await startGatewayProcess(file, 'error', () => {})
      browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments })
      const open = async () => {
        const opened = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' })
        opened.setDefaultTimeout(30_000)
        await opened.goto(gateway.url)
        return opened
      }
      page = await open()
      other = await open()
    }, 120_000)
    afterAll(async () => {
      await browser?.close()
      await gateway?.stop()
      await Promise.all([site?.close(), spare?.close()])
      await rm(folder, { recursive: true, force: true })
    }, 60_000)

    async function signIn(at: Page, officer: string, tab: string): Promise<void> {
      await at.click('text=Sign in')
      await at.fill('[name=officer]', officer)
      await at.fill('[name=pin]', '0000')
      await at.keyboard.press('Enter')
      await at.click('text=Equipment')
      await at.click(`[data-tab=${tab}]`)
    }

    it('sets a lane up from nothing: finds its devices, both Parties agree, a boom is tried, a document is read', async () => {
      await signIn(page, 'KAZ-199', 'setup')
      await page.fill('[name=camera-address]', `http://127.0.0.1:${site.camera.port}/snapshot.jpg`)
      await page.fill('[name=reader-address]', `127.0.0.1:${site.reader.port}`)
      await page.fill('[name=board-address]', `127.0.0.1:${site.board.port}`)
      for (const part of ['camera', 'reader', 'board']) {
        await page.click(`[data-part=${part}] button`)
        await page.waitForSelector(`[data-part=${part}] .probe .lamp-good`)
      }
      expect(await findings(page)).toEqual([])
      await page.click('.setup .primary')
      await page.fill('.config-side [name=reason]', 'first lane')
      await page.click('.config-side .primary')
      await page.waitForSelector('.proposal')

      await signIn(other, 'KGZ-199', 'configuration')
      await other.waitForSelector('.proposal:has-text("devices.lane-1-board.points.stop.invert")')
      await other.click('.proposal .primary')
      await page.click('text=Start the gateway anew')
      await page.waitForSelector(`[data-lane=${lane}]`, { timeout: 60_000 })

      const officer = createConsoleClient(gateway.url)
      await officer.signIn('KGZ-199', '0000')
      await until('every device works', async () =>
        (await officer.lane(lane)).devices.every(({ health }) => health.state === 'online'),
      )
      await signIn(page, 'KAZ-199', 'trial')
      await page.fill('[name=maintenance-reason]', 'first try')
      await page.click('.trial .primary')
      await page.click('.trial-parts button:enabled:has-text("open") >> nth=0')
      await until('the boom is up', async () => (await officer.lane(lane)).barriers[0]?.position === 'open')
      // Rule 3: since the start nobody has proven the loop, so an officer's eyes come before the first closing.
      expect(await officer.wayClear(lane, 'approachBarrier')).toBe(true)
      await page.click('.trial-parts li:first-child + li button:enabled')
      await until(
        'the boom is down',
        async () => (await officer.lane(lane)).barriers[0]?.position === 'closed',
      )
      await page.click('.trial > .primary')
      await until('the lane is in service', async () => (await officer.lane(lane)).maintenance === null)

      // It stands in the zone until the lane is taken down.
      void site.drive(planVehicle(0, 1, 'KAZ'))
      await until('the document is read', async () => {
        const { crossing } = await officer.lane(lane)
        return crossing !== null && crossing.documents.length > 0
      })
      expect(site.board.pulses().approachOpen).toBe(2)
      expect(site.board.incidents()).toMatchObject({ crushed: 0, conflicts: 0, rammed: 0 })
    }, 240_000)

    it('shows a reader that fails first, and is repaired: another is plugged in, and that device alone restarts', async () => {
      await page.click('[data-tab=devices]')
      const card = '[data-device=lane-1-reader]'
      await page.waitForSelector(`${card}.device-good`)
      await site.reader.unplug()
      await page.waitForSelector(`${card}:not(.device-good)`)
      expect(await page.getAttribute('.device', 'data-device')).toBe('lane-1-reader')

      await page.click('[data-tab=configuration]')
      await page.click('.section:text-is("lane-1-reader")')
      await page.fill('[name="devices.lane-1-reader.transport.port"]', String(spare.port))
      await page.waitForSelector('.config-side:has-text("nothing else: lane-1-reader")')
      await page.fill('.config-side [name=reason]', 'reader replaced')
      await page.click('.config-side .primary')
      await page.waitForSelector('text=Saved.')
      await page.click('[data-tab=devices]')
      await page.waitForSelector(`${card}.device-good`)
      expect(await page.locator('.device-bad').count()).toBe(0)
    }, 120_000)
  },
)
