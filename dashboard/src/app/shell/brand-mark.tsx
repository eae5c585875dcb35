/** The bell. */
export function BrandMark({ size = 18 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="var(--tocsin-accent)"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M8 1.8v1M3.2 11.5h9.6c-1-1-1.5-2.2-1.5-4.7a3.3 3.3 0 0 0-6.6 0c0 2.500-.5 3.700-1.500 4.700ZM6.600 13.900a1.600 1.600 0 0 0 2.800 0" />
    </svg>
  );
}
