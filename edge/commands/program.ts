import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { ConfigurationError, describeErrors } from '../../config/problem.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { isLocalDay } from '../domain/statistics/local-day.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { addCentreCommands } from './centre-commands.ts'
import { collect, logLevel } from './shared-options.ts'

/** Runs one command of the CLI and answers its exit status; errors are one line each on standard error. */
export async function runCli(argv: readonly string[]): Promise<number> {
  let status = 0
  const program = createProgram((code) => {
    status = code
  })
  try {
    await program.parseAsync(argv)
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode
    if (!(error instanceof AyaldamaError)) throw error
    process.stderr.write(`${describe(error)}\n`)
    return 1
  }
}

/** All problems of a configuration, one a line; other errors are one line themselves. */
function describe(error: AyaldamaError): string {
  return error instanceof ConfigurationError ? describeErrors(error) : error.message.trimEnd()
}

/** All commands; `exitWith` takes the exit status of the one that ran. */
export function createProgram(exitWith: (status: number) => void): Command {
  const program = new Command('ayaldama')
    .description('Lane software of a joint border checkpoint: one vehicle, one stop, both Parties.')
    .version(packageJson.version)
    .exitOverride()

  program
    .command('run')
    .description('run the gateway of one or more lanes')
    .requiredOption('--config <file>', 'configuration (docs/configuration.md)')
    .option('--set <path=value>', 'value that goes before the file, e.g. camera.folder=DIR', collect, [])
    .addOption(logLevel('info'))
    .action(async (options) => {
      const { runGateway } = await import('./run.ts')
      exitWith(await runGateway(options))
    })

  program
    .command('check-config')
    .description('say all that is wrong with a configuration')
    .argument('<file>')
    .option('--set <path=value>', 'value that goes before the file', collect, [])
    .action(async (file, { set }) => {
      const { checkConfiguration } = await import('./check-config.ts')
      exitWith(checkConfiguration(file, set))
    })

  program
    .command('doctor')
    .description('look over program, configuration, machine, devices and brokers, and say what to do')
    .option('--config <file>', 'configuration (default: /etc/ayaldama/lane.yaml where it is there)')
    .option('--set <path=value>', 'value that goes before the file', collect, [])
    .option('--json', 'one JSON object', false)
    .action(async (options) => {
      const { doctorCommand } = await import('./doctor.ts')
      exitWith(await doctorCommand(options))
    })

  const devices = program.command('devices').description('see the devices of a lane')
  devices
    .command('list', { isDefault: true })
    .description('list what is plugged in, and which kind of driver fits (also without the word list)')
    .option('--json', 'one JSON object', false)
    .action(async (options) => {
      const { devicesCommand } = await import('./devices.ts')
      exitWith(await devicesCommand(options))
    })
  devices
    .command('watch')
    .description('show the bytes of one device and what its driver reads in them, until Ctrl-C')
    .argument('<name>', 'device of the configuration')
    .requiredOption('--config <file>', 'configuration')
    .option('--set <path=value>', 'value that goes before the file', collect, [])
    .action(async (name, options) => {
      const { watchCommand } = await import('./devices-watch.ts')
      exitWith(await watchCommand(name, options))
    })

  program
    .command('demo')
    .description('a simulated joint checkpoint of two lanes, with both centres and the console')
    .option('--once <crossings>', 'end after so many crossings and print a summary', positiveInteger)
    .option('--json', 'print the summary as JSON, as the last line', false)
    .option('--speed <factor>', 'how many times faster than life, 0.1 to 20', speed, 1)
    .option('--port <port>', 'port of the console; a free one is taken where it is in use', port, 8080)
    .option('--seed <number>', 'traffic to drive', positiveInteger, 1)
    .addOption(logLevel('error'))
    .action(async (options) => {
      const { runDemo } = await import('../demo/demo.ts')
      exitWith(await runDemo(options))
    })

  const read = program.command('read').description('read pictures without a lane')
  read
    .command('plate')
    .description('find and read the number plates of pictures')
    .argument('<files...>')
    .option('--json', 'one JSON object a file', false)
    .option('--models <folder>', 'folder of the model manifest')
    .action(async (files, options) => {
      const { readPlateCommand } = await import('./read-plate.ts')
      exitWith(await readPlateCommand(files, options))
    })

  read
    .command('document')
    .description('find and read the machine-readable zones of pictures')
    .argument('<files...>')
    .option('--json', 'one JSON object a file', false)
    .option('--models <folder>', 'folder of the model manifest')
    .action(async (files, options) => {
      const { readDocumentCommand } = await import('./read-document.ts')
      exitWith(await readDocumentCommand(files, options))
    })

  read
    .command('clip')
    .description('find the number plates of a video, agreed over its frames (needs ffmpeg)')
    .argument('<file>')
    .option('--json', 'one JSON object', false)
    .option('--fps <frames>', 'frames to look at in a second', positiveInteger, 5)
    .option('--models <folder>', 'folder of the model manifest')
    .action(async (file, options) => {
      const { readClipCommand } = await import('./read-clip.ts')
      exitWith(await readClipCommand(file, options))
    })

  const evidence = program.command('evidence').description('the evidence of one crossing (JC 7.3)')
  evidence
    .command('export')
    .description('write all that the journal holds of a crossing into one archive')
    .argument('<crossing>')
    .requiredOption('--data <folder>', 'folder of the journal')
    .requiredOption('--out <file>', 'archive to write (tar)')
    .addOption(new Option('--party <party>', 'only what this Party may see').choices(['KAZ', 'KGZ']))
    .action(async (crossing, options) => {
      const { exportEvidence } = await import('./evidence.ts')
      exitWith(exportEvidence(crossing, options))
    })
  evidence
    .command('verify')
    .description('check an archive, with no gateway at hand')
    .argument('<file>')
    .option('--key <file>', 'public keys of the gateway, as its centres know them, one a line')
    .option(
      '--centre-key <party=key>',
      'public key of a centre that cosigns: base64 of SPKI DER, or a PEM file (repeatable)',
      collect,
      [],
    )
    .action(async (file, options) => {
      const { verifyEvidence } = await import('./evidence.ts')
      exitWith(verifyEvidence(file, options))
    })

  program
    .command('statistics')
    .description('time-release study of one local day, from the journal (read only)')
    .requiredOption('--data <folder>', 'folder of the journal')
    .requiredOption('--day <date>', 'local date of the checkpoint, YYYY-MM-DD', localDay)
    .option('--time-zone <name>', 'count days in this IANA zone instead of the recorded local date', timeZone)
    .addOption(new Option('--json', 'one JSON object').conflicts('csv'))
    .addOption(new Option('--csv', 'one measure a line').conflicts('json'))
    .action(async (options) => {
      const { statisticsCommand } = await import('./statistics.ts')
      exitWith(statisticsCommand(options))
    })

  program
    .command('rules')
    .description('list every rule of the two agreements: where it is decided, seen and proved')
    .option('--json', 'one JSON object', false)
    .action(async (options) => {
      const { rulesCommand } = await import('./rules.ts')
      exitWith(rulesCommand(options))
    })

  const rulePack = program.command('rule-pack').description('sign rule packs and check their signatures')
  rulePack
    .command('sign')
    .description('write the signature of one Party beside a rule pack')
    .argument('<file>')
    .addOption(
      new Option('--party <party>', 'Party that signs').choices(['KAZ', 'KGZ']).makeOptionMandatory(),
    )
    .requiredOption('--key <file>', 'ed25519 private key of the Party (PEM)')
    .action(async (file, options) => {
      const { signRulePackCommand } = await import('./rule-pack.ts')
      exitWith(signRulePackCommand(file, options))
    })
  rulePack
    .command('verify')
    .description('check that both Parties have signed a rule pack')
    .argument('<file>')
    .requiredOption('--kaz <key>', 'public key of Kazakhstan (base64 of the SPKI DER form)')
    .requiredOption('--kgz <key>', 'public key of Kyrgyzstan')
    .action(async (file, { kaz, kgz }) => {
      const { verifyRulePackCommand } = await import('./rule-pack.ts')
      exitWith(verifyRulePackCommand(file, { KAZ: kaz, KGZ: kgz }))
    })

  addCentreCommands(program, exitWith)

  const journal = program.command('journal').description('look after the journal of a gateway')
  journal
    .command('backup')
    .description('copy the journal and its evidence, while the gateway runs')
    .argument('<data>', 'folder of the journal: `data` of the configuration')
    .argument('<target>', 'new or empty folder')
    .action(async (data, target) => {
      const { journalBackupCommand } = await import('./journal-backup.ts')
      exitWith(await journalBackupCommand(data, target))
    })

  journal
    .command('erase')
    .description('erase personal fields of closed crossings that both Parties have cosigned; proofs stay')
    .argument('<data>', 'folder of the journal; no gateway may have it open')
    .requiredOption('--days <n>', 'what was recorded more days ago', positiveInteger)
    .action(async (data, options) => {
      const { journalEraseCommand } = await import('./journal-erase.ts')
      exitWith(await journalEraseCommand(data, options.days))
    })

  journal
    .command('restore')
    .description('make the journal of a gateway out of a backup, before the gateway starts')
    .argument('<backup>', 'folder of the backup')
    .argument('<data>', 'new or empty folder: `data` of the configuration')
    .action(async (backup, data) => {
      const { journalRestoreCommand } = await import('./journal-restore.ts')
      exitWith(await journalRestoreCommand(backup, data))
    })

  journal
    .command('new-epoch')
    .description(
      'let the gateway begin a new epoch at its next start: where it says that a centre is ahead of it',
    )
    .argument('<data>', 'folder of the journal; no gateway may have it open')
    .action(async (data) => {
      const { journalNewEpochCommand } = await import('./journal-new-epoch.ts')
      exitWith(await journalNewEpochCommand(data))
    })

  journal
    .command('verify')
    .description('compute the journal anew and name the first event that is not as it was recorded')
    .argument('<data>', 'folder of the journal, or of a backup')
    .option('--key <file>', 'public keys of the gateway, as its centres know them, one a line')
    .option(
      '--centre-key <party=key>',
      'public key of a centre that cosigns: base64 of SPKI DER, or a PEM file (repeatable)',
      collect,
      [],
    )
    .option(
      '--authority-key <party=key>',
      'public key of the authority that approves keys of lane PCs (repeatable)',
      collect,
      [],
    )
    .option(
      '--head <size:root>',
      'head that a centre keeps, its size and root in hex: what is cut off shows by it (repeatable)',
      collect,
      [],
    )
    .option('--signed-acts', 'an act without a signature is a fault', false)
    .option('--json', 'one JSON object', false)
    .action(async (data, options) => {
      const { journalVerifyCommand } = await import('./journal-verify.ts')
      exitWith(await journalVerifyCommand(data, options))
    })

  program
    .command('hash-pin')
    .description('read a PIN from standard input and print its hash for the officers file')
    .action(async () => {
      const { hashPinCommand } = await import('./hash-pin.ts')
      exitWith(await hashPinCommand())
    })
  return program
}

function localDay(text: string): string {
  if (!isLocalDay(text)) throw new InvalidArgumentError('A date of the calendar as YYYY-MM-DD is allowed.')
  return text
}

function timeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    throw new InvalidArgumentError('An IANA name such as Asia/Bishkek is allowed.')
  }
}

function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 1_000_000) {
    throw new InvalidArgumentError('A whole number from 1 to 1000000 is allowed.')
  }
  return value
}

function speed(text: string): number {
  const value = Number(text)
  if (!(value >= 0.1 && value <= 20)) throw new InvalidArgumentError('A number from 0.1 to 20 is allowed.')
  return value
}

function port(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError('A port from 0 to 65535 is allowed.')
  }
  return value
}
