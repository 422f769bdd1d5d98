import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { createScannerSimulator, postPage } from '../../../drivers/simulator/reader/page-sources.ts'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import { type ConsoleClient, createConsoleClient } from '../../../edge/demo/console-client.ts'
import { writeDemoConfiguration } from '../../../edge/demo/demo-configuration.ts'
import { freePort } from '../../../edge/demo/free-port.ts'
import { type GatewayProcess, startGatewayProcess } from '../../../edge/demo/gateway-process.ts'
import { demoOfficers } from '../../../edge/demo/officers.ts'
import { createSite, type Site } from '../../../edge/demo/site.ts'

const lane = 'lane-1'
const token = 'lane-pc-1-0123456789abcdef'
const fixture = (name: string) =>
  readFile(fileURLToPath(new URL(`../../fixtures/documents/${name}`, import.meta.url)))

let folder: string
let scans: string
let site: Site
let gateway: GatewayProcess
let upload: string
let officer: ConsoleClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ayaldama-pages-'))
  scans = join(folder, 'scans')
  await mkdir(scans)
  await writeFile(join(folder, 'token'), token)
  site = await createSite({ lane, exitParty: 'KAZ', entryParty: 'KGZ', speed: 5 })
  const uplink = async () => ({ brokerPort: await freePort(0), centreKey: generateCentreKey().publicKey })
  const file = await writeDemoConfiguration(folder, {
    sites: [site],
    officers: demoOfficers,
    uplinks: { KAZ: await uplink(), KGZ: await uplink() },
    consolePort: await freePort(0),
    speed: 5,
    workers: 1,
  })
  const configuration = parse(await readFile(file, 'utf8'))
  const port = await freePort(0)
  configuration.devices.flatbed = { kind: 'page-folder', folder: './scans', pollMs: 50 }
  configuration.devices['lane-pc'] = { kind: 'page-upload', port, tokenFile: './token' }
  configuration.lanes[0].pageReaders = ['flatbed', 'lane-pc']
  await writeFile(file, stringify(configuration))
  gateway = await startGatewayProcess(file, 'error', () => {})
  upload = `http://127.0.0.1:${port}/pages`
  officer = createConsoleClient(gateway.url)
  await officer.signIn('KAZ-101', '4711')
}, 90_000)
afterAll(async () => {
  await gateway.stop()
  await site.close()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

const crossing = async () => (await officer.lane(lane)).crossing

test('pages of a folder and of a lane PC become papers and persons of the vehicle that stands in the lane', async () => {
  const paper = await fixture('paper.png')
  // Nobody is in the lane: it is read, and is nobody's.
  expect(await postPage(upload, paper, { token, type: 'image/png' })).toEqual({
    status: 200,
    answer: { claimed: false, documents: 0, barcodes: 2 },
  })
  site.board.setLoop('approachLoop', true)
  await expect.poll(crossing, { timeout: 20_000 }).not.toBeNull()

  await createScannerSimulator(scans).scan(paper, 'paper-1.png')
  await expect.poll(async () => (await crossing())?.papers.length, { timeout: 20_000 }).toBe(2)
  const papers = (await crossing())?.papers ?? []
  expect(papers.map(({ format }) => format).toSorted()).toEqual(['PDF417', 'QRCode'])
  expect(papers.map(({ text }) => text)).toContain('PLATE=123ABC01;BOOKING=KG-2026-004711')
  expect(papers[0]?.page).toMatchObject({ mediaType: 'image/png', bytes: paper.length })
  await expect.poll(() => readdir(join(scans, 'taken'))).toEqual(['paper-1.png'])

  const lines = [
    'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  ]
  for (let time = 0; time < 2; time += 1) {
    const sent = await postPage(upload, lines.join('\r\n'), { token, type: 'text/plain' })
    expect(sent).toMatchObject({ status: 200, answer: { claimed: true } })
  }
  expect((await crossing())?.persons).toHaveLength(1)

  const page = await postPage(upload, await fixture('page.jpg'), { token })
  expect(page).toMatchObject({ status: 200, answer: { claimed: true, documents: 1 } })
  const read = (await crossing())?.documents.find(({ source }) => source === 'model')
  expect(read).toMatchObject({ format: 'TD1', page: { mediaType: 'image/jpeg' } })
}, 90_000)
