import { type Command, Option } from 'commander'
import { collect, logLevel } from './shared-options.ts'

/** What the Parties' own people run: their centre, and the approval of keys by their authority. */
export function addCentreCommands(program: Command, exitWith: (status: number) => void): void {
  const party = () => new Option('--party <party>', 'whose').choices(['KAZ', 'KGZ']).makeOptionMandatory()
  const central = program.command('central').description('the reference centre of one Party')
  central
    .command('run', { isDefault: true })
    .description('take the feed of gateways, acknowledge and cosign (also without the word run)')
    .addOption(party())
    .requiredOption('--broker <url>', 'mqtt://host[:port] or mqtts://host[:port]')
    .requiredOption('--data <folder>', 'folder of its database; made where it is missing')
    .requiredOption('--key <file>', 'ed25519 private key of the centre (PEM); made where it is missing')
    .option('--ca <file>', 'PEM of the authorities of the broker')
    .option('--certificate <file>', 'PEM of the client certificate')
    .option('--certificate-key <file>', 'PEM of its private key')
    .option('--username <name>', 'at the broker')
    .option('--password-file <file>', 'file with the password and nothing else')
    .addOption(new Option('--protocol <version>', 'MQTT version').choices(['5', '3.1.1']).default('5'))
    .option('--gateway-key <name=key>', 'public key of CHECKPOINT/GATEWAY (repeatable)', collect, [])
    .option('--trust-first', 'believe the first key that an unregistered gateway shows', false)
    .option('--centre-key <party=key>', 'public key of the other centre (repeatable)', collect, [])
    .option(
      '--authority-key <party=key>',
      'authority that approves keys of lane PCs (repeatable)',
      collect,
      [],
    )
    .option('--signed-acts', 'an act without a signature is an alarm', false)
    .addOption(logLevel('info'))
    .action(async (options) => {
      const { runCentre } = await import('./central.ts')
      exitWith(await runCentre(options))
    })
  central
    .command('export')
    .description('print what the centre holds, one CloudEvent a line; what was erased is marked')
    .addOption(party())
    .requiredOption('--data <folder>', 'folder of its database')
    .option('--crossing <id>', 'of one crossing only')
    .action(async (options) => {
      const { exportCentre } = await import('./central.ts')
      exitWith(exportCentre(options))
    })
  central
    .command('status')
    .description('print, a line of JSON for each gateway, what is held, missing, erased and asked for')
    .addOption(party())
    .requiredOption('--data <folder>', 'folder of its database')
    .action(async (options) => {
      const { centreStatus } = await import('./central.ts')
      exitWith(centreStatus(options))
    })

  const keys = program.command('keys').description('approve the keys by which lane PCs sign officers’ acts')
  keys
    .command('sign')
    .description(
      'sign a list of keys (YAML) for the gateways: a later version takes the place of the earlier',
    )
    .argument('<file>', 'party, list, version, and keys with key, holder, from, until')
    .requiredOption('--key <file>', 'ed25519 private key of the authority (PEM)')
    .requiredOption('--out <file>', 'signed list to write: for `law.lists`, or to send on `list`')
    .option('--replaces <file>', 'signed list that is in force: what is added and revoked is said')
    .action(async (file, options) => {
      const { signKeysCommand } = await import('./keys.ts')
      exitWith(signKeysCommand(file, options))
    })
  keys
    .command('verify')
    .description('check that the authority signed a list of keys')
    .argument('<file>')
    .requiredOption('--authority <file>', 'public key of the authority (PEM)')
    .action(async (file, options) => {
      const { verifyKeysCommand } = await import('./keys.ts')
      exitWith(verifyKeysCommand(file, options))
    })
}
