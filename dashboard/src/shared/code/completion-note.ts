type Line = { readonly text: string } | { readonly code: string } | { readonly dimmed: string };

/** What stands beside a completion that is selected: made of text only, whoever wrote it. */
export function noteOf(lines: readonly Line[]): () => HTMLElement {
  return () => {
    const note = document.createElement('div');
    for (const line of lines) {
      const [kind, text] = Object.entries(line)[0] ?? ['', ''];
      if (text === '') continue;
      const part = note.appendChild(document.createElement('div'));
      part.className = kind === 'text' ? 'cm-note-text' : kind === 'code' ? 'cm-note-code' : 'cm-note-dimmed';
      part.textContent = text;
    }
    return note;
  };
}
