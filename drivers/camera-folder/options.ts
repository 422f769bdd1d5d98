import { z } from 'zod'

/** How a folder is watched, whatever is put into it. */
export const folderWatch = {
  pollMs: z.int().min(20).max(60_000).default(250).describe('Milliseconds between two looks at the folder.'),
  incompleteMs: z
    .int()
    .min(100)
    .max(3_600_000)
    .default(30_000)
    .describe('A file that has not grown for so long and is no whole picture is refused.'),
}

export const cameraFolderOptions = z.strictObject({
  folder: z
    .string()
    .min(1)
    .describe('Folder that pictures are put into, by a camera over FTP or by hand. JPEG and PNG are taken.'),
  existing: z
    .enum(['read', 'ignore'])
    .default('read')
    .describe(
      'What becomes of pictures that lie there at the start: read in order of their names, or ignored.',
    ),
  after: z
    .enum(['keep', 'delete', 'move'])
    .default('keep')
    .describe(
      'What becomes of a picture that was read; `move` puts it into the folder `taken` within. ' +
        'Pictures that are kept are read again after a restart, unless `existing` is `ignore`.',
    ),
  pollMs: folderWatch.pollMs,
  paceMs: z
    .int()
    .min(0)
    .max(600_000)
    .default(0)
    .describe('At least so many milliseconds between two pictures: a folder of photographs as a lane.'),
  maximumBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(16 * 1024 * 1024)
    .describe('A larger file is refused.'),
  incompleteMs: folderWatch.incompleteMs,
})

export type CameraFolderOptions = z.output<typeof cameraFolderOptions>
