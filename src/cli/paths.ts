import type { Context } from './context.ts'

/** Where everything lies and, when asked, where each path and each setting's value comes from. */
export function showPaths ({ home, settings, out }: Context, explain: boolean): void {
  const { configFile: config, data, state, socket, logFile: log } = home
  for (const [what, path] of Object.entries({ config, data, state, socket, log })) {
    const source = home.sources[what as keyof typeof home.sources]
    out.row({ type: 'path', what, path, source }, explain ? `${what.padEnd(8)} ${path}  ${out.faint(`from ${source}`)}` : path)
    if (!explain && !out.json) return // for scripts: $(nobyte config path)
  }
  if (!explain) return
  for (const [key, { value, source }] of Object.entries(settings)) {
    out.row({ type: 'setting', key, value, source }, `${key.padEnd(8)} ${String(value).padEnd(10)} ${out.faint(`from ${source}`)}`)
  }
}
