/** For a phone of 320 px and everything larger; colours of the dashboard, by the theme of the device. */
export const pageStyle = `
:root { color-scheme: light dark;
  --page: light-dark(#f6f8fa, #0f1419); --raised: light-dark(#fff, #171d24); --line: light-dark(#d0d7de, #2d3642);
  --text: light-dark(#1b2027, #e6edf3); --muted: light-dark(#57606a, #9aa7b4); --accent: light-dark(#0f6e84, #4fc3db);
  --on-accent: light-dark(#fff, #0f1419);
  --critical: light-dark(#c0162c, #ff7b84); --warning: light-dark(#9a5b00, #f2b24a); --info: light-dark(#0b62b5, #6cb4ff);
  --resolved: light-dark(#146c43, #56d08b); --silenced: light-dark(#6a4bc4, #b9a0ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); overflow-wrap: anywhere;
  font: 16px/1.5 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif; }
main { max-width: 36rem; margin: 0 auto; padding: 1rem 1rem 2rem; }
h1 { font-size: 1.25rem; line-height: 1.35; margin: .25rem 0 .5rem; }
h2 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; }
.card { background: var(--raised); border: 1px solid var(--line); border-left: 3px solid var(--tone); border-radius: 6px; padding: .75rem 1rem; }
.critical { --tone: var(--critical); } .warning { --tone: var(--warning); } .info { --tone: var(--info); }
.resolved { --tone: var(--resolved); } .silenced { --tone: var(--silenced); }
.badges { display: flex; flex-wrap: wrap; gap: .25rem .75rem; margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
.tone { color: var(--tone); }
.muted, small { color: var(--muted); }
dl { margin: .75rem 0 0; display: grid; grid-template-columns: fit-content(40%) 1fr; gap: .25rem .75rem; }
dt { color: var(--muted); } dd { margin: 0; }
.said { white-space: pre-line; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
small { display: block; margin-top: .25rem; font-size: .875rem; }
input { width: 100%; min-height: 44px; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--raised);
  border: 1px solid var(--muted); border-radius: 6px; }
button { display: block; width: 100%; min-height: 52px; margin-top: .75rem; padding: .5rem 1rem; font: inherit; font-weight: 600; color: var(--accent);
  background: var(--raised); border: 1px solid var(--accent); border-radius: 6px; cursor: pointer; }
button.primary { color: var(--on-accent); background: var(--accent); }
ul, ol { margin: 0; padding: 0; list-style: none; }
li { border-top: 1px solid var(--line); padding: .5rem 0; }
li:first-child { border-top: 0; }
li time, li .muted { display: block; font-size: .875rem; color: var(--muted); font-variant-numeric: tabular-nums; }
a { color: var(--accent); }
footer { margin-top: 2rem; font-size: .875rem; }
footer a { display: inline-block; min-height: 44px; padding: .625rem 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.hidden { display: none; }
`;
