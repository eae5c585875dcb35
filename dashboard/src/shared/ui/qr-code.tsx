import qrcode from 'qrcode-generator';

/** Cells of air around it, without which it is not found. */
const QUIET = 4;

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
  /** Pixels of one. */
  readonly cell?: number;
}

/** Black on white in every theme, for cameras. */
export default function QrCode({ text, label, cell = 4 }: QrCodeProps) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const cells = Array.from({ length: count * count }, (_, index) => index)
    .filter((index) => code.isDark(Math.floor(index / count), index % count))
    .map((index) => `M${(index % count) + QUIET} ${Math.floor(index / count) + QUIET}h1v1h-1z`);
  const size = count + 2 * QUIET;
  return (
    <svg
      role="img"
      aria-label={label}
      width={size * cell}
      height={size * cell}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={cells.join('')} fill="#000" />
    </svg>
  );
}
