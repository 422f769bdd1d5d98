import { type GatewayProcess, startGatewayProcess } from '../../edge/demo/gateway-process.ts'

/** The daemon on a configuration of the project, with `--set` values. */
export function startGateway(config: string, set: readonly string[]): Promise<GatewayProcess> {
  return startGatewayProcess(config, 'error', () => {}, set)
}
