import type { ComponentChildren, JSX } from 'preact'

/** A screen beside the conversations: a title, and one column that is pleasant to read. */
export function Page ({ title, children }: { title: string, children: ComponentChildren }): JSX.Element {
  return (
    <main class="main page">
      <header class="main-head"><h1>{title}</h1></header>
      <div class="scroll" tabIndex={0}><div class="column">{children}</div></div>
    </main>
  )
}
