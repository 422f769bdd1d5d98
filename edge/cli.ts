#!/usr/bin/env node
import { errorTable } from './ports/errors.ts'

// Older Nodes crash in the native parts, so the version is looked at before anything is loaded.
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `node ${process.versions.node}: ${errorTable['node.version']} Run it by npx or npm run.\n`,
  )
  process.exit(1)
}

// A pipe that was read as far as it was wanted (`rules | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const { runCli } = await import('./commands/program.ts')
process.exitCode = await runCli(process.argv)
