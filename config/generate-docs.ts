/** Writes docs/configuration.md and the JSON Schemas from the schemas: `node config/generate-docs.ts`. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { driverRegistry } from '../drivers/registry.ts'
import { generatedFiles } from './generated-files.ts'

for (const { file, text } of generatedFiles(driverRegistry)) {
  writeFileSync(resolve(import.meta.dirname, '..', file), text)
  process.stdout.write(`${file}\n`)
}
