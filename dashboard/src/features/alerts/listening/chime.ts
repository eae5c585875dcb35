/** Two notes, so that no file has to be fetched. Browsers let them sound once somebody has touched the page. */
export function chime(): void {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.gain.value = 0.15;
  volume.connect(context.destination);
  for (const [index, frequency] of [880, 659].entries()) {
    const note = context.createOscillator();
    note.frequency.value = frequency;
    note.connect(volume);
    note.start(context.currentTime + index * 0.18);
    note.stop(context.currentTime + index * 0.18 + 0.16);
    if (index === 1) note.onended = () => void context.close();
  }
}
