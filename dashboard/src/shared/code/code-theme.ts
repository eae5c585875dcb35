import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** All colours are variables of the theme, so that light and dark need no second one. */
const surface = EditorView.theme({
  '&': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: '6px',
    fontSize: '13px',
    overflow: 'hidden',
  },
  '&.cm-focused': { outline: '2px solid var(--tocsin-accent)', outlineOffset: '-1px' },
  '&.cm-readOnly': { backgroundColor: 'var(--tocsin-raised)' },
  '.cm-scroller': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    lineHeight: '1.55',
    overscrollBehavior: 'auto',
  },
  '.cm-content': { caretColor: 'var(--mantine-color-text)', padding: '6px 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--mantine-color-dimmed)',
    border: 'none',
  },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '26px', paddingRight: '8px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection':
    { backgroundColor: 'color-mix(in srgb, var(--tocsin-accent) 26%, transparent)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--tocsin-accent) 22%, transparent)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent' },
  '.cm-placeholder': { color: 'var(--mantine-color-placeholder)' },
  // Not the pictures of the library, which are of one theme only.
  '.cm-lintRange': { backgroundImage: 'none', textUnderlineOffset: '3px' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--tocsin-critical)',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--tocsin-warning)',
  },
  '.cm-lintRange-active': { backgroundColor: 'color-mix(in srgb, var(--tocsin-warning) 14%, transparent)' },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--tocsin-critical)' },
  '.cm-tooltip': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: '6px',
    overflow: 'hidden',
    maxWidth: 'min(32rem, 92vw)',
    zIndex: '400',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    fontSize: '12.5px',
    maxHeight: '16rem',
    maxWidth: 'min(34rem, 92vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '12px',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    padding: '3px 8px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'color-mix(in srgb, var(--tocsin-accent) 18%, transparent)',
    color: 'var(--mantine-color-text)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > completion-section': {
    padding: '4px 8px 2px',
    fontSize: '11.5px',
    fontFamily: 'var(--mantine-font-family)',
    color: 'var(--mantine-color-dimmed)',
    borderBottom: 'none',
    opacity: '1',
  },
  '.cm-completionLabel': { whiteSpace: 'pre' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700', color: 'var(--tocsin-accent)' },
  '.cm-completionDetail': {
    fontStyle: 'normal',
    fontFamily: 'var(--mantine-font-family)',
    color: 'var(--mantine-color-dimmed)',
    marginLeft: '0',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    minWidth: '0',
  },
  '.cm-tooltip.cm-completionInfo': {
    padding: '8px 10px',
    fontSize: '12.5px',
    maxWidth: 'min(24rem, 92vw)',
    whiteSpace: 'normal',
  },
  '.cm-note-code': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    fontSize: '12px',
    overflowWrap: 'anywhere',
  },
  '.cm-note-text': { margin: '4px 0' },
  '.cm-note-dimmed': { color: 'var(--mantine-color-dimmed)', overflowWrap: 'anywhere' },
  '.cm-diagnostic': { padding: '6px 10px', whiteSpace: 'pre-wrap', fontSize: '12.5px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--tocsin-critical)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--tocsin-warning)' },
  '.cm-diagnosticAction': {
    font: 'inherit',
    fontSize: '12px',
    lineHeight: '20px',
    minHeight: '24px',
    marginLeft: '8px',
    padding: '0 8px',
    color: 'var(--tocsin-accent)',
    backgroundColor: 'transparent',
    border: '1px solid var(--tocsin-accent)',
    borderRadius: '4px',
    cursor: 'pointer',
  },
  // Phones zoom into what is smaller.
  '@media (pointer: coarse)': { '&': { fontSize: '16px' } },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--tocsin-accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--tocsin-resolved)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--tocsin-info)' },
  { tag: [tags.standard(tags.name), tags.function(tags.variableName)], color: 'var(--tocsin-silenced)' },
  { tag: tags.propertyName, color: 'var(--tocsin-accent)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--tocsin-critical)' },
]);

export const codeTheme = [surface, syntaxHighlighting(colours)];
