import type { FastifyReply } from 'fastify'

const pictureTypes = new Set(['image/jpeg', 'image/png'])
const binary = { schema: { type: 'string', format: 'binary' } }

export const pictureResponse = {
  description: 'The bytes as the camera sent them.',
  content: { 'image/jpeg': binary, 'image/png': binary },
}

/** Anything that is no picture is handed out as a download: it never runs as a page of the console. */
export function sendPicture(
  reply: FastifyReply,
  { bytes, mediaType }: { readonly bytes: Uint8Array; readonly mediaType: string },
  cacheControl: string,
): FastifyReply {
  reply.header('cache-control', cacheControl)
  if (!pictureTypes.has(mediaType)) reply.header('content-disposition', 'attachment')
  return reply.type(mediaType).send(Buffer.from(bytes))
}
