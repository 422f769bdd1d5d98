/**
 * The Latin capital or digit that stands on a key, whatever layout the PC is set to: a badge reader types the
 * keys of an American keyboard, and on a Kazakh one its digits would come out as letters. null for any other key.
 */
export function latinOf({ code, ctrlKey, altKey, metaKey }: KeyboardEvent): string | null {
  if (ctrlKey || altKey || metaKey) return null
  return /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(code)?.slice(1).find(Boolean) ?? null
}
