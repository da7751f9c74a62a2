import type { ComponentChildren, JSX } from 'preact'

/** Things that belong together, on a screen or beside a conversation. */
export function Group ({ title, children }: { title?: string, children: ComponentChildren }): JSX.Element {
  return <section class="group">{title !== undefined && <h2>{title}</h2>}{children}</section>
}
