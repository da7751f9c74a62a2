/** Text as it is compared: without case and accents, as the node's own search does it. */
export const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
