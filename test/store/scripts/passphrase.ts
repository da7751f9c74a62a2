/** In a file of its own, since scripts cannot import what imports vitest. */
export const PASSPHRASE = 'correct horse'
