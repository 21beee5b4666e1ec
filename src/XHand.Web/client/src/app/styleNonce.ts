/** The nonce that the server's content security policy lets style elements have; it is new with every page. Vite writes the element. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
