interface DeviceTextProps {
  readonly text: string;
  /** Characters after which it is cut; the whole is for its own page. */
  readonly longest?: number;
}

/** A name that comes from a device: in any script and direction, of any length, with its control characters shown. */
export function DeviceText({ text, longest = 200 }: DeviceTextProps) {
  return (
    <bdi className="device-text" title={text.length > longest ? `${text.slice(0, 300)} …` : undefined}>
      {visibleText(text.length > longest ? `${text.slice(0, longest)}…` : text)}
    </bdi>
  );
}

/** Control characters, and those that turn the direction or cannot be seen, as something that can be. */
export function visibleText(text: string): string {
  // Spaces at an end, and more than one, are not seen either.
  const spaced = text.replace(/^ +| +$| {2,}/g, (spaces) => '␣'.repeat(spaces.length));
  return spaced.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
    /[\u0000-\u001f\u007f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g,
    (character) => {
      const code = character.charCodeAt(0);
      return code < 0x20 ? String.fromCharCode(0x2400 + code) : `⟨${code.toString(16).padStart(4, '0')}⟩`;
    },
  );
}
