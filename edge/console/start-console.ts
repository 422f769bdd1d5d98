import { existsSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import staticFiles from '@fastify/static'
import swagger from '@fastify/swagger'
import websocket from '@fastify/websocket'
import { fastify } from 'fastify'
import { AyaldamaError } from '../ports/errors.ts'
import { secureServer } from './certificate.ts'
import {
  type ConsoleApp,
  type ConsoleContext,
  type ConsoleOptions,
  holderOf,
  sessionCookie,
} from './context.ts'
import { equipmentRoutes } from './equipment-routes.ts'
import { answerFailures } from './failures.ts'
import { formRoutes } from './form-routes.ts'
import { gatewayRoutes } from './gateway-routes.ts'
import { laneRoutes } from './lane-routes.ts'
import { createLive } from './live.ts'
import { createPinCheck } from './pin-check.ts'
import { guardRequests } from './security.ts'
import { sessionRoutes } from './session-routes.ts'
import { createSessions } from './sessions.ts'
import { signingRoutes } from './signing-routes.ts'
import { statisticsRoutes } from './statistics-routes.ts'
import { liveMessageSchema } from './view-schemas.ts'
import {
  describeForOpenApi,
  jsonSchema,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from './zod-http.ts'

export interface RunningConsole {
  /** Without a slash at the end. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

const livePath = {
  get: {
    operationId: 'live',
    tags: ['live'],
    description: 'WebSocket. Each message is one of these; nothing is read from the client.',
    responses: {
      101: {
        description: 'Messages of the feed.',
        content: { 'application/json': { schema: jsonSchema(liveMessageSchema) } },
      },
    },
  },
}

const bodyLimit = 16 * 1024
const defaultIdleTimeoutMs = 15 * 60_000
/** Of a locked session, until its desk counts as left. */
const lockedTimeoutMs = 60 * 60_000

/** Starts to listen. Rejects with `console.listen` where the address is taken or not of this machine. */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const app = await buildConsole(options)
  try {
    await app.listen({ host: options.host, port: options.port })
  } catch (cause) {
    await app.close()
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new AyaldamaError('console.listen', `${options.host}:${options.port}`, detail, { cause })
  }
  const [address] = app.addresses()
  const port = typeof address === 'object' ? address.port : options.port
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  const scheme = options.certificate ? 'https' : 'http'
  const url = `${scheme}://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  options.log.info({ url }, 'the console listens')
  return { url, port, close: () => app.close() }
}

/** The console as an app that does not listen yet. Ends with `close()`, which also ends every session. */
export async function buildConsole(options: ConsoleOptions): Promise<ConsoleApp> {
  const timeZone = options.gateway.timeZone ?? 'UTC'
  const idleTimeoutMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs
  const times = { lockAfterMs: idleTimeoutMs, endAfterMs: lockedTimeoutMs }
  const sessions = createSessions(options.clock, times, timeZone)
  const checkPin = createPinCheck(options, timeZone)
  const context: ConsoleContext = { ...options, timeZone, idleTimeoutMs, sessions, checkPin }

  const serverFactory = options.certificate && (await secureServer(options.certificate, options))
  const app = fastify({
    logger: false,
    bodyLimit,
    forceCloseConnections: true,
    ...(serverFactory && { serverFactory }),
  }).withTypeProvider<ZodTypeProvider>()
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  guardRequests(app, options.gateway.hostNames ?? [])
  answerFailures(app, options.log)

  const live = createLive(context)
  await app.register(cookie)
  await app.register(websocket, {
    options: { maxPayload: 4096 },
    preClose(done) {
      live.close()
      app.websocketServer.close(() => done())
    },
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Ayaldama console',
        version: options.gateway.version,
        description: 'Lanes of a joint checkpoint as an officer may see them, and the acts of officers.',
      },
      // The plugin lists no WebSocket routes, so the feed is described by hand.
      paths: { '/api/v1/live': livePath },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: sessionCookie } } },
    },
    transform: ({ schema, url }) => ({ schema: describeForOpenApi(schema), url }),
  })

  sessions.onLock(({ officer: { officer, party } }) =>
    options.log.info({ officer, party }, 'a session was locked'),
  )
  const recordings = new Set<Promise<void>>()
  sessions.onEnd((session, why) => {
    const { officer, party } = session.officer
    options.log.info({ officer, party, why }, 'a session ended')
    const recording = options.lanes
      .recordSession(session.officer, 'out')
      .catch((error: unknown) => options.log.error({ error: String(error) }, 'a sign-out was not recorded'))
      .finally(() => recordings.delete(recording))
    recordings.add(recording)
  })
  app.addHook('preClose', async () => {
    sessions.endAll('stopped')
    await Promise.all(recordings)
  })

  sessionRoutes(app, context)
  laneRoutes(app, context)
  signingRoutes(app, context)
  gatewayRoutes(app, context)
  statisticsRoutes(app, context)
  equipmentRoutes(app, context)
  formRoutes(app, context)
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.route({
    method: 'GET',
    url: '/api/v1/live',
    websocket: true,
    schema: { hide: true },
    handler: (socket, request) => live.attach(socket, holderOf(request)),
  })
  await servePage(app, options)
  await app.ready()
  return app
}

async function servePage(app: ConsoleApp, { uiDirectory, log }: ConsoleOptions): Promise<void> {
  if (!existsSync(join(uiDirectory, 'index.html'))) {
    log.warn({}, 'the page of the console is not built: only the API is served')
    return
  }
  await app.register(staticFiles, {
    root: uiDirectory,
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/')
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
