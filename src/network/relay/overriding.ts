/** A part of libp2p as it is, but for what one of its users is to see differently. */
export function overriding<T extends object> (target: T, overrides: Partial<T>): T {
  return new Proxy(target, {
    get (_target, name) {
      const value: unknown = Reflect.get(name in overrides ? overrides : target, name)
      return typeof value === 'function' ? value.bind(target) as unknown : value
    }
  })
}
