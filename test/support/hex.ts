/** Bytes from hexadecimal digits, which may be parted by blanks as it helps the reader. */
export function hex(digits: string): Buffer {
  return Buffer.from(digits.replaceAll(' ', ''), 'hex');
}

/** A text as the hexadecimal digits of its UTF-8 bytes. */
export function digitsOf(text: string): string {
  return Buffer.from(text).toString('hex');
}
