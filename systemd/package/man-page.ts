import type { Command } from 'commander'

/** The page `ayaldama(1)`, made of the commands themselves, so that it lists what there is. */
export function manPage(program: Command, version: string, date: string): string {
  const lines = [
    `.TH AYALDAMA 1 "${date}" "ayaldama ${version}" "Ayaldama"`,
    '.SH NAME',
    `ayaldama \\- ${plain(program.description().replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    '.B ayaldama',
    '.I command',
    '[options]',
    '.SH COMMANDS',
    ...leaves(program).flatMap(({ words, command }) => [
      '.TP',
      `.B ${plain(`${words} ${command.usage().replace('[options] ', '').replace('[options]', '')}`.trimEnd())}`,
      `${plain(capital(command.description()))}.`,
      ...command.options.flatMap(({ flags, description }) => [
        '.RS',
        '.TP',
        `.B ${plain(flags)}`,
        `${plain(capital(description))}.`,
        '.RE',
      ]),
    ]),
    '.SH FILES',
    ...files.flatMap(([path, what]) => ['.TP', `.I ${plain(path)}`, plain(what)]),
    '.SH SEE ALSO',
    'The guides under /usr/share/doc/ayaldama; systemctl(1), journalctl(1).',
  ]
  return `${lines.join('\n')}\n`
}

const files: readonly (readonly [string, string])[] = [
  ['/etc/ayaldama/lane.yaml', 'Configuration of the gateway. The service does not start without it.'],
  ['/var/lib/ayaldama', 'Journal and evidence.'],
  [
    '/var/backups/ayaldama',
    'Journal and configuration as they were before an upgrade that changed their form.',
  ],
  ['/usr/share/doc/ayaldama/examples', 'A configuration to begin with.'],
]

function leaves(command: Command, before = ''): readonly { words: string; command: Command }[] {
  return command.commands.flatMap((child) => {
    const words = `${before}${child.name()}`
    return child.commands.length > 0 ? leaves(child, `${words} `) : [{ words, command: child }]
  })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Signs that troff reads as its own: the backslash, the hyphen, and a dot or quote at the start of a line. */
function plain(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&')
}
