// Without the signs that are taken for each other when somebody types them into a phone: 0 O 1 l I.
const signs = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 16 signs, about 93 bits, from the browser's cryptographic source. */
export function randomSecret(length = 16): string {
  let text = '';
  while (text.length < length) {
    // A byte beyond the last whole multiple would make some signs likelier.
    text += [...crypto.getRandomValues(new Uint8Array(length))]
      .filter((byte) => byte < 256 - (256 % signs.length))
      .map((byte) => signs[byte % signs.length])
      .join('');
  }

  return text.slice(0, length);
}
