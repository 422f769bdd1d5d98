import { z } from 'zod'
import { folderWatch } from '../camera-folder/options.ts'

export const pageFolderOptions = z.strictObject({
  folder: z
    .string()
    .min(1)
    .describe('Folder that a page scanner puts its pictures into. JPEG, PNG and TIFF are taken.'),
  after: z
    .enum(['move', 'delete', 'remember'])
    .default('move')
    .describe(
      'What becomes of a page that was recorded: `move` puts it into the folder `taken` within, `remember` leaves ' +
        'it and writes its name into `.ayaldama-taken.json` beside it.',
    ),
  pollMs: folderWatch.pollMs,
  maximumBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(32 * 1024 * 1024)
    .describe('A larger file is refused.'),
  incompleteMs: folderWatch.incompleteMs,
})

export type PageFolderOptions = z.output<typeof pageFolderOptions>
